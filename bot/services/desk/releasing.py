"""Papers that wait for the desk's release: what belongs to them is fixed, the desk works on, an officer releases them.

The day of the aggregate fixes which versions of which reports belong to a period. Until the release the acts of the
desk make the preview anew over these; the release freezes the last one. What members send meanwhile goes to the
addendum, and no leader is sent figures that nobody answers for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.operations import Lane, Operation, Send, SendFile
from bot.domain.people import Actor, Role, To
from bot.domain.periods import Period
from bot.domain.texts import Row, Screen, Text
from bot.errors import BotError
from bot.exports import NAMES
from bot.screens import desk as captions
from bot.screens import releasing as wording
from bot.services.beside import OverPapers, reckoned
from bot.services.desk.cards import notice
from bot.services.desk.integrity import FIXED, object_of, worded
from bot.services.desk.paper import provisional_files
from bot.services.desk.papers import Told, files_of, topic_of
from bot.services.desk.previewing import Releasable, ReleaseOf, ToFreeze, Waiting, waiting_preview
from bot.services.reply import Reply
from bot.services.standing import period_schedule, window
from storage import addressees, difficulties, ledgers, releases, snapshots
from storage.releases import Fixed
from storage.snapshots import Head
from storage.unit import Unit

RELEASED = "digest.released"
"""The verb of the entry about papers that an officer released."""


@dataclass(frozen=True)
class VersionsOf(OverPapers):
    """The work of finding the versions that are live now of a period, each with the hash of its words."""

    period: str

    def __call__(self, unit: Unit) -> Mapping[str, str]:
        """Find them."""
        found = window(unit, period_schedule(unit, Period.parse(self.period)))
        return {report.reference: worded(unit, report) for _, report in found.reports}


def fix(unit: Unit, period: Period) -> Fixed:
    """Fix what belongs to the papers of a period: the versions that are live now, each with the hash of its words."""
    versions = reckoned(unit, VersionsOf(period.iso), exactly=True)
    fixed = Fixed(period.iso, difficulties.mark(unit.db, unit.now), versions)
    releases.fix(unit.db, fixed)
    ledgers.append_audit(unit.db, unit.now, "system", FIXED, object_of(fixed), {"reports": versions})
    return fixed


def show(unit: Unit, actor: Actor, period: Period) -> Reply:
    """Show the preview of what waits, with its files; only an officer can release it."""
    return _shown(unit, actor, waiting_preview(unit, period))


def _shown(unit: Unit, actor: Actor, made: Waiting) -> Reply:
    screen = screen_of_preview(made, may_release=Role.SECRETARIAT in actor.roles)
    return Reply(screen, notices=tuple(preview_files(unit, made, actor.to)))


def screen_of_preview(made: Waiting, *, may_release: bool = True) -> Screen:
    """Return what is said of a preview: its figures, or why there are none that can be released."""
    if made.faults:
        return wording.does_not_add_up(made.period, made.faults)
    paper = made.paper
    fingerprint, todo = (made.fingerprint, paper.todo) if may_release else (None, ())
    return wording.preview(made.period, paper.number, made.fixed_at, paper.summary, fingerprint, todo)


def preview_files(unit: Unit, made: Waiting, to: To, lane: Lane = Lane.INTERACTIVE, key: str = "") -> list[SendFile]:
    """Return the papers of a preview on their way to somebody; none where its figures do not add up."""
    return [] if made.faults else provisional_files(unit, made.paper.files, to, NAMES, lane, key)


def ask(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Ask once more before the figures are released that the presser saw; show them anew where they have changed."""
    made = waiting_preview(unit, period, exactly=True)
    if made.faults or made.fingerprint != fingerprint:
        return seen_anew(unit, actor, made)
    return Reply(wording.confirm(period, made.paper.number, made.paper.summary, fingerprint))


def release(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Freeze the preview that the presser saw, and send it to its recipients.

    Not where it has changed since, where it does not add up, or where a row is not as it was written down: then that
    is said, and the rows are named.
    """
    made = _releasable(unit, actor, period)
    if made.waiting.faults or made.waiting.fingerprint != fingerprint:
        return seen_anew(unit, actor, made.waiting)
    if made.frozen is None:
        return Reply(wording.tampered(period, made.changed))
    frozen = freeze(unit, actor, made.frozen)
    releases.released(unit.db, period.iso)
    return sent_out(unit, actor, frozen)


def _releasable(unit: Unit, actor: Actor, period: Period) -> Releasable:
    waits = releases.waiting(unit.db, period.iso) is not None
    made = reckoned(unit, ReleaseOf(period.iso, actor.person.full_name), exactly=True) if waits else None
    if made is None:
        raise BotError("nothing_to_release", period=period)
    return made


def sent_out(unit: Unit, actor: Actor, frozen: Told) -> Reply:
    """Return the answer to a release, with the papers on their way, and the desk told in its group."""
    approved = wording.approved(Period.parse(frozen.period), frozen.number, unit.now, actor.person.full_name)
    papers = [operation for to in readers(unit) for operation in to_reader(frozen, to)]
    told = notice(unit, approved, f"released:{frozen.period}:{frozen.number}", topic_of(frozen))
    return Reply(approved, notices=(*papers, *told))


def desk_parts(unit: Unit) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the main screen of the desk says of papers that wait for their release, and the ways to them."""
    waiting = [Period.parse(each.period) for each in releases.all_waiting(unit.db)]
    rows = [captions.other_period(period, closed=False) for period in waiting]
    return [wording.waits(period) for period in waiting], rows


def seen_anew(unit: Unit, actor: Actor, made: Waiting) -> Reply:
    """Show a preview that is not the one that was shown any more, or does not add up."""
    reply = _shown(unit, actor, made)
    return reply if made.faults else Reply(reply.screen, toast=wording.changed(), notices=reply.notices)


def freeze(unit: Unit, actor: Actor, made: ToFreeze) -> Told:
    """Keep what was shown, by its number, with its hash and the head of the audit; from here on it is what it is."""
    entered = f"person:{actor.person.code}"
    return keep_frozen(unit, made, entered, RELEASED)


def keep_frozen(unit: Unit, made: ToFreeze, by: str, verb: str) -> Told:
    """Keep a paper as it is frozen, and enter its hash into the audit."""
    told = made.told
    number = snapshots.add_digest(
        unit.db, told.period, told.number, told.taken_at, made.body, told.sha256, made=told.made
    )
    about = f"digest:{told.period}:{told.number}"
    ledgers.append_audit(unit.db, unit.now, by, verb, about, {"sha256": told.sha256})
    return replace(told, id=number)


def readers(unit: Unit) -> list[To]:
    """Return where the recipients of papers are written to: those of the profile, and leaders."""
    return addressees.recipients(unit.db, unit.rules.profile.digest.recipients, unit.today)


def key_of(frozen: Head | Told, to: To) -> str:
    """Return the key of the message with a frozen aggregate, the same whoever sends it."""
    return f"digest:{frozen.period}:{frozen.number}:{to.account}"


def to_reader(frozen: Told, to: To) -> Sequence[Operation]:
    """Return a frozen aggregate and its files on their way to somebody, once."""
    key = key_of(frozen, to)
    summary = Send(to, frozen.screen, topic=topic_of(frozen), lane=Lane.BULK, key=key)
    return [summary, *files_of(frozen, to, Lane.BULK, key)]
