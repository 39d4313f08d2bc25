"""The screens that every form shares: a step, one item, deleting it, leaving the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import questions
from bot.domain.attachments import Attachment
from bot.domain.calendars import Provisional
from bot.domain.fields import Field
from bot.domain.forms import Act, Draft, Form, Item, Step
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.reporting import ContinueDraft
from bot.screens.reporting import alike as alike_wording
from bot.screens.reporting import answers, attachments, understanding, written
from bot.screens.reporting.acts import back, choice, files_row, save
from bot.screens.reporting.alike import Alike

HOME = Choice(Text(N_("Main screen")), ShowHome())

NO_SECRET = Text(N_("By sending it {you} confirm that the content holds no state secret."))

_SHORT_LIST = 6
"""How many fields are offered before "other fields"."""
_FULL_ITEMS = 3
"""Up to this many difficulties the review shows in full."""


@dataclass(frozen=True)
class Awaited:
    """The approval a report needs that its writer cannot give: by whom, and whether it waits for it."""

    approvers: Sequence[str]
    """Their names; several where each of them may."""
    waits: bool = True


@dataclass(frozen=True)
class View:
    """What the screens of any draft show beside the draft itself."""

    form: Form
    fields: Mapping[str, Field]
    organisation: str
    sender: str
    email: str = field(kw_only=True)
    """Where a file can be sent that the program does not take."""
    alike: Sequence[Alike] = field(default=(), kw_only=True)
    """What looks like the items, at the review."""
    headline: str = field(default="", kw_only=True)
    """That of the difficulty which may be co-signed."""
    approval: Awaited | None = field(default=None, kw_only=True)
    """What the writer's report waits for before it is sent, if it does."""


def step_screen(view: View, draft: Draft, heading: Text) -> Screen:
    """One question, under `heading`."""
    position, asked = draft.position, view.form.step(draft.position.step)
    answer = draft.answer(position.item, asked)
    files = draft.attached(position.item)
    refused = attachments.not_taken(draft, _most_files(view.form), view.email)
    lines = (
        heading,
        *written.recorded(view.form, draft),
        *refused,
        *_question(asked, draft, files),
        *_entered(view, asked, answer),
        *written.kept_lines(draft),
    )
    rows: list[Row] = list(_options(view, draft)) if asked.options else []
    if asked.files_max:
        rows.append(files_row(draft, files))
    elif asked.optional and not position.adding:
        rows.append((_skip(draft, asked),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    rows += written.recorded_rows(view.form, draft)
    rows += written.kept_rows(draft, asked)
    rows.append((back(draft), save(draft)))
    return Screen(lines, tuple(rows))


def shorten_screen(view: View, draft: Draft) -> Screen:
    """A text that is too long for its question."""
    return written.shorten_screen(view.form, draft)


def discard_screen(_view: View, draft: Draft) -> Screen:
    """Whether something that was typed is to be discarded."""
    return written.discard_screen(draft)


def cosign_screen(view: View, draft: Draft) -> Screen:
    """Whether a difficulty of another is co-signed in place of an item."""
    return alike_wording.cosign_screen(draft, view.headline, files=bool(draft.attached(draft.position.item)))


def understood_screen(view: View, draft: Draft) -> Screen:
    """What is understood of the answers."""
    return understanding.screen(view.form, draft)


def _question(asked: Step, draft: Draft, files: Sequence[Attachment]) -> Sequence[Text]:
    if asked.files_max:
        return (attachments.taken(files),) if files else asked.words
    if draft.position.adding:
        return (Text(N_("Please write on; the text is put behind what is there.")),)
    if draft.position.offered:
        return (Text(N_("Several fields fit what was typed. Please choose one of them, or Other fields.")),)
    if asked.extendable:
        return (*asked.words, Text(N_("At most {most:number} characters."), most=asked.most))
    return asked.words


def _most_files(form: Form) -> int:
    return max(asked.files_max for asked in form.steps)


def _skip(draft: Draft, asked: Step) -> Choice:
    return choice(draft, Text(questions.named(asked.name).skip), Act.SKIP)


def field_suffix(view: View, draft: Draft) -> Text | None:
    """What a heading says of the field once it has been chosen."""
    first = view.form.steps[0]
    code = draft.answer(draft.position.item, first)
    return Text(N_(" – {field}"), field=view.fields[code].name) if code and draft.position.step != first.name else None


def _entered(view: View, asked: Step, answer: str | None) -> tuple[Text, ...]:
    if not answer:
        return ()
    shown: object = view.fields[answer].name if asked.options else Excerpt(answer)
    return (BLANK, Text(N_("Entered: {answer}"), answer=shown))


def _options(view: View, draft: Draft) -> Sequence[Row]:
    asked = view.form.step(draft.position.step)
    order = list(draft.position.offered or asked.options)
    if draft.hint in order:
        order.remove(draft.hint)
        order.insert(0, draft.hint)
    shown = order if draft.position.wide or draft.position.offered else order[:_SHORT_LIST]
    choices = [_option(view, draft, code) for code in shown]
    alone = 1 if draft.hint in shown else 0  # the longer label of the field used last has a row to itself
    rows = [tuple(choices[i : i + 2]) for i in range(alone, len(choices), 2)]
    rows[:0] = [(first,) for first in choices[:alone]]
    if not draft.position.wide:
        rows.append((choice(draft, Text(N_("Other fields")), Act.WIDEN),))
    return rows


def _option(view: View, draft: Draft, code: str) -> Choice:
    name = view.fields[code].short
    label = Text(N_("{field} (last time)"), field=name) if code == draft.hint else Text(N_("{field}"), field=name)
    # The place in the whole list: a button means the same whether all options are shown or the first ones.
    return choice(draft, label, Act.CHOOSE, view.form.step(draft.position.step).options.index(code))


def procedure_suffix(item: Item) -> Text | None:
    """What a heading says of the procedure, where it is known."""
    return Text(N_(" – {procedure}"), procedure=Excerpt(item["procedure"])) if item.get("procedure") else None


def item_lines(view: View, draft: Draft, number: int, item: Item) -> Sequence[Text]:
    """An item on the review, the first being number 1; its heading alone where there are many."""
    heading = Text(
        N_("<b>Item {number}. {field}</b>{procedure}"),
        number=number,
        field=view.fields[item["field"]].name if item.get("field") else None,
        procedure=procedure_suffix(item),
    )
    return (
        (BLANK, heading, *answers.review(view.form, item, draft.attached(number - 1)))
        if len(draft.items) <= _FULL_ITEMS
        else (heading,)
    )


def change_items(draft: Draft, *more: Choice) -> Sequence[Row]:
    """The choices of the review that lead to each item, and `more` behind them, two in a row."""
    edits = [
        choice(draft, Text(N_("Change item {number}"), number=number), Act.OPEN_ITEM, number - 1)
        for number in range(1, len(draft.items) + 1)
    ]
    edits += more
    return [tuple(edits[i : i + 2]) for i in range(0, len(edits), 2)]


def add_item(asked: Form, draft: Draft) -> Sequence[Choice]:
    """The choice of the review that begins another item, where the form takes one more."""
    return (choice(draft, Text(N_("Add a difficulty")), Act.ADD_ITEM),) if len(draft.items) < asked.items_max else ()


def item_screen(view: View, draft: Draft) -> Screen:
    """One item, and which answer of it can be changed."""
    number, item = draft.position.item + 1, draft.items[draft.position.item]
    changes = [
        choice(draft, Text(questions.named(step.name).change), Act.CHANGE, number)
        for number, step in enumerate(view.form.steps)
    ]
    rows = [tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)]
    return Screen(
        (
            Text(
                N_("<b>Item {number}. {field}</b>{procedure}"),
                number=number,
                field=view.fields[item["field"]].name if item.get("field") else None,
                procedure=procedure_suffix(item),
            ),
            *answers.review(view.form, item, draft.attached(draft.position.item)),
            BLANK,
            Text(N_("Which answer is to be changed?")),
        ),
        (*rows, (back(draft), choice(draft, Text(N_("Delete item {number}"), number=number), Act.DROP))),
    )


def drop_screen(_view: View, draft: Draft) -> Screen:
    """Whether an item is to be deleted."""
    number = draft.position.item + 1
    return Screen(
        (Text(N_("Delete item {number} from the draft? What is deleted cannot be restored."), number=number),),
        (
            (
                choice(draft, Text(N_("Keep item {number}"), number=number), Act.BACK),
                choice(draft, Text(N_("Delete item {number}"), number=number), Act.DROP, weight=Weight.DESTRUCTIVE),
            ),
        ),
    )


def draft_saved(draft: Draft, kept_until: date | Provisional, now: datetime) -> Screen:
    """The form was left; nothing has been sent."""
    return Screen(
        (
            Text(
                N_(
                    "The draft was saved at {now:clock}. It is kept until {until:date} and has not been sent"
                    " to the Standing Body."
                ),
                now=now,
                until=kept_until,
            ),
        ),
        ((Choice(Text(N_("Continue draft")), ContinueDraft(draft.id)), HOME),),
    )


def received_toast(code: str, at: datetime) -> Text:
    """A second press of Send report."""
    return Text(N_("The report was received at {at:clock}, code {code}. It need not be sent again."), at=at, code=code)
