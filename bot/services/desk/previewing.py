"""What would be frozen now of a period that waits for its release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.periods import Period
from bot.domain.reconciling import Fault
from bot.errors import BotError
from bot.exports.snapshot import Snapshot, canonical, sha256, sha256_of
from bot.services.beside import OverPapers, reckoned
from bot.services.desk.integrity import changed_rows
from bot.services.desk.paper import Paper, paper_of
from bot.services.desk.papers import Told, told_of
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import ADDENDUM, DIGEST, make_snapshot
from bot.services.standing import Window, period_schedule, window
from storage import ledgers, paper_basis, releases, remarks, snapshots
from storage.releases import Fixed
from storage.rows import iso
from storage.snapshots import Frozen
from storage.unit import Unit

_DIGITS = 12
"""Of the hash, in a button: enough to know one preview from another."""
_AUDIT_FOR_ONE = 20
"""So many entries of the audit are looked at in the time that a difficulty takes."""


def fingerprint_of(snapshot: Snapshot) -> int:
    """Return by what a button names a preview: the same as long as nothing in it changes, whenever it is made."""
    return int(sha256({**snapshot, "taken_at": ""})[:_DIGITS], 16)


@dataclass(frozen=True)
class Preview:
    """What would be frozen now, with everything it is made of."""

    snapshot: Snapshot
    window: Window
    fixed: Fixed
    faults: Sequence[Fault]

    @property
    def fingerprint(self) -> int:
        """By what a button names it."""
        return fingerprint_of(self.snapshot)


def preview(unit: Unit, fixed: Fixed, remarked: str | None = None) -> Preview:
    """Return what would be frozen now: the fixed versions, with everything that the desk has done to them since.

    With `remarked` these would be the remarks.
    """
    schedule = period_schedule(unit, Period.parse(fixed.period))
    found, last = window(unit, schedule, fixed), snapshots.last_digest(unit.db, fixed.period)
    said = _remarks(unit, fixed.period) if remarked is None else remarked
    known = {"fixed_at": iso(fixed.mark.at), **({"remarks": said} if said else {})}
    if last is None:
        snapshot = {**make_snapshot(unit, found), **known}
    else:
        added = found.without(last.told)
        snapshot = {**make_snapshot(unit, found, ADDENDUM, added=added), **known, "since": iso(last.made.reports)}
        snapshot["addendum"] = snapshots.next_number(unit.db, fixed.period)
    return Preview(snapshot, found, fixed, faults_of(snapshot))


def _remarks(unit: Unit, period: str) -> str:
    """What the desk remarks in the paper that waits; nothing where it does not."""
    found = remarks.newest(unit.db, period, snapshots.next_number(unit.db, period))
    return found.text if found else ""


@dataclass(frozen=True)
class Waiting:
    """A preview as it is told: its paper, and by what a button names it."""

    paper: Paper
    fixed_at: datetime
    fingerprint: int
    faults: Sequence[Fault]

    @property
    def period(self) -> Period:
        """Its period."""
        return self.paper.period


@dataclass(frozen=True)
class PreviewOf(OverPapers):
    """The work of making a preview; nothing comes of it where nothing waits any more."""

    period: str
    remarked: str | None = None

    def __call__(self, unit: Unit) -> Waiting | None:
        """Make it."""
        fixed = releases.waiting(unit.db, self.period)
        return _told(unit, preview(unit, fixed, self.remarked)) if fixed else None


def _told(unit: Unit, made: Preview) -> Waiting:
    return Waiting(paper_of(unit, made.window, made.snapshot), made.fixed.mark.at, made.fingerprint, made.faults)


def waiting_preview(unit: Unit, period: Period, *, exactly: bool = False, remarked: str | None = None) -> Waiting:
    """Return what would be frozen of a period now. Raises BotError("nothing_to_release") where nothing waits."""
    waits = releases.waiting(unit.db, period.iso) is not None
    made = reckoned(unit, PreviewOf(period.iso, remarked), exactly=exactly) if waits else None
    if made is None:
        raise BotError("nothing_to_release", period=period)
    return made


@dataclass(frozen=True)
class ToFreeze:
    """What is frozen as it will stand, with what is told of it; its number in the base is not known yet."""

    body: str
    told: Told
    """Of it as it is frozen."""


@dataclass(frozen=True)
class Releasable:
    """A preview with what comes of its release: nothing where it does not add up or a row is not as it was written."""

    waiting: Waiting
    changed: Sequence[str]
    frozen: ToFreeze | None


def size_with_audit(unit: Unit) -> int:
    """Return as many rows as papers go over, where the whole audit is looked at as well."""
    return paper_basis.size(unit.db) + ledgers.audit_head(unit.db)[0] // _AUDIT_FOR_ONE


@dataclass(frozen=True)
class ReleaseOf:
    """The work of making what an officer, by their name, would release."""

    period: str
    by: str

    def size(self, unit: Unit) -> int:
        """As many rows as papers go over, and the whole audit."""
        return size_with_audit(unit)

    def __call__(self, unit: Unit) -> Releasable | None:
        """Make it."""
        fixed = releases.waiting(unit.db, self.period)
        if fixed is None:
            return None
        made = preview(unit, fixed)
        changed = [] if made.faults else changed_rows(unit, made.window, made.fixed)
        fits = not made.faults and not changed
        frozen = to_freeze(unit, Period.parse(self.period), made.snapshot, self.by) if fits else None
        return Releasable(_told(unit, made), changed, frozen)


def to_freeze(unit: Unit, period: Period, shown: Snapshot, by: str) -> ToFreeze:
    """Return what was shown as it is frozen: released by somebody, with the head of the audit."""
    number = snapshots.next_number(unit.db, period.iso)
    entry, head = ledgers.audit_head(unit.db)
    snapshot = {
        **shown,
        "kind": ADDENDUM if number else DIGEST,
        "released": {"at": iso(unit.now), "by": by},
        "audit": {"entry": entry, "head": head},
    }
    return frozen_as(unit, period, number, snapshot)


def frozen_as(unit: Unit, period: Period, number: int, snapshot: Snapshot) -> ToFreeze:
    """Return a snapshot as it is frozen under a number, with what is told of it."""
    written = canonical(snapshot)
    frozen = Frozen(0, period.iso, number, unit.now, number, snapshots.made_of(snapshot), snapshot)
    return ToFreeze(written.decode(), told_of(unit, frozen, sha256_of(written)))
