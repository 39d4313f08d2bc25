"""The aggregate of a period: frozen on its digest day, with numbered addenda until the period closes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.domain.operations import Lane, Operation, Send, SendFile, Topic, TopicKind
from bot.domain.people import Role, To
from bot.domain.periods import Cadence, Period, Schedule
from bot.domain.texts import Screen, Text
from bot.exports import NAMES, file_name
from bot.exports.snapshot import canonical, sha256
from bot.screens import digesting as wording
from bot.services.desk.aggregate import members_by_state, tasks_stated
from bot.services.desk.snapshots import ADDENDUM, DIGEST, by_field, make_snapshot
from bot.services.standing import LedgerRow, ledger, period_schedule
from storage import ledgers, people, reports
from storage.unit import Unit

LATE = timedelta(days=7)
"""How long after the close of a period an aggregate that was missed is still made."""
READERS = frozenset({Role.SECRETARIAT, Role.LEADER})


def make_due(unit: Unit) -> Sequence[Operation]:
    """Freeze what has come due, and send it to the secretariat and the leaders."""
    return [
        operation
        for body in unit.rules.profile.bodies.values()
        for schedule in _recent(unit, body.cadence)
        for operation in _make(unit, schedule)
    ]


def _recent(unit: Unit, cadence: Cadence) -> Iterable[Schedule]:
    """The period whose digest may be due: the one whose data window ended last."""
    yield period_schedule(unit, Period.containing(unit.today, cadence).previous())


def _make(unit: Unit, schedule: Schedule) -> Iterable[Operation]:
    last = reports.last_digest(unit.db, schedule.period.iso)
    if last is None:
        return _digest(unit, schedule) if unit.now >= schedule.digest_at else ()
    if unit.now < schedule.stop_at or last.taken_at >= schedule.stop_at:
        return ()
    return _addendum(unit, schedule, last)


def _digest(unit: Unit, schedule: Schedule) -> Iterable[Operation]:
    rows = ledger(unit, schedule)
    if not rows or unit.now >= schedule.stop_at + LATE:
        return ()  # nobody had to report, or the period was over before the program was there
    snapshot = make_snapshot(unit, schedule, rows, DIGEST)
    screen = wording.digest(
        schedule.period, unit.now, members_by_state(rows), _fields(unit, rows), sha256(snapshot), tasks_stated(rows)
    )
    return _frozen(unit, schedule, 0, snapshot, screen, tuple(NAMES))


def _addendum(unit: Unit, schedule: Schedule, last: reports.Frozen) -> Iterable[Operation]:
    """What the last aggregate does not know of: by code, since an instant can hold both it and a report."""
    rows, number = ledger(unit, schedule), last.number + 1
    added = [row for row in rows if row.report and row.report.code not in last.told]
    if not added:
        return ()
    snapshot = {**make_snapshot(unit, schedule, rows, ADDENDUM, added=added), "addendum": number}
    screen = wording.addendum(
        schedule.period,
        number,
        last.taken_at,
        unit.now,
        len(added),
        _fields(unit, added),
        members_by_state(rows),
        tasks_stated(added),
    )
    return _frozen(unit, schedule, number, snapshot, screen, ("xlsx",))


def _frozen(
    unit: Unit, schedule: Schedule, number: int, snapshot: dict[str, object], screen: Screen, names: Sequence[str]
) -> Iterable[Operation]:
    period, fingerprint = schedule.period, sha256(snapshot)
    frozen = reports.add_digest(unit.db, period.iso, number, unit.now, canonical(snapshot), fingerprint)
    ledgers.append_audit(
        unit.db, unit.now, "system", "digest.frozen", f"digest:{period.iso}:{number}", {"sha256": fingerprint}
    )
    caption = wording.caption(period, unit.now, fingerprint)
    topic = Topic(TopicKind.AGGREGATE, {"period": period.iso, "number": number})
    for to in people.recipients(unit.db, READERS, unit.today):
        key = f"digest:{period.iso}:{number}:{to.account}"
        yield Send(to, screen, topic=topic, lane=Lane.BULK, key=key)
        yield from _files(to, key, names, frozen, snapshot, caption, topic)


def _files(
    to: To, key: str, names: Sequence[str], frozen: int, snapshot: dict[str, object], caption: Text, topic: Topic
) -> Iterable[Operation]:
    kind = "addendum" if snapshot["kind"] == ADDENDUM else "digest"
    for name in names:
        yield SendFile(
            to,
            f"make:{name}:{kind}:{frozen}",
            file_name(name, snapshot),
            caption,
            topic,
            Lane.BULK,
            key=f"{key}:{name}",
        )


def _fields(unit: Unit, rows: list[LedgerRow]) -> list[tuple[Text, int]]:
    return [(Text("{field}", field=unit.rules.fields[code].name), count) for code, count in by_field(rows)]
