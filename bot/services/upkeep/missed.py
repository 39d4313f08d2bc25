"""Who was out of reach learns what was missed; until then the desk and the operator can see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.difficulties import DifficultyAct
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Actor, Role
from bot.domain.reports import Filed
from bot.domain.texts import Text
from bot.screens import missed as wording
from bot.screens.missed import Missed
from storage import addressees, filed, missed, people, reach
from storage.missed import OutOfReach, Unseen
from storage.outbox import Message, OutboxState
from storage.rows import instant, iso
from storage.unit import Unit

_OWN = frozenset(
    {
        TopicKind.DRAFT,
        TopicKind.UNASKED,
        TopicKind.TASK,
        TopicKind.PROVISIONAL,
        TopicKind.DOSSIER,
        TopicKind.MISSED,
        TopicKind.REMOVAL,
        TopicKind.UNDELIVERED,
    }
)
"""What somebody asked for by an act of their own can be asked for again; lists of lost messages are not listed."""
_WITH_COPY = frozenset({TopicKind.ATTACHMENT, TopicKind.ESCALATION})
"""Beside the copy of the same report these need no line of their own."""


def on_return(unit: Unit, actor: Actor) -> Sequence[Operation]:
    """An account that had been out of reach writes again: tell it, once, what did not arrive.

    It counts as told when the list has been delivered (`ended`); if that fails, the next list covers it too.
    """
    since = actor.missed_since
    if since is None or missed.list_is_under_way(unit.db, actor.account):
        return []
    reach.set_reachable(unit.db, actor.account)
    found = missed_by(unit, actor.account, actor.person.id, since)
    if not found:
        missed.told_until(unit.db, actor.account, unit.now)
        return []
    topic = Topic(TopicKind.MISSED, {"until": iso(unit.now)})
    return [Send(actor.to, wording.list_(since, found), topic=topic)]


def ended(unit: Unit, message: Message, state: OutboxState) -> None:
    """A list has ended: where it arrived, what it lists has been told."""
    if state is OutboxState.SENT and message.account and message.topic:
        missed.told_until(unit.db, message.account, instant(message.topic.arguments["until"]))


def missed_by(unit: Unit, account: int, person: int, since: datetime) -> list[Missed]:
    """Return what an account has not got since an instant: ad hoc reports first, then in order of time."""
    unseen = {(u.topic.kind, *u.topic.arguments.values()): u for u in _unseen(unit, account, person, since)}
    copied = {u.topic.arguments["code"] for u in unseen.values() if u.topic.kind is TopicKind.DESK_COPY}
    kept = [u for u in unseen.values() if not _is_with_copy(u, copied)]
    known = filed.by_code(unit.db, {str(u.topic.arguments["code"]) for u in kept if "code" in u.topic.arguments})
    found = [_missed(u, known.get(str(u.topic.arguments.get("code")))) for u in kept]
    return sorted(found, key=lambda each: (not each.adhoc, each.at))


def lines(unit: Unit, limit: int) -> list[Text]:
    """Return a line for each of the first accounts out of reach that miss something: whose, since when, and what."""
    found = (_line(unit, each) for each in missed.out_of_reach(unit.db, unit.today, limit))
    return list(filter(None, found))


def lines_of(unit: Unit, account: int) -> list[Text]:
    """Return the line of one account, if it misses something."""
    found = (_line(unit, each) for each in missed.out_of_reach(unit.db, unit.today) if each.account == account)
    return list(filter(None, found))


def _line(unit: Unit, each: OutOfReach) -> Text | None:
    found = missed_by(unit, each.account, each.person, each.since)
    return wording.who_misses_what(each.full_name, each.since, found) if found else None


def officers_out_of_reach(unit: Unit) -> list[OutOfReach]:
    """Return the officers to whom nothing arrives by any account."""
    return [
        each
        for each in missed.out_of_reach(unit.db, unit.today)
        # One with another account that works has got the copy there.
        if Role.SECRETARIAT in _roles(unit, each.person) and not addressees.reachable_accounts(unit.db, each.person)
    ]


def _unseen(unit: Unit, account: int, person: int, since: datetime) -> Iterable[Unseen]:
    """Later ones take the place of earlier ones about the same: what was queued says best when it would have come."""
    roles = _roles(unit, person)
    yield from missed.handled_unseen(unit.db, account, person, since)
    seats = people.seats_of_person(unit.db, person, MEMBER_ROLES, unit.today)
    yield from missed.difficulties_unseen(unit.db, account, seats, since)
    if Role.SECRETARIAT in roles:
        yield from missed.filed_unseen(unit.db, account, since)
        yield from missed.said_unseen(unit.db, account, DifficultyAct.DIRECTED, since)
    if Role.LEADER in roles:
        yield from missed.escalated_unseen(unit.db, account, since)
        yield from missed.said_unseen(unit.db, account, DifficultyAct.PROPOSED, since)
    if roles & {Role.SECRETARIAT, Role.LEADER}:
        yield from missed.frozen_unseen(unit.db, account, since)
    yield from (u for u in missed.ended_unseen(unit.db, account, since) if u.topic.kind not in _OWN)


def _roles(unit: Unit, person: int) -> frozenset[Role]:
    return frozenset(duty.role for duty in people.duties_of(unit.db, person, unit.today))


def _is_with_copy(unseen: Unseen, copied: Iterable[str]) -> bool:
    return unseen.topic.kind in _WITH_COPY and unseen.topic.arguments["code"] in copied


def _missed(unseen: Unseen, report: Filed | None) -> Missed:
    if report is None:
        return Missed(unseen.topic, unseen.at)
    return Missed(unseen.topic, unseen.at, report.organisation, report.adhoc)
