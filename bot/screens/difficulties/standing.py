"""Where a difficulty stands, and the way it has gone, as lines with dates and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from bot.domain.difficulties import INTERNAL, DifficultyAct, DifficultyEvent, DifficultyState, current_state
from bot.domain.directing import DIRECTION, Direction
from bot.domain.following import times_raised
from bot.domain.handling import (
    ADVICE,
    AGENCY,
    COUNTED,
    DATED,
    DOCUMENT,
    INTO,
    SILENCE,
    UNTIL,
    WORDS,
    files_of,
    is_solved,
)
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.verbs.difficulties import ShowEvent, ShowWay
from bot.domain.verbs.lookup import ShowReport
from bot.domain.wordings import PROPOSAL
from bot.screens.difficulties.classifying import both_of, line_of

STATES: Mapping[DifficultyState, str] = {
    DifficultyState.SENT: N_("sent, waits for acceptance"),
    DifficultyState.ACCEPTED: N_("accepted for handling (difficulty)"),
    DifficultyState.ASKED: N_("more was asked for"),
    DifficultyState.FORWARDED: N_("forwarded to the competent authority"),
    DifficultyState.ANSWERED: N_("there is a result"),
    DifficultyState.RETURNED: N_("returned to be put in order"),
    DifficultyState.NOT_ACCEPTED: N_("not accepted (difficulty)"),
    DifficultyState.MERGED: N_("followed together with another one"),
    DifficultyState.WITHDRAWN: N_("withdrawn"),
    DifficultyState.CLOSED: N_("closed, nobody has said that it is solved"),
}
SOLVED = N_("solved, as the member says")
"""Not closed: that is an act of the desk, or of time; this is what has come of it."""
SHOWN = 6
"""So many of the last events stand on the screen of a difficulty; all of them on pages of their own."""
PER_PAGE = 8


def standing(events: Sequence[DifficultyEvent]) -> Text:
    """Where a difficulty stands after these events, in a few words."""
    return Text(SOLVED if is_solved(events) else STATES[current_state(events)])


def become_of(events: Sequence[DifficultyEvent]) -> Text | None:
    """Where a difficulty stands, for lists; None where it was only sent."""
    return None if current_state(events) is DifficultyState.SENT else standing(events)


def way(
    code: str,
    events: Sequence[DifficultyEvent],
    names: Mapping[str, str],
    first: int = 0,
    end: int | None = None,
    *,
    inside: bool,
) -> list[Text]:
    """What happened, a line each from line `first`, which counts from 0; `names` are those of who acted.

    The words of an event that finds no room can be viewed alone. What was taken back has no line; what passed between
    the desk and its leader has one for readers `inside` alone.
    """
    return [
        Text(
            N_("{number}. {at:date}: {what}"),
            number=line,
            at=events[number - 1].at,
            what=happened(events, number - 1, names, Choice(view_label(line), ShowEvent(code, number))),
        )
        for line, number in list(enumerate(_lines_of(events, inside=inside), 1))[first:end]
    ]


def _lines_of(events: Sequence[DifficultyEvent], *, inside: bool) -> list[int]:
    """The numbers of the events that have a line, the first being 1."""
    without = {DifficultyAct.UNDONE, *(() if inside else INTERNAL)}
    return [number for number, event in enumerate(events, 1) if event.act not in without]


def view_label(number: int) -> Text:
    """What the choice is called that shows one line of the way in full."""
    return Text(N_("View line {number}"), number=number)


def shown_last(
    code: str, events: Sequence[DifficultyEvent], names: Mapping[str, str], *, inside: bool
) -> tuple[list[Text], list[Row]]:
    """The way as far as the screen of a difficulty has room for it, and the choice that shows the rest."""
    left_out = max(0, len(_lines_of(events, inside=inside)) - SHOWN)
    lines = way(code, events, names, left_out, inside=inside)
    if not left_out:
        return lines, []
    more = Text(N_("Earlier lines: {count:count}."), count=left_out)
    return [more, *lines], [(Choice(Text(N_("View the whole way")), ShowWay(code, 0)),)]


def way_screen(
    code: str, events: Sequence[DifficultyEvent], names: Mapping[str, str], page: int, *, inside: bool
) -> Screen:
    """A page of all that happened."""
    pages = max(1, -(-len(_lines_of(events, inside=inside)) // PER_PAGE))
    page = min(page, pages - 1)
    before = (Choice(Text(N_("Previous page")), ShowWay(code, page - 1)),) if page else ()
    after = (Choice(Text(N_("Next page")), ShowWay(code, page + 1)),) if page + 1 < pages else ()
    turning: list[Row] = [(*before, *after)] if before or after else []
    heading = Text(N_("<b>{code}</b> – what has happened ({page}/{pages})"), code=code, page=page + 1, pages=pages)
    lines = way(code, events, names, page * PER_PAGE, (page + 1) * PER_PAGE, inside=inside)
    back = Choice(Text(N_("View {code}"), code=code), ShowReport(code))
    return Screen((heading, *lines), (*turning, (back,)))


def event_screen(code: str, events: Sequence[DifficultyEvent], number: int, names: Mapping[str, str]) -> Screen:
    """One thing that happened, in full; `number` counts from 1."""
    event = events[number - 1]
    heading = Text(N_("<b>{code}</b>, {at:stamp}"), code=code, at=event.at)
    return Screen((heading, BLANK, Text(N_("{text}"), text=happened(events, number - 1, names))))


def happened(
    events: Sequence[DifficultyEvent], number: int, names: Mapping[str, str], view: Choice | None = None
) -> Text:
    """What event `number`, counted from 0, was, in words; long ones can be cut where `view` shows them."""
    event = events[number]
    line = _LINES[event.act](event)
    who = names.get(event.actor, "")
    detail = event.detail
    return Text(
        line,
        who=who,
        by=Text(N_(" ({who})"), who=who) if who else None,
        times=times_raised(events[: number + 1]),
        words=Excerpt(str(detail.get(WORDS, "")), view),
        said=Text(N_(": {words}"), words=Excerpt(str(detail[WORDS]), view)) if detail.get(WORDS) else None,
        until=_instant(detail.get(UNTIL)),
        agency=detail.get(AGENCY, ""),
        into=detail.get(INTO, ""),
        **(both_of(event, view) if event.act is DifficultyAct.CORRECTED else {}),
        asked_by=reply_by(event) if event.act is DifficultyAct.FORWARDED else None,
        sent_by=sent_by(event),
        document=document_of(event),
        proposed=Text(N_(" Proposal: {proposal}"), proposal=Excerpt(str(detail[PROPOSAL]), view))
        if detail.get(PROPOSAL)
        else None,
        advice=Text(N_(" What can be done: {advice}."), advice=Excerpt(str(detail[ADVICE]), view))
        if detail.get(ADVICE)
        else None,
    )


def result_text(event: DifficultyEvent) -> Text:
    """A result alone: its words, whole, and its document."""
    return Text(N_("{words}.{document}"), words=str(event.detail[WORDS]), document=document_of(event))


def document_of(event: DifficultyEvent) -> Text | None:
    """The document of a result, with its day where that is known, and how many files go with it; None without any."""
    number, day, files = event.detail.get(DOCUMENT), event.detail.get(DATED), len(files_of(event))
    dated = Text(N_(" of {day:date}"), day=date.fromisoformat(str(day))) if day else None
    named = [Text(N_(" Document: {number}{dated}."), number=number, dated=dated)] if number else []
    counted = [Text(N_(" Attached files: {count:count}."), count=files)] if files else []
    return joined([*named, *counted], "") if named or counted else None


def sent_by(event: DifficultyEvent) -> Text | None:
    """The document that a difficulty was forwarded with; None where none was named."""
    number = event.detail.get(DOCUMENT)
    return Text(N_(" (document {number})"), number=str(number)) if number else None


def reply_by(event: DifficultyEvent) -> Text | None:
    """Until when an authority is asked to reply; where its days end on a day off, that day too."""
    until, counted = event.detail.get(UNTIL), event.detail.get(COUNTED)
    if not until:
        return None
    day = date.fromisoformat(str(until)[:10])
    if not counted:
        return Text(N_(", asked to reply before {day:date}"), day=day)
    return Text(
        N_(", asked to reply before {day:date} ({counted:date} is a day off)"),
        day=day,
        counted=date.fromisoformat(str(counted)),
    )


def _instant(until: object) -> datetime | None:
    return datetime.fromisoformat(str(until)) if until else None


def _closed(event: DifficultyEvent) -> str:
    if event.detail.get(SILENCE):
        return N_("closed, as nothing was said of the result until {until:stamp}; this does not say that it is solved")
    return N_("closed by the Standing Body{by}. Reason: {words}")


SAID: Mapping[Direction, str] = {
    Direction.AGREED: N_("agrees to the proposal: {words}"),
    Direction.OWN: N_("opinion: {words}"),
    Direction.URGED: N_("asks that it be urged"),
}
"""What a leader said, in a few words."""
_DIRECTED: Mapping[Direction, str] = {
    Direction.AGREED: N_("the leader agrees to the proposal{by}"),
    Direction.OWN: N_("opinion of the leader{by}: {words}"),
    Direction.URGED: N_("the leader asks that it be urged{by}"),
}


def _directed(event: DifficultyEvent) -> str:
    return _DIRECTED[Direction(str(event.detail[DIRECTION]))]


def _plain(line: str) -> Callable[[DifficultyEvent], str]:
    return lambda _event: line


_LINES: Mapping[DifficultyAct, Callable[[DifficultyEvent], str]] = {
    DifficultyAct.SENT: _plain(N_("sent{by}")),
    DifficultyAct.ACCEPTED: _plain(N_("accepted for handling{by}")),
    DifficultyAct.ASKED: _plain(N_("more was asked for, until {until:stamp}: {words}")),
    DifficultyAct.SUPPLEMENTED: _plain(N_("added by the member{by}{said}")),
    DifficultyAct.LAPSED: _plain(N_("what was asked for did not come in time; it is looked at as it is")),
    DifficultyAct.FORWARDED: _plain(N_("forwarded to {agency}{sent_by}{asked_by}")),
    DifficultyAct.ANSWERED: _plain(N_("result: {words}.{document}")),
    DifficultyAct.RETURNED: _plain(N_("returned to be put in order. Reason: {words}")),
    DifficultyAct.NOT_ACCEPTED: _plain(N_("not accepted. Reason: {words}.{advice}")),
    DifficultyAct.MERGED: _plain(N_("followed together with {into}")),
    DifficultyAct.UNMERGED: _plain(N_("followed by itself again, not with {into} any more")),
    DifficultyAct.WITHDRAWN: _plain(N_("withdrawn{by}")),
    DifficultyAct.CLOSED: _closed,
    DifficultyAct.RAISED_AGAIN: _plain(N_("named for the {times}. time{by}{said}")),
    DifficultyAct.PARTLY_SOLVED: _plain(N_("solved in part, as the member says{by}{said}")),
    DifficultyAct.SOLVED: _plain(N_("solved, as the member says{by}{said}")),
    DifficultyAct.NOT_SOLVED: _plain(N_("not solved, as the member says{by}{said}; looked at again")),
    DifficultyAct.REOPENED: _plain(N_("opened again by the Standing Body{by}. Reason: {words}")),
    DifficultyAct.WORDED: _plain(N_("worded for the document by the Standing Body{by}: {words}.{proposed}")),
    DifficultyAct.WORDING_SENT: _plain(N_("wording sent to the member to be confirmed")),
    DifficultyAct.WORDING_CONFIRMED: _plain(N_("the member agrees to the wording{by}")),
    DifficultyAct.WORDING_OBJECTED: _plain(N_("the member asks for another wording{by}{said}")),
    DifficultyAct.CORRECTED: line_of,
    DifficultyAct.PROPOSED: _plain(N_("opinion of the leader asked for{by}. Proposal: {words}")),
    DifficultyAct.DIRECTED: _directed,
    DifficultyAct.UNDONE: _plain(N_("taken back by the Standing Body before anybody was told of it")),
}
