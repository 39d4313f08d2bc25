"""The seats whose people have to be called: nothing that is sent reaches them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.directory import Call, DirectoryEntry, DirectoryView, LinkState
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.directory import ListMembers, ShowCallList, ShowMember
from bot.screens.people.changing import ROLES

PAGE = 5
"""Persons on one screen: each takes several lines."""


def pages(count: int) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // PAGE))


def seats(found: Sequence[Call], page: int, now: datetime) -> Screen:
    """One screen of the list: whom to call, under which number, and why nothing arrives."""
    here = found[page * PAGE : (page + 1) * PAGE]
    lines = [
        Text(N_("<b>To be called</b> – page {page}/{pages}"), page=page + 1, pages=pages(len(found))),
        *([] if here else [Text(N_("Somebody of every member can be reached."))]),
    ]
    for number, call in enumerate(here, page * PAGE + 1):
        lines += [BLANK, *_entry(number, call, now)]
    choices = [
        Choice(Text(N_("Choose {number}"), number=number), ShowMember(call.entry.person.id, DirectoryView()))
        for number, call in enumerate(here, page * PAGE + 1)
        if call.entry
    ]
    rows: list[Row] = [tuple(choices[i : i + 3]) for i in range(0, len(choices), 3)]
    return Screen(tuple(lines), (*rows, *_turning(page, pages(len(found))), (_LIST,)))


_LIST = Choice(Text(N_("Back to the list")), ListMembers(DirectoryView()))


def _turning(page: int, count: int) -> list[Row]:
    row = [Choice(Text(N_("View previous page")), ShowCallList(page - 1))] if page else []
    if page + 1 < count:
        row.append(Choice(Text(N_("View next page")), ShowCallList(page + 1)))
    return [tuple(row)] if row else []


def _entry(number: int, call: Call, now: datetime) -> list[Text]:
    organisation = Excerpt(call.seat.organisation)
    if call.entry is None or call.duty is None:
        return [
            Text(
                N_("{number}. {organisation}: nobody is recorded for this member."),
                number=number,
                organisation=organisation,
            )
        ]
    who = call.entry.person
    lines = [
        Text(
            N_("{number}. {organisation} – {full_name} ({role})"),
            number=number,
            organisation=organisation,
            full_name=Excerpt(who.full_name),
            role=Text(ROLES[call.duty.role]),
        ),
        Text(N_("Telephone: {phone}"), phone=Excerpt(who.phone)) if who.phone else Text(N_("Telephone: not recorded")),
        Text(N_("Reason: {reason}. Last seen: {seen}."), reason=why(call.entry, now), seen=_seen(call.entry)),
    ]
    if call.nobody_else:
        lines.append(Text(N_("Nobody of this member can be reached.")))
    return lines


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


def _seen(entry: DirectoryEntry) -> Text:
    return Text("{at:stamp}", at=entry.last_seen) if entry.last_seen else Text(N_("never"))
