"""Half a year or a year as the desk asks for it: as its frozen periods come to it, or as an officer released it.

It is released like the papers of a period, by the same act: numbered, with its hash and the head of the audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import Actor, Role
from bot.domain.periods import Period
from bot.domain.spans import Break
from bot.errors import BotError
from bot.exports import SPAN
from bot.exports.snapshot import canonical, sha256
from bot.screens import spans as wording
from bot.screens.spans import OfBody
from bot.services.beside import OverPapers, reckoned
from bot.services.desk import releasing
from bot.services.desk.paper import Files, files_of_snapshot, provisional_files
from bot.services.desk.previewing import ToFreeze, fingerprint_of, size_with_audit, to_freeze
from bot.services.desk.releasing import RELEASED
from bot.services.desk.span_summaries import bodies_of
from bot.services.desk.spans import Made, make
from bot.services.reply import Reply
from storage import ledgers, snapshots
from storage.snapshots import Frozen
from storage.unit import Unit

_FROZEN = frozenset({RELEASED, "digest.frozen"})
"""The verbs of the entries that have the hash of what was frozen."""


@dataclass(frozen=True)
class Span:
    """A span as it stands and as it is told: nothing but what keeps it from being shown where it cannot be."""

    fingerprint: int
    """By what a button names it."""
    bodies: Sequence[OfBody]
    files: Files
    breaks: Sequence[Break]
    unfinished: Sequence[Period]
    is_empty: bool

    @property
    def may_be_released(self) -> bool:
        """Whether it joins, and nothing that is to come may change it."""
        return not (self.is_empty or self.breaks or self.unfinished)


@dataclass(frozen=True)
class SpanOf(OverPapers):
    """The work of making a span as it stands, of the frozen papers of its periods."""

    period: str

    def __call__(self, unit: Unit) -> Span:
        """Make it."""
        return _told(unit, make(unit, Period.parse(self.period)))


def _told(unit: Unit, made: Made) -> Span:
    return Span(
        fingerprint_of(made.snapshot),
        bodies_of(made.snapshot),
        files_of_snapshot(unit, made.period, made.snapshot),
        made.breaks,
        made.unfinished,
        made.is_empty,
    )


@dataclass(frozen=True)
class Releasable:
    """A span with what comes of its release: nothing where it may not be released, or a paper is not as it was."""

    span: Span
    changed: Sequence[str]
    frozen: ToFreeze | None


@dataclass(frozen=True)
class SpanReleaseOf:
    """The work of making what an officer, by their name, would release of a span."""

    period: str
    by: str

    def size(self, unit: Unit) -> int:
        """As many rows as papers go over, and the whole audit."""
        return size_with_audit(unit)

    def __call__(self, unit: Unit) -> Releasable:
        """Make it."""
        period = Period.parse(self.period)
        made = make(unit, period)
        span = _told(unit, made)
        changed = changed_papers(unit, made.frozen) if span.may_be_released else []
        fits = span.may_be_released and not changed
        return Releasable(span, changed, to_freeze(unit, period, made.snapshot, self.by) if fits else None)


def show(unit: Unit, actor: Actor, period: Period) -> Reply:
    """Show the figures of a span that is not released, with its files; nothing is frozen.

    Only an officer is offered the release, and only where every period that may change them has its papers.
    """
    return _shown(unit, actor, period, reckoned(unit, SpanOf(period.iso)))


def _shown(unit: Unit, actor: Actor, period: Period, made: Span) -> Reply:
    if made.is_empty:
        return Reply(wording.empty(period))
    if made.breaks:
        return Reply(wording.does_not_join(period, made.breaks))
    may_release = Role.SECRETARIAT in actor.roles and not made.unfinished
    rows = [wording.to_release(period, made.fingerprint)] if may_release else []
    screen = wording.span(period, made.bodies, made.files.at, rows, made.unfinished)
    return Reply(screen, notices=tuple(provisional_files(unit, made.files, actor.to, SPAN)))


def ask(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Ask once more before the figures are released that the presser saw; show them anew where they have changed."""
    _check_not_released(unit, period)
    made = reckoned(unit, SpanOf(period.iso), exactly=True)
    if not made.may_be_released or made.fingerprint != fingerprint:
        return _shown(unit, actor, period, made)
    return Reply(wording.confirm(period, made.bodies, fingerprint))


def release(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Freeze the figures that the presser saw, and send them to the recipients of papers.

    Not where they have changed since, where periods do not join, or where a paper is not as it was written down.
    """
    _check_not_released(unit, period)
    made = reckoned(unit, SpanReleaseOf(period.iso, actor.person.full_name), exactly=True)
    if not made.span.may_be_released or made.span.fingerprint != fingerprint:
        return _shown(unit, actor, period, made.span)
    if made.frozen is None:
        return Reply(wording.tampered(period, made.changed))
    frozen = releasing.freeze(unit, actor, made.frozen)
    # It has nothing of members that the papers of its periods did not tell them.
    snapshots.set_members_told(unit.db, frozen.id, unit.now)
    return releasing.sent_out(unit, actor, frozen)


def _check_not_released(unit: Unit, period: Period) -> None:
    if snapshots.heads(unit.db, period.iso):
        raise BotError("nothing_to_release", period=period)


def changed_papers(unit: Unit, frozen: Sequence[Frozen]) -> list[str]:
    """Return by name the papers that are not what the audit has of them, and its entries that do not follow."""
    names = {f"digest:{each.period}:{each.number}": each for each in frozen}
    entries = {name: [e for e in ledgers.entries_of(unit.db, [name]) if e.verb in _FROZEN] for name in names}
    found = [str(number) for number in ledgers.audit_faults(unit.db)]
    for name, each in names.items():
        fingerprint = sha256(each.snapshot)
        again = each.snapshot.get("again", {})
        told = [{"sha256": fingerprint}, {"sha256": fingerprint, "of": again.get("of")}]
        stored = snapshots.digest_body(unit.db, each.id) == canonical(each.snapshot).decode()
        if not stored or not any(entry.says(detail) for entry in entries[name] for detail in told):
            found.append(name)
    return found
