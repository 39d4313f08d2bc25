"""Whom the desk has to call: what is late, when and how they were reminded, and what came of calls before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.answering import Step
from bot.domain.calls import PAGE, CallMade, Late, Outcome, ToCall, pages
from bot.domain.directory import DirectoryEntry, DirectoryView, LinkState
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import OccurrenceState, SkipReason
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.verbs.calling import NoteCall, OpenCall, RecordCall
from bot.domain.verbs.directory import ListMembers, ShowCallList, ShowMember
from bot.screens.people.changing import ROLES

_NAMED = 2
"""So many late matters of somebody are named in the list."""


@dataclass(frozen=True)
class Shown:
    """Somebody to be called: when they were heard of last, and by late matter what was sent to them."""

    call: ToCall
    seen: datetime | None
    steps: tuple[Sequence[Step], ...]


def listed(here: Sequence[Shown], page: int, count: int, now: datetime, *, of_desk: bool) -> Screen:
    """One screen of the list, of `count` in all; officers alone record what came of a call."""
    lines = [
        Text(N_("<b>To be called</b> – page {page}/{pages}"), page=page + 1, pages=pages(count)),
        *(
            []
            if here
            else [Text(N_("Nobody has to be called: everybody can be reached, and nothing waits for a sign."))]
        ),
    ]
    for number, each in enumerate(here, page * PAGE + 1):
        lines += [BLANK, *_entry(number, each, now)]
    choices = [_to_one(number, each.call, of_desk=of_desk) for number, each in enumerate(here, page * PAGE + 1)]
    shown = [choice for choice in choices if choice]
    rows: list[Row] = [tuple(shown[i : i + 3]) for i in range(0, len(shown), 3)]
    return Screen(tuple(lines), (*rows, *_turning(page, pages(count)), (_LIST,)))


_LIST = Choice(Text(N_("Back to the list")), ListMembers(DirectoryView()))
_CALLS = Choice(Text(N_("Who must be called")), ShowCallList(0))


def _to_one(number: int, call: ToCall, *, of_desk: bool) -> Choice | None:
    label = Text(N_("Choose {number}"), number=number)
    if of_desk:
        return Choice(label, OpenCall(call.seat.id, call.person))
    return Choice(label, ShowMember(call.person, DirectoryView())) if call.entry else None


def _turning(page: int, count: int) -> list[Row]:
    row = [Choice(Text(N_("View previous page")), ShowCallList(page - 1))] if page else []
    if page + 1 < count:
        row.append(Choice(Text(N_("View next page")), ShowCallList(page + 1)))
    return [tuple(row)] if row else []


def _entry(number: int, shown: Shown, now: datetime) -> list[Text]:
    call = shown.call
    heading = Text(N_("{number}. {who}"), number=number, who=_who(call))
    reasons = [*_late(shown, _NAMED), *_away(call, now)]
    return [heading, *_number(call), *reasons, *_seen(shown), *([_made(call.last)] if call.last else [])]


def _who(call: ToCall) -> Text:
    organisation = Excerpt(call.seat.organisation)
    if call.entry is None or call.duty is None:
        return Text(N_("{organisation}: nobody is recorded for this member."), organisation=organisation)
    return Text(
        N_("{organisation} – {full_name} ({role})"),
        organisation=organisation,
        full_name=Excerpt(call.entry.person.full_name),
        role=Text(ROLES[call.duty.role]),
    )


def _number(call: ToCall) -> list[Text]:
    if call.entry is None:
        return []
    phone = call.entry.person.phone
    if not phone:
        return [Text(N_("Telephone: not recorded"))]
    lines = [Text(N_("Telephone: {phone}"), phone=Excerpt(phone))]
    return [*lines, *([Text(N_("This number was found to be wrong."))] if call.wrong_number else [])]


def _late(shown: Shown, most: int | None = None) -> list[Text]:
    late = list(zip(shown.call.late, shown.steps, strict=False))
    lines = [_reason(each, steps) for each, steps in late[:most]]
    if most and len(late) > most:
        more = NP_(
            "… and {count:count} other overdue matter.", "… and {count:count} other overdue matters.", by="count"
        )
        lines.append(Text(more, count=len(late) - most))
    return lines


def _reason(late: Late, steps: Sequence[Step]) -> Text:
    if late.announced:
        msgid = NP_(
            "Reason: receipt of announcement {code} not confirmed for {days:count} working day.",
            "Reason: receipt of announcement {code} not confirmed for {days:count} working days.",
            by="days",
        )
        return Text(msgid, code=late.matter.subject, days=late.days)
    return Text(
        NP_(
            "Reason: {what} is overdue by {days:count} working day, receipt not confirmed ({reminded}).",
            "Reason: {what} is overdue by {days:count} working days, receipt not confirmed ({reminded}).",
            by="days",
        ),
        what=what(late),
        days=late.days,
        reminded=_reminded(steps),
    )


def what(late: Late) -> Text:
    """What is late, in a few words."""
    if late.matter.kind is Kind.TASK:
        return Text(N_("task {code}"), code=late.matter.subject)
    return Text(N_("the report for {period}"), period=Period.parse(late.matter.subject))


def _reminded(steps: Sequence[Step]) -> Text:
    if not steps:
        return Text(N_("not reminded"))
    parts = [Text(N_("reminder of {day:short}: {state}"), day=step.day, state=became(step)) for step in steps]
    return joined(parts, "; ")


_BECAME: Mapping[OccurrenceState, str] = {
    OccurrenceState.PLANNED: N_("not sent yet"),
    OccurrenceState.QUEUED: N_("not sent yet"),
    OccurrenceState.SENT: N_("sent, not confirmed"),
    OccurrenceState.EXPIRED: N_("not sent"),
    OccurrenceState.FOLDED: N_("replaced by a later one"),
    OccurrenceState.SKIPPED: N_("not sent"),
    OccurrenceState.SUPERSEDED: N_("not needed"),
}


def became(step: Step) -> Text:
    """What became of a reminder: that the channel took it says nothing of whether it was read."""
    if step.state is OccurrenceState.SKIPPED and step.reason is SkipReason.UNREACHABLE:
        return Text(N_("not sent, the account cannot be reached"))
    return Text(_BECAME[step.state])


def _away(call: ToCall, now: datetime) -> list[Text]:
    lines = []
    if call.is_away and call.entry:
        lines.append(Text(N_("Reason: {reason}."), reason=why(call.entry, now)))
    if call.nobody_else and call.entry:
        lines.append(Text(N_("Nobody of this member can be reached.")))
    return lines


def _seen(shown: Shown) -> list[Text]:
    if shown.call.entry is None:
        return []
    at = Text("{at:stamp}", at=shown.seen) if shown.seen else Text(N_("never"))
    return [Text(N_("Last seen: {seen}."), seen=at)]


OUTCOMES: Mapping[Outcome, str] = {
    Outcome.SPOKEN: N_("spoken with"),
    Outcome.NO_ANSWER: N_("no answer, to be called again"),
    Outcome.WRONG_NUMBER: N_("the number is wrong"),
    Outcome.PASSED_ON: N_("passed on to somebody else"),
}
_LABELS: Mapping[Outcome, str] = {
    Outcome.SPOKEN: N_("Spoken with"),
    Outcome.NO_ANSWER: N_("No answer, again"),
    Outcome.WRONG_NUMBER: N_("Number is wrong"),
    Outcome.PASSED_ON: N_("Passed on"),
}


def _made(call: CallMade) -> Text:
    note = Text(N_(" Note: {words}"), words=Excerpt(call.note)) if call.note else None
    return Text(
        N_("Called at {at:stamp}: {outcome} ({by}).{note}"),
        at=call.at,
        outcome=Text(OUTCOMES[call.outcome]),
        by=call.by,
        note=note,
    )


def made_lines(found: Sequence[CallMade]) -> list[Text]:
    """What came of calls, each in a line."""
    return [_made(each) for each in found]


def one(shown: Shown, earlier: Sequence[CallMade], now: datetime) -> Screen:
    """Somebody to be called, and what can have come of it."""
    call = shown.call
    lines = [
        Text(N_("<b>Call</b>: {who}"), who=_who(call)),
        *_number(call),
        *_late(shown),
        *_away(call, now),
        *_seen(shown),
        *made_lines(earlier),
        Text(N_("Please call, then choose what came of it.")),
    ]
    last = call.last.id if call.last else 0
    outcomes = [
        Choice(Text(label), RecordCall(outcome, call.seat.id, call.person, last)) for outcome, label in _LABELS.items()
    ]
    view = (Choice(Text(N_("View member")), ShowMember(call.person, DirectoryView())),) if call.entry else ()
    return Screen(tuple(lines), (tuple(outcomes[:2]), tuple(outcomes[2:]), (*view, _CALLS)))


def to_call_choice(seat: int, person: int) -> Choice:
    """The way to call somebody."""
    return Choice(Text(N_("Call, record outcome")), OpenCall(seat, person))


_FOLLOWS: Mapping[Outcome, str] = {
    Outcome.SPOKEN: N_("They are not on the call list any more until the next deadline."),
    Outcome.NO_ANSWER: N_("They are on the call list again on the next working day."),
    Outcome.WRONG_NUMBER: N_("The administrators of the system are told; they stay on the call list."),
    Outcome.PASSED_ON: N_("They are not on the call list any more until the next deadline."),
}


def recorded(call: ToCall, outcome: Outcome, made: int) -> Screen:
    """What was recorded, and what follows."""
    said = Text(N_("Recorded – {who}: {outcome}."), who=_who(call), outcome=Text(OUTCOMES[outcome]))
    return Screen((said, Text(_FOLLOWS[outcome])), ((Choice(Text(N_("Add a note")), NoteCall(made)), _CALLS),))


def recorded_before(call: CallMade) -> Text:
    """A call was recorded while its screen was looked at."""
    msgid = N_("A call was recorded at {at:clock} already: {outcome} ({by}).")
    return Text(msgid, at=call.at, outcome=Text(OUTCOMES[call.outcome]), by=call.by)


def wrong_number(call: ToCall) -> Screen:
    """To an administrator."""
    phone = call.entry.person.phone if call.entry else ""
    said = Text(
        N_("The telephone number {phone} was found to be wrong – {who}. Please correct the roster."),
        phone=Excerpt(phone) if phone else Text(N_("not recorded")),
        who=_who(call),
    )
    view = Choice(Text(N_("View member")), ShowMember(call.person, DirectoryView()))
    return Screen((said,), ((view,),) if call.entry else ())


def note_heading(call: CallMade) -> Text:
    """Of which call it is."""
    return Text(N_("<b>Note on a call</b> – {call}"), call=_made(call))


def note_line(words: str) -> Sequence[Text]:
    """What will be kept."""
    return (Text(N_("Note: {words}"), words=Excerpt(words)),)


def noted() -> Text:
    """After a note was kept."""
    return Text(N_("The note on the call was recorded."))


KEEP_NOTE = Text(N_("Record note"))
GONE = Text(N_("messages do not arrive, the account was blocked or closed"))


def why(entry: DirectoryEntry, now: datetime) -> Text:
    """Why nothing that is sent reaches somebody."""
    match entry.state(now):
        case LinkState.UNREACHABLE:
            return GONE
        case LinkState.INVITED:
            return Text(N_("invited, the code was not used yet (valid until {until:short})"), until=entry.open_until)
        case LinkState.LAPSED:
            return Text(N_("not linked, the last code is no longer valid"))
        case _:
            return Text(N_("not invited yet"))
