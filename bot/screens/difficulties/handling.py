"""What the desk can do with a difficulty, what it is told of what it did, and what has happened meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.difficulties import DifficultyAct
from bot.domain.handling import Case, DeskAct, Note, awaits_forwarding, newest, open_acts, open_to_desk, revocable
from bot.domain.reports import Report
from bot.domain.suggesting import Suggestion
from bot.domain.texts import BLANK, N_, NP_, Choice, Row, Screen, Text
from bot.domain.triage import QueueView
from bot.domain.verbs.handling import AcceptAll, AcceptDifficulty, OpenAct, ShowNotes, UndoAct, UndoAll
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.triage import OpenQueueItem
from bot.domain.verbs.wordings import SendWording
from bot.screens.difficulties import correcting, slips
from bot.screens.difficulties.standing import happened
from bot.screens.reporting.acceptance import span

ACTS: Mapping[DeskAct, str] = {
    DeskAct.ASKED: N_("Ask for more"),
    DeskAct.FORWARDED: N_("Forward"),
    DeskAct.ANSWERED: N_("Record result"),
    DeskAct.NOT_ACCEPTED: N_("Do not accept"),
    DeskAct.RETURNED: N_("Return to member"),
    DeskAct.CLOSED: N_("Close"),
    DeskAct.REOPENED: N_("Open again"),
    DeskAct.PROPOSED: N_("Ask the leader"),
    DeskAct.NOTED: N_("Internal note"),
}
_NOTES_ON_PAGE = 4


@dataclass(frozen=True)
class AtDesk:
    """What the desk sees of a difficulty besides: when it is, until when it is to be forwarded, which comes after."""

    now: datetime
    today: date
    forward_by: date
    following: str
    """The code of the next difficulty of the report; empty after the last."""
    notes: int
    """How many notes the desk has on it."""
    suggested: Suggestion | None = None
    """Which agency is likely in charge, where nobody has named one."""
    overruled: Sequence[Text] = ()
    """Which corrections count no more, since the member has said something else."""
    view: QueueView | None = None
    """The part of the queue that it was opened from, where it was."""


def beside(screen: Screen, case: Case, at: AtDesk) -> Screen:
    """Return the screen of a difficulty with what the desk can do with it at this moment."""
    likely = [correcting.suggested(case, at.suggested)] if at.suggested else []
    lines = (*screen.lines, *at.overruled, *_forward_by(case, at), *(line for line, _ in likely))
    undo = revocable(case.events, at.now)
    rows: list[Row] = [(Choice(Text(N_("Undo")), UndoAct(case.code, undo, at.view)),)] if undo else []
    rows += [(take,) for _, take in likely]
    notes = Choice(Text(N_("Internal notes ({count:count})"), count=at.notes), ShowNotes(case.code, 0, at.view))
    opens = OpenQueueItem(at.following, at.view) if at.view else ShowReport(at.following)
    following = (Choice(Text(N_("Next item")), opens),) if at.following else ()
    rest = [*two_in_a_row(_open(case, at.view)), (notes,), *([following] if following else []), *screen.rows]
    return replace(screen, lines=lines, rows=(*rows, *_packed(rest)))


def _packed(rows: Sequence[Row]) -> list[Row]:
    """Return rows with choices that stand alone put together by two: else they fill more than a phone shows.

    A label that needs the width of a phone stays alone.
    """
    packed: list[Row] = []
    for row in rows:
        if packed and _is_half(row) and _is_half(packed[-1]):
            packed[-1] = (*packed[-1], *row)
        else:
            packed.append(row)
    return packed


def _is_half(row: Row) -> bool:
    return len(row) == 1 and not isinstance(row[0].verb, SendWording)


def _forward_by(case: Case, at: AtDesk) -> Sequence[Text]:
    if not awaits_forwarding(case.events):
        return ()
    late = at.today > at.forward_by
    said = N_("It was to be forwarded by {day:date}.") if late else N_("To be forwarded by {day:date} at the latest.")
    return (Text(said, day=at.forward_by),)


def _open(case: Case, view: QueueView | None) -> list[Choice]:
    number = newest(case.events)
    accept = open_to_desk(DifficultyAct.ACCEPTED, case.events)
    first = [Choice(Text(N_("Accept")), AcceptDifficulty(case.code, number, view))] if accept else []
    acts = [Choice(Text(ACTS[act]), OpenAct(case.code, act, number, view)) for act in open_acts(case.events)]
    correct = [correcting.to_menu(case)] if open_to_desk(DifficultyAct.CORRECTED, case.events) else []
    return [*first, *acts, *correct, *slips.of_case(case)]


def two_in_a_row(choices: Sequence[Choice]) -> list[Row]:
    """Return choices as rows of two."""
    return [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]


def notes_screen(
    code: str,
    notes: Sequence[Note],
    number: int,
    names: Mapping[str, str],
    page: int,
    view: QueueView | None = None,
) -> Screen:
    """A page of the notes on a difficulty, the newest first; `number` is that of its newest event."""
    pages = max(1, -(-len(notes) // _NOTES_ON_PAGE))
    page = min(page, pages - 1)
    shown = notes[page * _NOTES_ON_PAGE :][:_NOTES_ON_PAGE]
    heading = Text(N_("<b>{code}</b> – internal notes ({page}/{pages})"), code=code, page=page + 1, pages=pages)
    lines = [
        line
        for note in shown
        for line in (
            BLANK,
            Text(N_("{at:stamp}, {who}:"), at=note.at, who=names.get(note.actor, "")),
            Text(N_("{text}"), text=note.words),
        )
    ]
    none = Text(N_("There are none yet. The Standing Body alone reads them."))
    before = (Choice(Text(N_("Previous page")), ShowNotes(code, page - 1, view)),) if page else ()
    after = (Choice(Text(N_("Next page")), ShowNotes(code, page + 1, view)),) if page + 1 < pages else ()
    add = Choice(Text(N_("Add a note")), OpenAct(code, DeskAct.NOTED, number, view))
    back = Choice(Text(N_("View {code}"), code=code), OpenQueueItem(code, view) if view else ShowReport(code))
    turning: list[Row] = [(*before, *after)] if before or after else []
    return Screen((heading, *(lines or [none])), (*turning, (add, back)))


def with_next(screen: Screen, following: OpenQueueItem | None) -> Screen:
    """Return the page after an act with the choice that opens the next of the queue, beside the one that undoes."""
    if following is None:
        return screen
    choice = Choice(Text(N_("Open the next")), following)
    undone = [row for row in screen.rows[:1] if isinstance(row[0].verb, UndoAct | UndoAll)]
    first = (*(undone[0] if undone else ()), choice)
    return replace(screen, rows=(first, *screen.rows[len(undone) :]))


def noted(code: str) -> Text:
    """A note was kept."""
    return Text(N_("{code}: the note is kept; the Standing Body alone reads it."), code=code)


def of_report(screen: Screen, report: Report, waiting: int, *, undo: bool) -> Screen:
    """Return the screen of a report with what the desk can do with all of it; `waiting`: how many to be accepted."""
    rows: list[Row] = [(Choice(Text(N_("Undo")), UndoAll(report.code)),)] if undo else []
    if waiting:
        rows.append((accept_all(report),))
    return replace(screen, rows=(*rows, *screen.rows))


def accept_all(report: Report) -> Choice:
    """The choice that accepts every difficulty of a report that waits for it."""
    return Choice(Text(N_("Accept all")), AcceptAll(report.code, report.version))


def meanwhile(case: Case, names: Mapping[str, str]) -> Text:
    """What somebody else has done with a difficulty since it was shown: nothing else was done."""
    number = newest(case.events)
    event = case.events[number - 1]
    who = names.get(event.actor)
    msgid = N_("{code}: at {at:stamp} the following was recorded{by}: {what}. Nothing else was done now.")
    by = Text(N_(" by {who}"), who=who) if who else None
    return Text(msgid, code=case.code, at=event.at, by=by, what=happened(case.events, number - 1, names))


def taken_back(code: str) -> Text:
    """An act was taken back in time."""
    return Text(N_("{code}: taken back; the member is told nothing of it."), code=code)


def taken_back_before(code: str) -> Text:
    """A second press of Undo."""
    return Text(N_("{code}: this was taken back already; the member is told nothing of it."), code=code)


def too_late(code: str, act: DifficultyAct, within: timedelta) -> Text:
    """Somebody has been told: what was done is reversed by another act alone. So is what nobody is told of."""
    return Text(_TOO_LATE.get(act, _TOLD_TO_MEMBER), code=code, span=span(within))


_TOLD_TO_MEMBER = N_(
    "{code}: what was done more than {span} ago has been told to the member and is not taken back. Please choose"
    " another act below and give a reason; the member is told of it."
)
_TOLD_TO_NOBODY = N_(
    "{code}: what was done more than {span} ago is not taken back any more. What is recorded anew takes its place."
)
_TOO_LATE: Mapping[DifficultyAct, str] = {
    DifficultyAct.WORDED: _TOLD_TO_NOBODY,
    DifficultyAct.CORRECTED: _TOLD_TO_NOBODY,
    DifficultyAct.PROPOSED: N_(
        "{code}: what was sent to the leader more than {span} ago is not taken back any more. What is proposed anew"
        " takes its place; the member is told nothing of it."
    ),
}


def accepted_all(report: Report, count: int, at: datetime, within: timedelta, *, told: bool) -> Text:
    """All difficulties of a report were accepted at once."""
    said = NP_(
        "{count:count} difficulty of {code} was accepted at {at:clock}. {told}",
        "{count:count} difficulties of {code} were accepted at {at:clock}. {told}",
        by="count",
    )
    soon = Text(N_("The member is told in {span}."), span=span(within))
    nobody = Text(N_("Nobody of the member can be reached through the system; please call."))
    return Text(said, count=count, code=report.code, at=at, told=soon if told else nobody)


def all_taken_back(report: str, count: int) -> Text:
    """The acceptance of all difficulties of a report was taken back."""
    said = NP_(
        "{code}: the acceptance of {count:count} difficulty was taken back; the member is told nothing of it.",
        "{code}: the acceptance of {count:count} difficulties was taken back; the member is told nothing of it.",
        by="count",
    )
    return Text(said, code=report, count=count)


def none_waits(report: str) -> Text:
    """Nothing of a report is to be accepted, or to be taken back, at this moment."""
    return Text(N_("{code}: there is nothing to be done so at this moment; nothing was changed."), code=report)


def amended(report: Report) -> Text:
    """A button that accepts all stands under an earlier version."""
    return Text(N_("{code} has been amended since; please read it before accepting."), code=report.code)


def accepted_of(report: Report, cases: Sequence[Case]) -> Screen:
    """Tells the seat that several difficulties of a report were accepted at once."""
    said = Text(
        N_(
            "Of report {code}, {count:count} difficulties were accepted for handling on {at:date}: {codes}. The system"
            " will tell {you} when there are results."
        ),
        code=report.code,
        count=len(cases),
        at=cases[0].events[newest(cases[0].events) - 1].at,
        codes=", ".join(case.code for case in cases),
    )
    return Screen((said,), ((Choice(Text(N_("View status")), ShowReport(report.code)),),), silent=True)
