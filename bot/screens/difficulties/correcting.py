"""The desk corrects how a difficulty is classified: what stands, the question, both values before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.classifying import AFTER, ANSWERED, Criterion, Matter
from bot.domain.correcting import said_of
from bot.domain.fields import Field
from bot.domain.forms import Act, At, Draft, Form
from bot.domain.handling import Case, newest
from bot.domain.reports import Difficulty
from bot.domain.suggesting import Suggestion
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.triage import mark
from bot.domain.verbs.handling import CorrectMatter, MarkCriterion, OpenCorrection, TakeAgency, UndoAct
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import ShowReport
from bot.screens.difficulties.classifying import chosen_line, overruled, shown
from bot.screens.names import CRITERIA, MATTERS
from bot.screens.reporting import written
from bot.screens.reporting.acceptance import span
from bot.screens.reporting.acts import back, choice, save, send

CORRECT = N_("Correct classification")
_CHANGES: Mapping[Matter, str] = {
    Matter.FIELD: N_("Change field"),
    Matter.PROCEDURE: N_("Change procedure"),
    Matter.AGENCY: N_("Change agency"),
    Matter.TITLE: N_("Change title of difficulty"),
    Matter.CAUSE: N_("Change cause"),
    Matter.AFFECTED: N_("Change who is affected"),
    Matter.OUTSIDE: N_("Change outside code"),
}
_BUTTONS_IN_ROW = 4


@dataclass(frozen=True)
class View:
    """What the screens of a correction show besides its draft; `after` is the difficulty as it would be, once known."""

    form: Form
    matter: Matter
    case: Case
    fields: Mapping[str, Field]
    after: Difficulty | None = None
    unlisted: bool = False
    """Whether the agency that was entered is none of the list."""


def value_of(difficulty: Difficulty, matter: Matter) -> str:
    """How a matter is classified, as a correction keeps it."""
    return difficulty.answers[matter.value] if matter in ANSWERED else difficulty.classified.beside.get(matter, "")


def menu(case: Case, fields: Mapping[str, Field], undo: int) -> Screen:
    """How a difficulty is classified, and what can be corrected; `undo` is the number of an act that can be undone."""
    found, number = case.difficulty, newest(case.events)
    marked = found.classified.criteria
    criteria = [
        Text(
            N_("{number}. {criterion}{marked}"), number=n, criterion=Text(CRITERIA[each]), marked=_marked(each, marked)
        )
        for n, each in enumerate(Criterion, 1)
    ]
    lines = (
        Text(N_("<b>{code}</b> – classification"), code=case.code),
        *(_stands(found, matter, fields) for matter in _CHANGES),
        *_chosen(found, fields),
        *overruled(found.own, case.events, fields),
        BLANK,
        Text(N_("Difficulty made by rules, by the criteria of Resolution 206/2025/QH15, Article 2:")),
        *criteria,
    )
    changes = [Choice(Text(msgid), CorrectMatter(case.code, matter, number)) for matter, msgid in _CHANGES.items()]
    marks = [
        Choice(Text(_UNMARK if each in marked else _MARK, number=n), MarkCriterion(case.code, each, number))
        for n, each in enumerate(Criterion, 1)
    ]
    view = Choice(Text(N_("View {code}"), code=case.code), ShowReport(case.code))
    rows: list[Row] = [(Choice(Text(N_("Undo")), UndoAct(case.code, undo)),)] if undo else []
    return Screen(lines, (*rows, *_in_rows(changes, 2), *_in_rows(marks, 2), (view,)))


_MARK, _UNMARK = N_("Mark criterion {number}"), N_("Unmark criterion {number}")


def _marked(criterion: Criterion, marked: Sequence[Criterion]) -> Text | None:
    return Text(N_(" (marked)")) if criterion in marked else None


def _stands(found: Difficulty, matter: Matter, fields: Mapping[str, Field]) -> Text:
    value = shown(matter, value_of(found, matter), fields)
    return Text(N_("- {matter}: {value}"), matter=Text(MATTERS[matter]), value=value)


def _chosen(found: Difficulty, fields: Mapping[str, Field]) -> Sequence[Text]:
    corrected = [matter for matter in ANSWERED if matter.value in found.classified.chosen]
    return [chosen_line(matter, said_of(found, matter), fields) for matter in corrected]


def _in_rows(choices: Sequence[Choice], count: int) -> list[Row]:
    return [tuple(choices[i : i + count]) for i in range(0, len(choices), count)]


def to_menu(case: Case) -> Choice:
    """The way to what can be corrected of a difficulty."""
    return Choice(Text(CORRECT), OpenCorrection(case.code))


def suggested(case: Case, found: Suggestion) -> tuple[Text, Choice]:
    """The agency that is likely in charge where nobody named one, and the choice that takes it."""
    agency, document = found.agency.name, found.document
    by_document = N_("Nobody has named the agency in charge; likely: {agency:organisation}, which issued {document}.")
    by_field = N_("Nobody has named the agency in charge; likely: {agency:organisation}, responsible for the field.")
    line = Text(by_document if document else by_field, agency=agency, document=document)
    return line, Choice(
        Text(N_("Take this agency")), TakeAgency(case.code, mark(found.agency.code), newest(case.events))
    )


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    match draft.position.at:
        case At.STEP:
            return _step(view, draft)
        case At.SHORTEN:
            return written.shorten_screen(view.form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.ITEM:
            change = choice(draft, Text(_CHANGES[view.matter]), Act.CHANGE, 0)
            return Screen((_heading(view), *_both(view)), ((change,), (back(draft),)))
        case At.REVIEW if view.after:
            return written.with_kept(_review(view, draft), draft)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return written.with_kept(Screen((_heading(view),), ((begin,), (save(draft),))), draft)


def _heading(view: View) -> Text:
    matter = Text(MATTERS[view.matter])
    return Text(N_("<b>{code}</b> – correct classification: {matter}"), code=view.case.code, matter=matter)


def _step(view: View, draft: Draft) -> Screen:
    asked, found = view.form.step(draft.position.step), view.case.difficulty
    answer = draft.answer(0, asked)
    entered = shown(view.matter, answer or "", view.fields)
    lines = (
        _heading(view),
        _stands(found, view.matter, view.fields),
        Text(N_("Difficulty: {content}"), content=Excerpt(found.answers["content"])),
        BLANK,
        *asked.words,
        *(Text(N_("{number}. {reason}"), number=n, reason=text) for n, text in enumerate(asked.quick, 1)),
        *([BLANK, Text(N_("Entered: {answer}"), answer=entered)] if answer else []),
        *written.kept_lines(draft),
    )
    rows = _answers(view, draft)
    if asked.optional:
        rows.append((choice(draft, Text(N_("Leave empty")), Act.SKIP),))
    return Screen(lines, (*rows, *written.kept_rows(draft, asked), (back(draft), save(draft))))


def _answers(view: View, draft: Draft) -> list[Row]:
    asked = view.form.step(draft.position.step)
    if asked.options:
        codes = draft.position.offered or asked.options
        fields = [(asked.options.index(code), Text(N_("{field}"), field=view.fields[code].short)) for code in codes]
        return _in_rows([choice(draft, label, Act.CHOOSE, place) for place, label in fields], 2)
    taps = [
        choice(draft, Text(N_("Choose {number}"), number=n), Act.CHOOSE, n - 1) for n in range(1, 1 + len(asked.quick))
    ]
    return _in_rows(taps, _BUTTONS_IN_ROW)


def _review(view: View, draft: Draft) -> Screen:
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    quiet = N_("The member is sent no message; the new classification and a line of it stand on the page of {code}.")
    unlisted = Text(N_("The authority is not in the list of agencies; its name is kept as it was entered."))
    lines = (
        Text(N_("<b>Check before recording</b>")),
        _heading(view),
        *_both(view),
        *([unlisted] if view.unlisted else []),
        Text(quiet, code=view.case.code),
    )
    return Screen(lines, ((send(draft, Text(N_("Record correction"))), change), (save(draft),)))


def _both(view: View) -> Sequence[Text]:
    before, after = view.case.difficulty, view.after
    if after is None:
        return ()
    said = said_of(before, view.matter)
    is_own = said in (value_of(before, view.matter), "")
    return (
        Text(N_("Now: {value}"), value=shown(view.matter, value_of(before, view.matter), view.fields)),
        Text(N_("Will be: {value}"), value=shown(view.matter, value_of(after, view.matter), view.fields)),
        *(() if is_own else (chosen_line(view.matter, said, view.fields),)),
        *_codes(view.matter, after),
    )


def _codes(matter: Matter, after: Difficulty) -> Sequence[Text]:
    """The codes of procedures that are understood."""
    if matter is not Matter.PROCEDURE or not after.procedure_codes:
        return ()
    return (Text(N_("Understood: {provisions}"), provisions="; ".join(after.procedure_codes)),)


def gone(code: str, draft: Draft) -> Screen:
    """The difficulty is in no report any more; a text that was typed is shown once more."""
    said = Text(N_("{code} has been withdrawn; nothing was done."), code=code)
    typed = [
        Text(N_("What was entered is kept:")),
        *(Text(N_("{text}"), text=Excerpt(item[AFTER])) for item in draft.items),
    ]
    return Screen((said, *(typed if draft.items else [])), ((Choice(Text(N_("Main screen")), ShowHome()),),))


def recorded(code: str, within: timedelta) -> Text:
    """A correction was recorded."""
    said = N_("{code}: the classification was corrected; it can be undone within {span}.")
    return Text(said, code=code, span=span(within))


def unchanged(code: str) -> Text:
    """What was entered stands already."""
    return Text(N_("{code} is classified so already; nothing was recorded."), code=code)


def done_before(code: str) -> Text:
    """A second press of the last button."""
    return Text(N_("{code}: this was recorded already. It need not be chosen again."), code=code)
