"""The aggregate of a period: frozen on its digest day, with numbered addenda until the period closes.

What is told of it is read from what was frozen, so that whoever is told later is told the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Lane, Operation, Pause, Piece, Send, Topic, TopicKind, paused
from bot.domain.people import Role, To
from bot.domain.periods import Cadence, Period, Schedule
from bot.domain.profiles import Release
from bot.domain.reconciling import Fault
from bot.domain.texts import N_, Text
from bot.screens import group as group_wording
from bot.screens import releasing as wording
from bot.services import closing
from bot.services.beside import OverPapers, reckoned
from bot.services.desk import cards, feedback, releasing
from bot.services.desk.notices import to_desk
from bot.services.desk.papers import Told, told
from bot.services.desk.previewing import ToFreeze, frozen_as, waiting_preview
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import ADDENDUM, DIGEST, make_snapshot
from bot.services.standing import Window, period_schedule, window
from storage import addressees, outbox, releases, snapshots
from storage.releases import Fixed
from storage.rows import iso
from storage.snapshots import Head
from storage.unit import Unit

LATE = timedelta(days=7)
"""How long after the close of a period an aggregate that was missed is still made, and members are told of it."""
AT_A_TIME = 10
"""So many are told between two pauses."""
_DESK = frozenset({Role.SECRETARIAT})


def make_due(unit: Unit) -> Iterable[Piece | Pause]:
    """Freeze what has come due, send it to the secretariat and the leaders, and tell members of the close."""
    return paused(_due(unit), AT_A_TIME)


def _due(unit: Unit) -> Iterable[Piece | Pause]:
    for body in unit.rules.profile.bodies.values():
        for schedule in _recent(unit, body.cadence):
            yield Piece(Text(N_("Aggregate: {period}"), period=schedule.period), partial(_freeze, unit, schedule))
            # Asked for when the piece above is done, so that what has just been frozen is found.
            yield from _untold(unit, schedule.period)
            yield from _to_release(unit, schedule.period)
            yield from _members_told(unit)
            if unit.now < schedule.stop_at + LATE:
                yield from closing.tell_members(unit, schedule)


def _recent(unit: Unit, cadence: Cadence) -> Iterable[Schedule]:
    """The period whose digest may be due: the one whose data window ended last."""
    yield period_schedule(unit, Period.containing(unit.today, cadence).previous())


def _freeze(unit: Unit, schedule: Schedule) -> Sequence[Operation]:
    last = snapshots.last_head(unit.db, schedule.period.iso)
    if releases.waiting(unit.db, schedule.period.iso):
        return ()
    if last is None:
        return _digest(unit, schedule) if unit.now >= schedule.digest_at else ()
    # What is made at the close or later is the last: nothing can be sent any more that it would not know.
    return _addendum(unit, schedule, last) if last.made.reports < schedule.stop_at <= unit.now else ()


def _digest(unit: Unit, schedule: Schedule) -> Sequence[Operation]:
    # The period was over before the program was there: then there is none.
    if unit.now >= schedule.stop_at + LATE:
        return ()
    return _made(unit, schedule.period, None)


def _addendum(unit: Unit, schedule: Schedule, last: Head) -> Sequence[Operation]:
    return _made(unit, schedule.period, last)


def _made(unit: Unit, period: Period, last: Head | None) -> Sequence[Operation]:
    """Freeze what there is to freeze, or fix it where the desk releases it."""
    waits = unit.rules.profile.digest.release is Release.DESK
    made = reckoned(unit, DigestOf(period.iso, last.id if last else None, waits=waits), exactly=True)
    if made.is_empty:
        return ()
    if waits:
        releasing.fix(unit, period)
        return ()
    return _keep(unit, period, made)


@dataclass(frozen=True)
class _Made:
    """What would be frozen by itself, unless it does not add up; nothing where there is nothing to be told."""

    is_empty: bool
    faults: Sequence[Fault] = ()
    frozen: ToFreeze | None = None


@dataclass(frozen=True)
class DigestOf(OverPapers):
    """The work of making the digest of a period, or the addendum to its last aggregate.

    Nobody had to report: then there is none, and no addendum where there is nothing that the last one does not know
    of: by version, since an instant can hold both it and a report. Where it waits for the desk it is not made.
    """

    period: str
    last: int | None
    waits: bool

    def __call__(self, unit: Unit) -> _Made:
        """Make it."""
        period = Period.parse(self.period)
        found = window(unit, period_schedule(unit, period))
        last = snapshots.digest_by_id(unit.db, self.last) if self.last is not None else None
        added = found.without(last.told) if last else found
        if not (added.reports if last else found.rows or found.adhoc):
            return _Made(is_empty=True)
        return _Made(is_empty=False) if self.waits else _reckoned(unit, period, found, added if last else None, last)


def _reckoned(unit: Unit, period: Period, found: Window, added: Window | None, last: Head | None) -> _Made:
    if last is None:
        number, snapshot = 0, make_snapshot(unit, found, DIGEST)
    else:
        number = snapshots.next_number(unit.db, period.iso)
        snapshot = make_snapshot(unit, found, ADDENDUM, added=added)
        snapshot = {**snapshot, "addendum": number, "since": iso(last.made.reports)}
    faults = faults_of(snapshot)
    return _Made(False, faults, None if faults else frozen_as(unit, period, number, snapshot))


def _keep(unit: Unit, period: Period, made: _Made) -> Sequence[Operation]:
    """Freeze it; where it does not add up the desk is told instead, every day until it does."""
    if made.frozen is None:
        topic = Topic(TopicKind.PROVISIONAL, {"period": period.iso})
        return to_desk(
            unit, wording.does_not_add_up(period, made.faults), f"reconcile:{period.iso}:{unit.today}", topic
        )
    releasing.keep_frozen(unit, made.frozen, "system", "digest.frozen")
    return ()


def _untold(unit: Unit, period: Period) -> Iterable[Piece]:
    """Whoever has not been sent what was frozen today: all, or those for whom it failed before."""
    frozen = snapshots.last_head(unit.db, period.iso)
    # Later than that, whoever was out of reach is told of it with what they missed.
    if frozen is None or frozen.taken_at.astimezone(VN).date() != unit.today:
        return
    yield from _to_readers(unit, frozen)


def something_is_to_tell(db: Database) -> bool:
    """Return whether a paper was issued again, waits for its release, or members wait for what came of one."""
    return bool(snapshots.untold(db)) or releases.any_waiting(db) or bool(snapshots.untold_to_members(db))


def tell_of_papers(unit: Unit) -> Iterable[Piece | Pause]:
    """Tell readers of papers issued again, leaders of those nobody released in time, members of those that are out."""
    return paused(_to_tell(unit), AT_A_TIME)


def _to_tell(unit: Unit) -> Iterable[Piece | Pause]:
    yield from _issued_again(unit)
    for fixed in releases.all_waiting(unit.db):
        yield from _waiting_told(unit, fixed)
    yield from _members_told(unit)


def _members_told(unit: Unit) -> Iterable[Piece | Pause]:
    for frozen in snapshots.untold_to_members(unit.db):
        yield from feedback.tell_members(unit, frozen)


def _issued_again(unit: Unit) -> Iterable[Piece]:
    """Send what was issued again to whoever was sent what it stands in the place of."""
    for frozen in snapshots.untold(unit.db):
        yield from _to_readers(unit, frozen)
        # Of a piece that failed the reader is not among those that were told.
        if not list(_to_readers(unit, frozen)):
            snapshots.set_told(unit.db, frozen.id, unit.now)


def _to_readers(unit: Unit, frozen: Head) -> Iterable[Piece]:
    keys = {releasing.key_of(frozen, to): to for to in releasing.readers(unit)}
    known = outbox.known_keys(unit.db, keys)
    # Read with the first message, for all of them; the files are made when they are sent, of what there is then.
    read = cache(partial(told, unit, frozen))
    for key, to in keys.items():
        if key not in known:
            yield Piece(to.reader.full_name, partial(_to_reader, read, to))


def _to_reader(read: Callable[[], Told], to: To) -> Sequence[Operation]:
    return releasing.to_reader(read(), to)


def _to_release(unit: Unit, period: Period) -> Iterable[Piece]:
    """The preview of what waits for its release, to every officer once."""
    fixed = releases.waiting(unit.db, period.iso)
    if fixed is None:
        return
    key = f"preview:{period.iso}:{iso(fixed.mark.at)}"
    keys = {f"{key}:{to.account}": to for to in _officers(unit)}
    known = outbox.known_keys(unit.db, keys)
    for own, to in keys.items():
        if own not in known:
            yield Piece(to.reader.full_name, partial(_preview, unit, fixed, to, own))
    screen = group_wording.to_release(period, fixed.mark.at)
    topic = Topic(TopicKind.PROVISIONAL, {"period": fixed.period})
    yield Piece(Text(N_("the cards in the desk's group")), lambda: cards.notice(unit, screen, key, topic))


def _officers(unit: Unit) -> Sequence[To]:
    return addressees.recipients(unit.db, _DESK, unit.today)


def _preview(unit: Unit, fixed: Fixed, to: To, key: str) -> Sequence[Operation]:
    made = waiting_preview(unit, Period.parse(fixed.period))
    topic = Topic(TopicKind.PROVISIONAL, {"period": fixed.period})
    screen = Send(to, releasing.screen_of_preview(made), topic=topic, lane=Lane.BULK, key=key)
    return [screen, *releasing.preview_files(unit, made, to, Lane.BULK, key)]


def _waiting_told(unit: Unit, fixed: Fixed) -> Iterable[Piece]:
    rules = unit.rules.profile.digest
    day = unit.rules.calendar.working_day_after(fixed.mark.at.astimezone(VN).date(), rules.leader_told_after)
    if unit.now < datetime.combine(day, rules.leader_told_at, VN):
        return
    leaders = addressees.recipients(unit.db, frozenset({Role.LEADER}), unit.today)
    keys = {f"unreleased:{fixed.period}:{iso(fixed.mark.at)}:{to.account}": to for to in leaders}
    known = outbox.known_keys(unit.db, keys)
    for key, to in keys.items():
        if key not in known:
            yield Piece(to.reader.full_name, partial(_unreleased, fixed, to, key))


def _unreleased(fixed: Fixed, to: To, key: str) -> Sequence[Operation]:
    topic = Topic(TopicKind.PROVISIONAL, {"period": fixed.period})
    screen = wording.waits_for_release(Period.parse(fixed.period), fixed.mark.at)
    return [Send(to, screen, topic=topic, lane=Lane.BULK, key=key)]
