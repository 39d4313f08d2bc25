"""The close of a period, told once to those whose report came late and to those from whom none came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from bot.domain.operations import Lane, Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period, Schedule, SeatState
from bot.screens import closing as wording
from bot.screens.closing import Outcome
from bot.services.people.quiet import held
from bot.services.standing import LedgerRow, Window, accepting_now, window
from storage import addressees, outbox, people, snapshots
from storage.snapshots import Frozen
from storage.unit import Unit


def tell_members(unit: Unit, schedule: Schedule) -> Iterable[Piece]:
    """Tell whoever can be reached, once; nobody where nothing was frozen of the period."""
    frozen = snapshots.digests(unit.db, schedule.period.iso)
    if not frozen or unit.now < schedule.stop_at:
        return
    for person, outcomes in _by_person(unit, window(unit, schedule), _addenda(frozen)).items():
        accounts = addressees.reachable_accounts(unit.db, person)
        # By the person and not by the account: one that is linked later is not told anew.
        keys = {f"closed:{schedule.period.iso}:{person}:{n}": account for n, account in enumerate(accounts)}
        if keys and not outbox.known_keys(unit.db, keys):
            name = people.person_by_id(unit.db, person).full_name
            yield Piece(name, partial(_tell, unit, schedule, outcomes, keys))


def _addenda(frozen: Sequence[Frozen]) -> Mapping[str, int]:
    """In which addendum each version of a report stands that the digest does not have."""
    return {told: later.number for earlier, later in pairwise(frozen) for told in later.told - earlier.told}


def _by_person(unit: Unit, found: Window, addenda: Mapping[str, int]) -> Mapping[int, list[Outcome]]:
    outcomes: dict[int, list[Outcome]] = defaultdict(list)
    for row in found.rows:
        outcome = _outcome(found, row, addenda)
        if outcome:
            for person in people.persons_of_seat(unit.db, row.seat.id, MEMBER_ROLES, unit.today):
                outcomes[person].append(outcome)
    return outcomes


def _outcome(found: Window, row: LedgerRow, addenda: Mapping[str, int]) -> Outcome | None:
    """Nothing is to be told of a seat that is excused, or whose report is in the digest."""
    if row.report:
        number = addenda.get(row.report.reference)
        amends = row.report.version if row.report.is_amendment else 0
        return Outcome(row.seat, row.report.code, number, amends) if number else None
    if row.state is not SeatState.MISSING:
        return None
    return Outcome(row.seat, adhoc=[sent.report.code for sent in found.adhoc_of(row.seat)])


def _tell(unit: Unit, schedule: Schedule, outcomes: Sequence[Outcome], keys: Mapping[str, int]) -> Sequence[Operation]:
    screen = wording.closed(schedule, outcomes, _next(unit, schedule))
    topic = Topic(TopicKind.CLOSING, {"period": schedule.period.iso})
    found = {key: addressees.recipient(unit.db, account, unit.today) for key, account in keys.items()}
    sent = (Send(to, screen, topic=topic, lane=Lane.BULK, key=key) for key, to in found.items() if to)
    return held(unit, sent)


def _next(unit: Unit, schedule: Schedule) -> Period | None:
    """The period after this one, if it can be reported already."""
    later = schedule.period.next()
    is_open = later in [each.period for each in accepting_now(unit, schedule.period.cadence)]
    return later if is_open else None
