"""The aggregate of a period: frozen on its digest day, with numbered addenda until the period closes.

What is told of it is read from what was frozen, so that whoever is told later is told the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Lane, Operation, Piece, Send
from bot.domain.people import Role, To
from bot.domain.periods import Cadence, Period, Schedule
from bot.domain.texts import N_, Text
from bot.exports.snapshot import Snapshot, canonical, sha256
from bot.services import closing
from bot.services.desk.papers import files_of, screen_of, topic_of
from bot.services.desk.snapshots import ADDENDUM, DIGEST, make_snapshot
from bot.services.standing import period_schedule, window
from storage import addressees, ledgers, outbox, snapshots
from storage.rows import iso
from storage.snapshots import Frozen
from storage.unit import Unit

LATE = timedelta(days=7)
"""How long after the close of a period an aggregate that was missed is still made, and members are told of it."""
READERS = frozenset({Role.SECRETARIAT, Role.LEADER})


def make_due(unit: Unit) -> Iterable[Piece]:
    """Freeze what has come due, send it to the secretariat and the leaders, and tell members of the close."""
    for body in unit.rules.profile.bodies.values():
        for schedule in _recent(unit, body.cadence):
            yield Piece(Text(N_("Aggregate: {period}"), period=schedule.period), partial(_freeze, unit, schedule))
            # Asked for when the piece above is done, so that what has just been frozen is found.
            yield from _untold(unit, schedule.period)
            if unit.now < schedule.stop_at + LATE:
                yield from closing.tell_members(unit, schedule)


def _recent(unit: Unit, cadence: Cadence) -> Iterable[Schedule]:
    """The period whose digest may be due: the one whose data window ended last."""
    yield period_schedule(unit, Period.containing(unit.today, cadence).previous())


def _freeze(unit: Unit, schedule: Schedule) -> Sequence[Operation]:
    last = snapshots.last_digest(unit.db, schedule.period.iso)
    if last is None:
        if unit.now >= schedule.digest_at:
            _freeze_digest(unit, schedule)
    # What is frozen at the close or later is the last: nothing can be sent any more that it would not know.
    elif last.taken_at < schedule.stop_at <= unit.now:
        _freeze_addendum(unit, schedule, last)
    return ()


def _freeze_digest(unit: Unit, schedule: Schedule) -> None:
    found = window(unit, schedule)
    # Nobody had to report, or the period was over before the program was there: then there is none.
    if (found.rows or found.adhoc) and unit.now < schedule.stop_at + LATE:
        _keep(unit, schedule.period, 0, make_snapshot(unit, found, DIGEST))


def _freeze_addendum(unit: Unit, schedule: Schedule, last: Frozen) -> None:
    """What the last aggregate does not know of: by version, since an instant can hold both it and a report."""
    found, number = window(unit, schedule), snapshots.next_number(unit.db, schedule.period.iso)
    added = found.without(last.told)
    if added.reports:
        snapshot = make_snapshot(unit, found, ADDENDUM, added=added)
        _keep(unit, schedule.period, number, {**snapshot, "addendum": number, "since": iso(last.taken_at)})


def _keep(unit: Unit, period: Period, number: int, snapshot: Snapshot) -> None:
    fingerprint = sha256(snapshot)
    snapshots.add_digest(unit.db, period.iso, number, unit.now, canonical(snapshot), fingerprint)
    ledgers.append_audit(
        unit.db, unit.now, "system", "digest.frozen", f"digest:{period.iso}:{number}", {"sha256": fingerprint}
    )


def _untold(unit: Unit, period: Period) -> Iterable[Piece]:
    """Whoever has not been sent what was frozen today: all, or those for whom it failed before."""
    frozen = snapshots.last_digest(unit.db, period.iso)
    # Later than that, whoever was out of reach is told of it with what they missed.
    if frozen is None or frozen.taken_at.astimezone(VN).date() != unit.today:
        return
    yield from _to_readers(unit, frozen)


def was_issued_again(db: Database) -> bool:
    """Return whether a paper was issued again of which nobody has been told yet."""
    return bool(snapshots.untold(db))


def tell_of_issued_again(unit: Unit) -> Iterable[Piece]:
    """Send what was issued again to whoever was sent what it stands in the place of."""
    for frozen in snapshots.untold(unit.db):
        yield from _to_readers(unit, frozen)
        # Of a piece that failed the reader is not among those that were told.
        if not list(_to_readers(unit, frozen)):
            snapshots.set_told(unit.db, frozen.id, unit.now)


def _to_readers(unit: Unit, frozen: Frozen) -> Iterable[Piece]:
    keys = {
        f"digest:{frozen.period}:{frozen.number}:{to.account}": to
        for to in addressees.recipients(unit.db, READERS, unit.today)
    }
    told = outbox.known_keys(unit.db, keys)
    for key, to in keys.items():
        if key not in told:
            yield Piece(to.reader.full_name, partial(_to_reader, unit, frozen, to, key))


def _to_reader(unit: Unit, frozen: Frozen, to: To, key: str) -> Sequence[Operation]:
    summary = Send(to, screen_of(unit, frozen), topic=topic_of(frozen), lane=Lane.BULK, key=key)
    return [summary, *files_of(frozen, to, Lane.BULK, key)]
