"""Announcements as the desk follows them: the list, one of them, and person by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.broadcasts import Audience, Broadcast, Chosen, Fate, State
from bot.domain.characters import cut
from bot.domain.directory import DirectoryEntry, LinkState
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.broadcasts import (
    ListBroadcasts,
    OpenBroadcast,
    RepeatBroadcast,
    ShowBroadcast,
    ShowBroadcastState,
    StopBroadcast,
)
from bot.domain.verbs.home import ShowHome
from bot.screens.announced import counts
from bot.screens.difficulties.handling import two_in_a_row
from bot.screens.people.calling import GONE, why

LIST = Choice(Text(N_("Announcements")), ListBroadcasts(0))
_NEW = Choice(Text(N_("Write announcement")), OpenBroadcast())
_HOME = Choice(Text(N_("Main screen")), ShowHome())
_SHOWN, _TYPED = 80, 40
_BUTTONS_IN_ROW = 3
AUDIENCES: Mapping[Audience, str] = {
    Audience.BODY: N_("the members of {which}"),
    Audience.ROLE: N_("everybody with the role: {which}"),
    Audience.SEATS: N_("members by name: {which}"),
    Audience.UNFILED: N_("whose report for {which} has not come"),
    Audience.UNCONFIRMED: N_("who has not confirmed {which}"),
}
_LABELS: Mapping[State, str] = {
    State.QUEUED: N_("Waiting ({count})"),
    State.SENT: N_("Sent ({count})"),
    State.CONFIRMED: N_("Confirmed ({count})"),
    State.FAILED: N_("Undelivered ({count})"),
    State.STOPPED: N_("Stopped ({count})"),
    State.UNOPENED: N_("Not opened ({count})"),
    State.UNREACHABLE: N_("Not reachable ({count})"),
    State.LEFT_OUT: N_("Left out ({count})"),
}
_STATES: Mapping[State, str] = {
    State.QUEUED: N_("waiting to be sent"),
    State.SENT: N_("sent"),
    State.CONFIRMED: N_("sent and confirmed"),
    State.FAILED: N_("not delivered"),
    State.STOPPED: N_("stopped before being sent"),
    State.UNOPENED: N_("sent and not opened"),
    State.UNREACHABLE: N_("not reachable"),
    State.LEFT_OUT: N_("left out"),
}
_WHY: Mapping[Fate, str] = {
    Fate.LOST: N_("the message did not arrive"),
    Fate.DUTY: N_("holds the duty no longer"),
    Fate.FILED: N_("the report came before"),
    Fate.LATE: N_("its time had passed"),
}


@dataclass(frozen=True)
class About:
    """An announcement with the names on its page: who made it, who stopped it, whom it is for, and the counts."""

    made: Broadcast
    by: str
    stopped_by: str
    called: object
    counts: Mapping[State, int]


@dataclass(frozen=True)
class Listed:
    """A recipient in a list; `entry` is None for somebody who holds no duty any more."""

    full_name: str
    organisation: str
    fate: Fate
    confirmed_at: datetime | None
    entry: DirectoryEntry | None


def audience(chosen: Chosen, called: object) -> Text:
    """Return whom an announcement is for, in a few words."""
    which = cut(called, _SHOWN) if isinstance(called, str) else called
    return Text(AUDIENCES[chosen.audience], which=which)


def listed(found: Sequence[Broadcast], page: int, pages: int, now: datetime) -> Screen:
    """A page of the announcements."""
    heading = Text(N_("<b>Announcements</b> – page {page}/{pages}"), page=page + 1, pages=pages)
    lines = [heading, *([] if found else [Text(N_("Nothing has been announced yet."))])]
    for number, each in enumerate(found, 1):
        said = N_('{number}. {code}, {state}: "{words}"')
        words = Excerpt(cut(each.words, _SHOWN))
        lines.append(Text(said, number=number, code=each.code, state=_standing(each, now), words=words))
    open_ = [
        Choice(Text(N_("Choose {number}"), number=number), ShowBroadcast(each.id))
        for number, each in enumerate(found, 1)
    ]
    rows: list[Row] = [tuple(open_[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(open_), _BUTTONS_IN_ROW)]
    turns = _turns(page, pages, [ListBroadcasts(max(page - 1, 0)), ListBroadcasts(page + 1)])
    return Screen(tuple(lines), (*rows, *turns, (_NEW, _HOME)))


def _standing(made: Broadcast, now: datetime) -> Text:
    if made.stopped_at:
        return Text(N_("stopped at {at:stamp}"), at=made.stopped_at)
    if not made.has_begun(now):
        return Text(N_("to be sent at {at:full}"), at=made.send_at)
    return Text(N_("sent at {at:stamp}") if made.ended_at else N_("being sent since {at:stamp}"), at=made.send_at)


def page(about: About, now: datetime) -> Screen:
    """One announcement: its words, whom it is for, how many stand where, and what can be done."""
    made = about.made
    lines = [
        Text(N_("<b>{code}</b> – {state}"), code=made.code, state=_standing(made, now)),
        Text(N_('"{text}"'), text=Excerpt(made.words)),
        Text(N_("For: {audience}."), audience=audience(made.chosen, about.called)),
        Text(N_("Announced by: {who}, {at:stamp}."), who=about.by, at=made.made_at),
        *([Text(N_("Attached files: {count:count}"), count=len(made.files))] if made.files else []),
        *(
            [Text(N_("Stopped by: {who}, {at:stamp}."), who=about.stopped_by, at=made.stopped_at)]
            if made.stopped_at
            else []
        ),
        BLANK,
        *counts(made, about.counts),
    ]
    states = [
        Choice(Text(_LABELS[state], count=count), ShowBroadcastState(made.id, state, 0))
        for state, count in about.counts.items()
        if count
    ]
    return Screen(tuple(lines), (*two_in_a_row(states), *_acts(about), (LIST, _HOME)))


def _acts(about: About) -> list[Row]:
    made = about.made
    rows: list[Row] = []
    if made.ended_at is None and made.stopped_at is None:
        stop = Choice(Text(N_("Stop sending")), StopBroadcast(made.id), Weight.DESTRUCTIVE)
        anew = Choice(Text(N_("Show anew")), ShowBroadcast(made.id))
        rows.append((stop, anew))
    if made.confirm and about.counts[State.SENT]:
        rows.append((Choice(Text(N_("Send to unconfirmed")), RepeatBroadcast(made.id)),))
    return rows


def recipients(made: Broadcast, state: State, found: Sequence[Listed], page: int, pages: int, now: datetime) -> Screen:
    """A page of the recipients in a state; where somebody did not get it, why."""
    heading = N_("<b>{code}</b> – {state}, page {page}/{pages}")
    lines = [Text(heading, code=made.code, state=Text(_STATES[state]), page=page + 1, pages=pages)]
    lines += [_line(each, now) for each in found]
    steps = [ShowBroadcastState(made.id, state, max(page - 1, 0)), ShowBroadcastState(made.id, state, page + 1)]
    back = Choice(Text(N_("‹ Back")), ShowBroadcast(made.id))
    return Screen(tuple(lines), (*_turns(page, pages, steps), (back,)))


def _turns(page: int, pages: int, steps: Sequence[ListBroadcasts | ShowBroadcastState]) -> list[Row]:
    row = [Choice(Text(N_("View previous page")), steps[0])] if page else []
    if page + 1 < pages:
        row.append(Choice(Text(N_("View next page")), steps[1]))
    return [tuple(row)] if row else []


def _line(each: Listed, now: datetime) -> Text:
    of = Text(N_(" ({organisation})"), organisation=Excerpt(each.organisation)) if each.organisation else None
    reason = _reason(each, now)
    said = N_("• {full_name}{of}: {why}") if reason else N_("• {full_name}{of}")
    return Text(said, full_name=Excerpt(each.full_name), of=of, why=reason)


def _reason(each: Listed, now: datetime) -> Text | None:
    if each.fate is Fate.CONFIRMED:
        return Text(N_("confirmed at {at:stamp}"), at=each.confirmed_at)
    if each.fate is Fate.GONE:
        return GONE
    if each.fate is Fate.UNREACHABLE:
        away = each.entry is not None and each.entry.state(now) is not LinkState.LINKED
        return why(each.entry, now) if away and each.entry else Text(N_("could not be reached at that time"))
    return Text(_WHY[each.fate]) if each.fate in _WHY else None


def not_found(typed: str) -> Text:
    """No announcement has the code that was typed."""
    return Text(N_('There is no announcement "{typed}".'), typed=cut(typed, _TYPED))


def stopped_before(made: Broadcast, who: str) -> Text:
    """Another officer was first."""
    return Text(N_("{code} was stopped already by {who} at {at:stamp}."), code=made.code, who=who, at=made.stopped_at)


def ended_before(made: Broadcast) -> Text:
    """There is nothing left to be stopped."""
    return Text(N_("{code} had been sent already; nothing was left to stop."), code=made.code)
