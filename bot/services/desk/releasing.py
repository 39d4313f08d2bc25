"""Papers that wait for the desk's release: what belongs to them is fixed, the desk works on, an officer releases them.

The day of the aggregate fixes which versions of which reports belong to a period. Until the release the acts of the
desk make the preview anew over these; the release freezes the last one. What members send meanwhile goes to the
addendum, and no leader is sent figures that nobody answers for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.operations import Lane, Operation, Send, SendFile, Topic, TopicKind
from bot.domain.people import Actor, Role, To
from bot.domain.periods import Period, Schedule
from bot.domain.reconciling import Fault
from bot.domain.texts import Row, Screen, Text
from bot.errors import BotError
from bot.exports import NAMES, file_name
from bot.exports.snapshot import Snapshot, canonical, sha256, sha256_of
from bot.screens import desk as captions
from bot.screens import releasing as wording
from bot.services.desk.cards import notice
from bot.services.desk.integrity import FIXED, changed_rows, object_of, worded
from bot.services.desk.papers import files_of, screen_of, topic_of
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import ADDENDUM, DIGEST, PROVISIONAL, make_snapshot
from bot.services.desk.summaries import summary_of
from bot.services.desk.worded import still_to_do
from bot.services.reply import Reply
from bot.services.standing import Window, period_schedule, window
from storage import addressees, difficulties, ledgers, releases, remarks, snapshots
from storage.releases import Fixed
from storage.rows import iso
from storage.snapshots import Frozen
from storage.unit import Unit

RELEASED = "digest.released"
"""The verb of the entry about papers that an officer released."""
_DIGITS = 12
"""Of the hash, in a button: enough to know one preview from another."""


def fingerprint_of(snapshot: Snapshot) -> int:
    """Return by what a button names a preview: the same as long as nothing in it changes, whenever it is made."""
    return int(sha256({**snapshot, "taken_at": ""})[:_DIGITS], 16)


@dataclass(frozen=True)
class Preview:
    """What would be frozen now."""

    snapshot: Snapshot
    window: Window
    fixed: Fixed
    faults: Sequence[Fault]

    @property
    def fingerprint(self) -> int:
        """By what a button names it."""
        return fingerprint_of(self.snapshot)

    @property
    def period(self) -> Period:
        """Its period."""
        return self.window.schedule.period


def fix(unit: Unit, schedule: Schedule, found: Window) -> Fixed:
    """Fix what belongs to the papers of a period: the versions that are live now, each with the hash of its words."""
    versions = {report.reference: worded(unit, report) for _, report in found.reports}
    fixed = Fixed(schedule.period.iso, difficulties.mark(unit.db, unit.now), versions)
    releases.fix(unit.db, fixed)
    ledgers.append_audit(unit.db, unit.now, "system", FIXED, object_of(fixed), {"reports": versions})
    return fixed


def preview(unit: Unit, fixed: Fixed) -> Preview:
    """Return what would be frozen now: the fixed versions, with everything that the desk has done to them since."""
    schedule = period_schedule(unit, Period.parse(fixed.period))
    found, last = window(unit, schedule, fixed), snapshots.last_digest(unit.db, fixed.period)
    known = {"fixed_at": iso(fixed.mark.at), **_remarks(unit, fixed.period)}
    if last is None:
        snapshot = {**make_snapshot(unit, found), **known}
    else:
        added = found.without(last.told)
        snapshot = {**make_snapshot(unit, found, ADDENDUM, added=added), **known, "since": iso(last.made.reports)}
        snapshot["addendum"] = snapshots.next_number(unit.db, fixed.period)
    return Preview(snapshot, found, fixed, faults_of(snapshot))


def _remarks(unit: Unit, period: str) -> dict[str, object]:
    """What the desk remarks in the paper that waits; nothing where it does not."""
    found = remarks.newest(unit.db, period, snapshots.next_number(unit.db, period))
    return {"remarks": found.text} if found and found.text else {}


def show(unit: Unit, actor: Actor, fixed: Fixed) -> Reply:
    """Show the preview of what waits, with its files; only an officer can release it."""
    made = preview(unit, fixed)
    screen = screen_of_preview(unit, made, may_release=Role.SECRETARIAT in actor.roles)
    return Reply(screen, notices=tuple(preview_files(unit, made, actor.to)))


def screen_of_preview(unit: Unit, made: Preview, *, may_release: bool = True) -> Screen:
    """Return what is said of a preview: its figures, or why there are none that can be released."""
    if made.faults:
        return wording.does_not_add_up(made.period, made.faults)
    number = made.snapshot.get("addendum", 0)
    fingerprint = made.fingerprint if may_release else None
    todo = still_to_do(unit, made.window, made.snapshot) if may_release else ()
    summary = summary_of(unit, made.snapshot)
    return wording.preview(made.period, number, made.fixed.mark.at, summary, fingerprint, todo)


def preview_files(unit: Unit, made: Preview, to: To, lane: Lane = Lane.INTERACTIVE, key: str = "") -> list[SendFile]:
    """Return the papers of a preview on their way to somebody; none where its figures do not add up."""
    return [] if made.faults else provisional_files(unit, made.period, made.snapshot, NAMES, to, lane, key)


def provisional_files(
    unit: Unit,
    period: Period,
    snapshot: Snapshot,
    names: Iterable[str],
    to: To,
    lane: Lane = Lane.INTERACTIVE,
    key: str = "",
) -> list[SendFile]:
    """Return papers of these names, of what is not frozen, on their way to somebody.

    What they are made of is kept: they are built when they are sent, and have to say what the chat says.
    """
    written = canonical(snapshot)
    fingerprint = sha256_of(written)
    number = snapshots.add_snapshot(unit.db, period.iso, unit.now, written, fingerprint)
    caption = captions.file_caption(period, unit.now, fingerprint)
    topic = Topic(TopicKind.PROVISIONAL, {"period": period.iso})
    return [
        SendFile(
            to,
            f"make:{name}:{PROVISIONAL}:{number}",
            file_name(name, snapshot),
            caption,
            topic,
            lane,
            key=f"{key}:{name}" if key else "",
        )
        for name in names
    ]


def ask(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Ask once more before the figures are released that the presser saw; show them anew where they have changed."""
    made = waiting_preview(unit, period)
    if made.faults or made.fingerprint != fingerprint:
        return seen_anew(unit, actor, made)
    summary = summary_of(unit, made.snapshot)
    return Reply(wording.confirm(period, made.snapshot.get("addendum", 0), summary, fingerprint))


def release(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Freeze the preview that the presser saw, and send it to its recipients.

    Not where it has changed since, where it does not add up, or where a row is not as it was written down: then that
    is said, and the rows are named.
    """
    made = waiting_preview(unit, period)
    if made.faults or made.fingerprint != fingerprint:
        return seen_anew(unit, actor, made)
    changed = changed_rows(unit, made.window, made.fixed)
    if changed:
        return Reply(wording.tampered(period, changed))
    frozen = freeze(unit, actor, period, made.snapshot)
    releases.released(unit.db, period.iso)
    return sent_out(unit, actor, frozen)


def sent_out(unit: Unit, actor: Actor, frozen: Frozen) -> Reply:
    """Return the answer to a release, with the papers on their way, and the desk told in its group."""
    approved = wording.approved(Period.parse(frozen.period), frozen.number, unit.now, actor.person.full_name)
    papers = [operation for to in readers(unit) for operation in to_reader(unit, frozen, to)]
    told = notice(unit, approved, f"released:{frozen.period}:{frozen.number}", topic_of(frozen))
    return Reply(approved, notices=(*papers, *told))


def desk_parts(unit: Unit) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the main screen of the desk says of papers that wait for their release, and the ways to them."""
    waiting = [Period.parse(each.period) for each in releases.all_waiting(unit.db)]
    rows = [captions.other_period(period, closed=False) for period in waiting]
    return [wording.waits(period) for period in waiting], rows


def waiting_preview(unit: Unit, period: Period) -> Preview:
    """Return what would be frozen of a period now. Raises BotError("nothing_to_release") where nothing waits."""
    fixed = releases.waiting(unit.db, period.iso)
    if fixed is None:
        raise BotError("nothing_to_release", period=period)
    return preview(unit, fixed)


def seen_anew(unit: Unit, actor: Actor, made: Preview) -> Reply:
    """Show a preview that is not the one that was shown any more, or does not add up."""
    reply = show(unit, actor, made.fixed)
    return reply if made.faults else Reply(reply.screen, toast=wording.changed(), notices=reply.notices)


def freeze(unit: Unit, actor: Actor, period: Period, shown: Snapshot) -> Frozen:
    """Give what was shown its number, its hash and the head of the audit; from here on it is what it is."""
    number = snapshots.next_number(unit.db, period.iso)
    entry, head = ledgers.audit_head(unit.db)
    snapshot = {
        **shown,
        "kind": ADDENDUM if number else DIGEST,
        "released": {"at": iso(unit.now), "by": actor.person.full_name},
        "audit": {"entry": entry, "head": head},
    }
    fingerprint = sha256(snapshot)
    snapshots.add_digest(unit.db, period.iso, number, unit.now, canonical(snapshot), fingerprint)
    ledgers.append_audit(
        unit.db,
        unit.now,
        f"person:{actor.person.code}",
        RELEASED,
        f"digest:{period.iso}:{number}",
        {"sha256": fingerprint},
    )
    frozen = snapshots.digest(unit.db, period.iso, number)
    assert frozen is not None
    return frozen


def readers(unit: Unit) -> list[To]:
    """Return where the recipients of papers are written to: those of the profile, and leaders."""
    return addressees.recipients(unit.db, unit.rules.profile.digest.recipients, unit.today)


def key_of(frozen: Frozen, to: To) -> str:
    """Return the key of the message with a frozen aggregate, the same whoever sends it."""
    return f"digest:{frozen.period}:{frozen.number}:{to.account}"


def to_reader(unit: Unit, frozen: Frozen, to: To) -> Sequence[Operation]:
    """Return a frozen aggregate and its files on their way to somebody, once."""
    key = key_of(frozen, to)
    summary = Send(to, screen_of(unit, frozen), topic=topic_of(frozen), lane=Lane.BULK, key=key)
    return [summary, *files_of(frozen, to, Lane.BULK, key)]
