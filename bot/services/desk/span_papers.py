"""Half a year or a year as the desk asks for it: as its frozen periods come to it, or as an officer released it.

It is released like the papers of a period, by the same act: numbered, with its hash and the head of the audit.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.people import Actor, Role
from bot.domain.periods import Period
from bot.errors import BotError
from bot.exports import SPAN
from bot.exports.snapshot import canonical, sha256
from bot.screens import spans as wording
from bot.services.desk import releasing
from bot.services.desk.paper import files_of_snapshot, provisional_files
from bot.services.desk.previewing import fingerprint_of, to_freeze
from bot.services.desk.releasing import RELEASED
from bot.services.desk.span_summaries import bodies_of
from bot.services.desk.spans import Made, make
from bot.services.reply import Reply
from storage import ledgers, snapshots
from storage.snapshots import Frozen
from storage.unit import Unit

_FROZEN = frozenset({RELEASED, "digest.frozen"})
"""The verbs of the entries that have the hash of what was frozen."""


def show(unit: Unit, actor: Actor, period: Period) -> Reply:
    """Show the figures of a span that is not released, with its files; nothing is frozen.

    Only an officer is offered the release, and only where every period that may change them has its papers.
    """
    made = make(unit, period)
    if made.is_empty:
        return Reply(wording.empty(period))
    if made.breaks:
        return Reply(wording.does_not_join(period, made.breaks))
    may_release = Role.SECRETARIAT in actor.roles and not made.unfinished
    rows = [wording.to_release(period, fingerprint_of(made.snapshot))] if may_release else []
    screen = wording.span(period, bodies_of(made.snapshot), unit.now, rows, made.unfinished)
    files = files_of_snapshot(unit, period, made.snapshot)
    return Reply(screen, notices=tuple(provisional_files(unit, files, actor.to, SPAN)))


def ask(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Ask once more before the figures are released that the presser saw; show them anew where they have changed."""
    made = _to_release(unit, period)
    if made is None or fingerprint_of(made.snapshot) != fingerprint:
        return show(unit, actor, period)
    return Reply(wording.confirm(period, bodies_of(made.snapshot), fingerprint))


def release(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Freeze the figures that the presser saw, and send them to the recipients of papers.

    Not where they have changed since, where periods do not join, or where a paper is not as it was written down.
    """
    made = _to_release(unit, period)
    if made is None or fingerprint_of(made.snapshot) != fingerprint:
        return show(unit, actor, period)
    changed = changed_papers(unit, made.frozen)
    if changed:
        return Reply(wording.tampered(period, changed))
    frozen = releasing.freeze(unit, actor, to_freeze(unit, period, made.snapshot, actor.person.full_name))
    # It has nothing of members that the papers of its periods did not tell them.
    snapshots.set_members_told(unit.db, frozen.id, unit.now)
    return releasing.sent_out(unit, actor, frozen)


def _to_release(unit: Unit, period: Period) -> Made | None:
    """What may be released now. Raises BotError("nothing_to_release") where it was already."""
    if snapshots.heads(unit.db, period.iso):
        raise BotError("nothing_to_release", period=period)
    made = make(unit, period)
    return None if made.is_empty or made.breaks or made.unfinished else made


def changed_papers(unit: Unit, frozen: Sequence[Frozen]) -> list[str]:
    """Return by name the papers that are not what the audit has of them, and its entries that do not follow."""
    names = {f"digest:{each.period}:{each.number}": each for each in frozen}
    entries = {name: [e for e in ledgers.entries_of(unit.db, [name]) if e.verb in _FROZEN] for name in names}
    found = [str(number) for number in ledgers.audit_faults(unit.db)]
    for name, each in names.items():
        fingerprint = sha256(each.snapshot)
        again = each.snapshot.get("again", {})
        told = [{"sha256": fingerprint}, {"sha256": fingerprint, "of": again.get("of")}]
        stored = snapshots.digest_body(unit.db, each.id) == canonical(each.snapshot)
        if not stored or not any(entry.says(detail) for entry in entries[name] for detail in told):
            found.append(name)
    return found
