"""What is shown of what was typed: the answer just given, what was kept, a text that is too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.characters import ends, visible_length
from bot.domain.form_questions import asked_at, just_answered, may_write_more
from bot.domain.forms import Act, At, Draft, Form, Step
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.writing import Written, joined, undivided
from bot.screens.reporting import understanding
from bot.screens.reporting.acts import back, choice, save

_RECORDED_UNITS, _KEPT_UNITS, _PART_UNITS = 160, 200, 90
_BUTTONS_IN_ROW = 4

DISCARD_IT, KEEP_IT = Text(N_("Discard what is kept")), Text(N_("Go on keeping it"))


def recorded(form: Form, draft: Draft) -> Sequence[Text]:
    """The answer that led to the present question: how it begins and ends."""
    before = just_answered(form, draft)
    answer = draft.answer(draft.position.item, before) if before else None
    if answer is None or before is None or before.find:
        return ()  # what was chosen stands in the heading
    if not answer:
        return (Text(N_("Previous question: left unanswered.")),)
    said = Text(N_("Recorded: {answer}"), answer=ends(answer, _RECORDED_UNITS))
    return (said, *understanding.of_answer(form, draft, before, answer))


def recorded_rows(form: Form, draft: Draft) -> Sequence[Row]:
    """How the answer just given is written on or changed."""
    before = just_answered(form, draft)
    if before is None or draft.answer(draft.position.item, before) is None:
        return ()
    revise = choice(draft, Text(N_("Change (previous answer)")), Act.REVISE)
    read = understanding.rows(form, draft) if understanding.reads(form, draft, before) else ()
    if not may_write_more(form, draft):
        return ((revise,), *read)
    return ((choice(draft, Text(N_("Write more (previous answer)")), Act.WRITE_MORE), revise), *read)


def kept_lines(draft: Draft) -> Sequence[Text]:
    """What was typed where no question took it."""
    return (BLANK, kept_line(draft.kept)) if draft.kept else ()


def kept_line(kept: Sequence[Written]) -> Text:
    """The words that are kept: how they begin and end."""
    return Text(N_("Kept, not in the report: {text}"), text=ends(joined(kept), _KEPT_UNITS))


def with_kept(screen: Screen, draft: Draft) -> Screen:
    """Return a screen that asks for no text with what is kept below it: it is no part of the report."""
    if draft.position.at in (At.STEP, At.CLOSING, At.SUPPLEMENT, At.DISCARD):
        return screen
    return replace(screen, lines=(*screen.lines, *kept_lines(draft)))


def kept_rows(draft: Draft, asked: Step | None) -> Sequence[Row]:
    """What can be done with it at a question; `asked`: None for one that is not about an item."""
    rows: list[Row] = []
    if draft.kept and not (asked and (asked.files_max or asked.find)):
        rows.append((choice(draft, Text(N_("Use as the answer")), Act.USE_KEPT),))
    if draft.kept:
        rows.append((choice(draft, DISCARD_IT, Act.DROP_KEPT),))
    if draft.long:
        rows.append((choice(draft, Text(N_("Shorten the long text")), Act.OPEN_PART),))
    return rows


def shorten_screen(form: Form, draft: Draft) -> Screen:
    """A text that is too long: its parts, or one of them."""
    part = draft.position.part
    return _parts(form, draft) if part is None else _part(draft, part)


def _parts(form: Form, draft: Draft) -> Screen:
    asked, length = asked_at(form, draft.position), visible_length(joined(undivided(draft.long)))
    lines = (
        Text(N_("<b>The text is too long</b>")),
        Text(
            N_(
                "It has {length:number} characters, over the limit of {most:number}. It is kept whole in the draft"
                " and does not stand in the report yet."
            ),
            length=length,
            most=asked.most,
        ),
        Text(
            N_(
                "Please choose a part to shorten or delete it, or send a shorter text in place of all of it."
                " Characters over the limit: {over:count}."
            ),
            over=length - asked.most,
        ),
        BLANK,
        *(_part_line(number, part) for number, part in enumerate(draft.long, 1)),
    )
    buttons = [
        choice(draft, Text(N_("Part {number}"), number=number + 1), Act.OPEN_PART, number)
        for number in range(len(draft.long))
    ]
    rows = [tuple(buttons[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(buttons), _BUTTONS_IN_ROW)]
    return Screen(lines, (*rows, (back(draft), save(draft))))


def _part_line(number: int, part: Written) -> Text:
    return Text(
        N_("Part {number} ({length:number} characters): {text}"),
        number=number,
        length=visible_length(part.text),
        text=ends(part.text, _PART_UNITS),
    )


def _part(draft: Draft, number: int) -> Screen:
    return Screen(
        (
            Text(N_("<b>Part {number}</b>"), number=number + 1),
            Text(N_("{text}"), text=Excerpt(draft.long[number].text.strip())),
            BLANK,
            Text(N_("Please send the text that is to stand in its place.")),
        ),
        ((_drop_part(draft, number),), (back(draft), save(draft))),
    )


def _drop_part(draft: Draft, number: int) -> Choice:
    return choice(draft, Text(N_("Delete part {number}"), number=number + 1), Act.DROP_PART)


def discard_screen(draft: Draft) -> Screen:
    """Whether what is kept, or a part of a text that is too long, is to be discarded."""
    part = draft.position.part
    if part is None:
        keep, gone = KEEP_IT, DISCARD_IT
        lines = discard_lines(draft.kept)
    else:
        keep, gone = Text(N_("Keep part {number}"), number=part + 1), Text(N_("Delete part {number}"), number=part + 1)
        lines = (
            Text(N_("Delete part {number}? What is deleted cannot be restored."), number=part + 1),
            Text(N_("{text}"), text=Excerpt(draft.long[part].text.strip())),
        )
    return Screen(lines, ((choice(draft, keep, Act.BACK), choice(draft, gone, Act.DROP, weight=Weight.DESTRUCTIVE)),))


def discard_lines(kept: Sequence[Written]) -> tuple[Text, ...]:
    """Asks whether what is kept is to be discarded."""
    return (Text(N_("Discard what is kept? What is discarded cannot be restored.")), kept_line(kept))
