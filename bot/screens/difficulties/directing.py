"""What the leader is asked about a difficulty, what the leader says, and how the desk is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.directing import Directed, awaits_opinion, directed, directions, proposal
from bot.domain.handling import WORDS, Case, newest
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.difficulties import ShowEvent
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.leading import (
    AgreeToProposal,
    ListOpinions,
    OpenDirection,
    ShowOpinion,
    UndoDirection,
    UrgeDifficulty,
)
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.task_desk import OpenAssigning
from bot.screens.difficulties.standing import SAID, standing
from bot.screens.reporting.acceptance import span

OPINIONS_SHOWN = 5
_HOME = Choice(Text(N_("Main screen")), ShowHome())
_BACK = Choice(Text(N_("‹ Back")), ListOpinions(0))


@dataclass(frozen=True)
class Asked:
    """A difficulty on which an opinion can be given; `weight` is how many members stand behind it."""

    case: Case
    weight: int
    names: Mapping[str, str]
    """Of those who did something."""
    may_urge: bool


def opinion(asked: Asked) -> Screen:
    """What the desk proposes, what leaders have said so far, and what can be said now."""
    case, number = asked.case, newest(asked.case.events)
    waits = awaits_opinion(case.events)
    lines = (
        _heading(asked),
        Text(N_("State: {state}."), state=standing(case.events)),
        *_proposal(case, asked.names),
        *(_said(each, asked.names) for each in directions(case.events)[-2:]),
        Text(
            N_(
                "Please give an opinion. It is recorded for the Standing Body to carry out; a directing document is"
                " issued under the rules."
            )
        ),
    )
    agree = Choice(Text(N_("Agree to the proposal")), AgreeToProposal(case.code, number), Weight.SEND)
    own = N_("Give another opinion") if waits else N_("Give an opinion")
    say: Row = (*((agree,) if waits else ()), Choice(Text(own), OpenDirection(case.code, number)))
    urge = Choice(Text(N_("Have it urged")), UrgeDifficulty(case.code, number), Weight.SEND)
    file = Choice(Text(N_("View the file")), ShowReport(case.code))
    return Screen(lines, (say, *(((urge,),) if asked.may_urge else ()), (file, _BACK)))


def _heading(asked: Asked) -> Text:
    content = Excerpt(asked.case.difficulty.answers["content"])
    alone, several = N_("<b>{code}</b> – {content}"), N_("<b>{code}</b> – {content} ({weight:count} members)")
    msgid = several if asked.weight > 1 else alone
    return Text(msgid, code=asked.case.code, content=content, weight=asked.weight)


def _proposal(case: Case, names: Mapping[str, str]) -> Sequence[Text]:
    asked = proposal(case.events)
    if asked is None:
        return ()
    view = Choice(Text(N_("View the proposal")), ShowEvent(case.code, case.events.index(asked) + 1))
    said = N_("Proposal of the Standing Body ({who}, {at:stamp}): {words}")
    words = Excerpt(str(asked.detail[WORDS]), view)
    return (Text(said, who=names.get(asked.actor, ""), at=asked.at, words=words),)


def _said(each: Directed, names: Mapping[str, str]) -> Text:
    msgid = N_("Said so far ({who}, {at:stamp}): {what}")
    return Text(msgid, who=names.get(each.actor, ""), at=each.at, what=_what(each))


def _what(each: Directed, view: Choice | None = None) -> Text:
    return Text(SAID[each.direction], words=Excerpt(each.words, view))


def asked_for(case: Case, weight: int, names: Mapping[str, str]) -> Screen:
    """Tells a leader that the desk asks for an opinion; the newest event is that."""
    found = opinion(Asked(case, weight, names, may_urge=False))
    return replace(found, rows=(*found.rows[:-1], (found.rows[-1][0],)))


def beside(screen: Screen, code: str) -> Screen:
    """Return the page of a difficulty with the way to an opinion on it."""
    return replace(screen, rows=((Choice(Text(N_("Give an opinion")), ShowOpinion(code)),), *screen.rows))


def waiting(found: Sequence[Asked], page: int, pages: int, total: int) -> Screen:
    """A page of the difficulties that wait for an opinion, the longest waiting first."""
    if not found:
        return Screen((Text(N_("Nothing waits for an opinion.")),), ((_HOME,),))
    first = page * OPINIONS_SHOWN + 1
    heading = Text(
        N_("<b>Waiting for an opinion</b> ({first}–{last}/{total})"),
        first=first,
        last=first + len(found) - 1,
        total=total,
    )
    lines = [_waiting(number, each.case) for number, each in enumerate(found, 1)]
    choices = [Choice(Text(N_("Choose {number}"), number=n), ShowOpinion(e.case.code)) for n, e in enumerate(found, 1)]
    rows: list[Row] = [tuple(choices[i : i + 3]) for i in range(0, len(choices), 3)]
    before = (Choice(Text(N_("Previous page")), ListOpinions(page - 1)),) if page else ()
    after = (Choice(Text(N_("Next page")), ListOpinions(page + 1)),) if page + 1 < pages else ()
    turning: list[Row] = [(*before, *after)] if before or after else []
    return Screen((heading, *lines), (*rows, *turning, (_HOME,)))


def _waiting(number: int, case: Case) -> Text:
    asked = proposal(case.events)
    assert asked is not None
    return Text(
        N_("{number}. {code} – asked at {at:stamp}: {words}"),
        number=number,
        code=case.code,
        at=asked.at,
        words=Excerpt(str(asked.detail[WORDS])),
    )


def noted(case: Case, within: timedelta, following: str, *, told: bool) -> Screen:
    """A direction was recorded; it can be taken back as long as the desk is not told."""
    event = case.events[-1]
    soon = N_("The opinion on {code} was recorded at {at:stamp}; the Standing Body is told in {span}.")
    nobody = N_(
        "The opinion on {code} was recorded at {at:stamp}. No officer can be reached through the system at present; it"
        " stands in the list of what waits for the Standing Body."
    )
    said = Text(soon if told else nobody, code=case.code, at=event.at, span=span(within))
    undo = Choice(Text(N_("Undo")), UndoDirection(case.code, len(case.events)))
    on = Choice(Text(N_("Open next item")), ShowOpinion(following)) if following else None
    return Screen((said,), ((undo, *((on,) if on else ())), (_HOME,)))


def taken_back(code: str) -> Text:
    """A direction was taken back in time."""
    return Text(N_("{code}: the opinion was taken back; the Standing Body is told nothing of it."), code=code)


def too_late(code: str, within: timedelta) -> Text:
    """The desk has been told, or somebody has done something since."""
    msgid = N_(
        "{code}: an opinion is taken back within {span}, and as long as nothing was done after it. Please give another"
        " opinion instead; the Standing Body is told of it."
    )
    return Text(msgid, code=code, span=span(within))


def closed(case: Case) -> Text:
    """Nothing can be said of a difficulty at this moment."""
    msgid = N_("{code} stands at: {state}. No opinion is recorded on it now.")
    return Text(msgid, code=case.code, state=standing(case.events))


def urged_before(code: str, at: datetime) -> Text:
    """A second press."""
    return Text(
        N_("{code}: it was asked for at {at:stamp} that this be urged; the Standing Body has it."), code=code, at=at
    )


def not_late(code: str) -> Text:
    """What is in time is not urged."""
    return Text(N_("{code} is not overdue; nothing was recorded."), code=code)


def to_desk(case: Case, who: str) -> Screen:
    """Tells an officer what a leader said; the newest event is that."""
    number = len(case.events)
    view = Choice(Text(N_("View in full")), ShowEvent(case.code, number))
    said = Text(
        N_("<b>Opinion of the leader on {code}</b> ({who}, {at:stamp})"), code=case.code, who=who, at=case.events[-1].at
    )
    page = Choice(Text(N_("View {code}"), code=case.code), ShowReport(case.code))
    what = directed(case.events, number - 1)
    assign = [Choice(Text(N_("Turn into a task")), OpenAssigning(case.code, number))] if what.words else []
    return Screen((said, _what(what, view)), ((page, *assign),))


def sent_to_leaders(code: str, within: timedelta, *, told: bool) -> Text:
    """What an officer is told who asked for an opinion."""
    if told:
        return Text(N_("{code}: recorded; the leader is asked in {span}."), code=code, span=span(within))
    msgid = N_("{code}: recorded. No leader can be reached through the system at present; it stands on their screen.")
    return Text(msgid, code=code)
