"""The close of a period, told once to those whose report came late and to those from whom none came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from bot.domain.operations import LOOKED_AT, Lane, Operation, Pause, Piece, Send, Topic, TopicKind, batched
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period, Schedule, SeatState
from bot.domain.texts import N_, Text
from bot.screens import closing as wording
from bot.screens.closing import Outcome
from bot.services.beside import OverPapers, reckoned
from bot.services.people.quiet import held
from bot.services.standing import LedgerRow, Window, accepting_now, period_schedule, window
from storage import addressees, outbox, people, snapshots
from storage.snapshots import Frozen
from storage.unit import Unit


@dataclass(frozen=True)
class OutcomesOf(OverPapers):
    """The work of finding by person what is to be told of the close of a period, and by which name they are called."""

    period: str

    def __call__(self, unit: Unit) -> Mapping[int, tuple[str, Sequence[Outcome]]]:
        """Find it."""
        schedule = period_schedule(unit, Period.parse(self.period))
        found = _by_person(unit, window(unit, schedule), _addenda(snapshots.digests(unit.db, self.period)))
        names = people.persons_by_id(unit.db, found.keys())
        return {person: (names[person].full_name, outcomes) for person, outcomes in found.items()}


def tell_members(unit: Unit, schedule: Schedule) -> Iterable[Piece | Pause]:
    """Tell whoever can be reached, once; nobody where nothing was frozen of the period."""
    period = schedule.period
    if not snapshots.heads(unit.db, period.iso) or unit.now < schedule.stop_at:
        return
    found: list[Mapping[int, tuple[str, Sequence[Outcome]]]] = []
    yield Piece(Text(N_("Aggregate: {period}"), period=period), partial(_find, unit, period, found))
    for slice_ in batched(found[0].items() if found else (), LOOKED_AT):
        for person, (name, outcomes) in slice_:
            accounts = addressees.reachable_accounts(unit.db, person)
            # By the person and not by the account: one that is linked later is not told anew.
            keys = {f"closed:{period.iso}:{person}:{n}": account for n, account in enumerate(accounts)}
            if keys and not outbox.known_keys(unit.db, keys):
                yield Piece(name, partial(_tell, unit, schedule, outcomes, keys))
        yield Pause.HERE


def _find(unit: Unit, period: Period, into: list[Mapping[int, tuple[str, Sequence[Outcome]]]]) -> Sequence[Operation]:
    into.append(reckoned(unit, OutcomesOf(period.iso)))
    return ()


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
