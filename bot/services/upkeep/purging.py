"""What came through though it must not be here: its words are removed wherever they are.

Versions, papers and the audit stay; in the place of the words stands that they were removed. A paper that held them
is issued again under the next number, and its old content is deleted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain import questions
from bot.domain.codes import read_code
from bot.domain.operations import Lane, Topic, TopicKind
from bot.domain.texts import N_, Text
from bot.domain.traces import Traces
from bot.errors import BotError
from bot.exports import NAMES, template_sha256
from bot.exports.snapshot import Snapshot, canonical, sha256
from bot.exports.wording import vietnamese
from bot.services.desk.papers import reference_to
from storage import difficulties, ledgers, outbox, purging, snapshots
from storage.outbox import Envelope
from storage.purging import Shown, Wanted
from storage.rows import iso
from storage.snapshots import Frozen
from storage.unit import Unit

DELETED_WITHIN = timedelta(hours=48)
"""So long Telegram lets a message be deleted. What cannot be after all is told to the desk as not delivered."""
_REMOVED = N_("content removed")
_STATEMENT = tuple(question.name for question in questions.STATEMENT)


@dataclass(frozen=True)
class Plan:
    """What would be removed, and from where."""

    wanted: Wanted
    versions: int
    files: int
    papers: Sequence[Frozen]
    deletable: Sequence[Shown]
    by_hand: Mapping[str, Sequence[Shown]]
    """By the name of whoever has them in a chat: what is too old to be deleted."""


def plan(unit: Unit, code: str) -> Plan:
    """Return what is to be removed for a code. Raises BotError("purge_unknown") where there is no such thing."""
    wanted = _wanted(unit, code)
    papers = [each for each in snapshots.all_digests(unit.db) if _cleared(each.snapshot, wanted, "") is not None]
    traces = Traces(purging.words(unit.db, wanted))
    numbers = [(each.period, each.number) for each in papers]
    shown = purging.chats(unit.db, wanted, purging.readers(unit.db, wanted), numbers, traces)
    fresh = [each for each in shown if each.at and each.at > unit.now - DELETED_WITHIN]
    old: dict[str, list[Shown]] = defaultdict(list)
    for each in shown:
        if each not in fresh:
            old[each.full_name].append(each)
    files = len(purging.attachments(unit.db, wanted))
    return Plan(wanted, purging.versions(unit.db, wanted), files, papers, fresh, old)


def purge(unit: Unit, code: str, by: str) -> Plan:
    """Remove it, and return what was removed."""
    found = plan(unit, code)
    wanted, instead = found.wanted, vietnamese(Text(_REMOVED))
    traces = Traces(purging.words(unit.db, wanted))
    seen_by = purging.readers(unit.db, wanted)
    purging.remove(unit.db, wanted, instead)
    purging.forget_copies(unit.db, wanted, seen_by, traces, instead, unit.now)
    papers = [reference_to(each, name) for each in found.papers for name in NAMES]
    purging.cancel_files(unit.db, [*papers, *purging.drop_provisional(unit.db, wanted)], unit.now)
    again = [_issue_again(unit, each, wanted, instead, by) for each in found.papers]
    for each in found.deletable:
        purging.forget_message(unit.db, each)
        _delete(unit, each, wanted.code)
    detail = {"difficulties": sorted(wanted.difficulties), "files": found.files, "papers": again}
    ledgers.append_audit(unit.db, unit.now, by, "content.removed", wanted.code, detail)
    return found


def _wanted(unit: Unit, typed: str) -> Wanted:
    code = read_code(typed) or ""
    if purging.exists(unit.db, code):
        return Wanted(code, difficulties.codes_in_report(unit.db, code), [code])
    if purging.report_codes_of(unit.db, code):
        return Wanted(code, [code], [])
    raise BotError("purge_unknown", code=typed)


def _cleared(snapshot: Snapshot, wanted: Wanted, instead: str) -> dict[str, Any] | None:
    """Return a snapshot without the words; None where it has none of them."""
    cleared = json.loads(canonical(snapshot))
    texts = [name for name in questions.columns() if name != questions.FIELD]
    touched = False
    for each in cleared["difficulties"]:
        if each["code"] in wanted.difficulties:
            each.update({name: instead for name in texts if each.get(name)}, files=[])
            touched = True
    for each in cleared.get("opinions", ()):
        if each["report"] in wanted.reports:
            each["text"], touched = instead, True
    for each in cleared.get("tasks", ()):
        said = [name for name in _STATEMENT if each.get(name)]
        if each["report"] in wanted.reports and said:
            each.update(dict.fromkeys(said, instead))
            touched = True
    return cleared if touched else None


def _issue_again(unit: Unit, frozen: Frozen, wanted: Wanted, instead: str, by: str) -> str:
    """Freeze a paper without the words under the next number, and delete the one that had them."""
    cleared = _cleared(frozen.snapshot, wanted, instead)
    assert cleared is not None
    number, before = snapshots.next_number(unit.db, frozen.period), snapshots.sha256_of(unit.db, frozen.id)
    # What is built now is built on the template of now.
    cleared["template"] = template_sha256()
    cleared["again"] = {"number": number, "of": frozen.number, "sha256": before, "at": iso(unit.now)}
    if "addendum" in cleared:
        cleared["addendum"] = number
    fingerprint = sha256(cleared)
    snapshots.add_digest(
        unit.db, frozen.period, number, unit.now, canonical(cleared), fingerprint, in_place_of=frozen.place
    )
    snapshots.remove_digest(unit.db, frozen.id, unit.now)
    # The object names what is gone: its number, its hash and, in the verb, the reason.
    gone = f"digest:{frozen.period}:{frozen.number}:{before}"
    ledgers.append_audit(unit.db, unit.now, by, "digest.removed.state_secret", gone, {"again": number})
    issued = f"digest:{frozen.period}:{number}"
    ledgers.append_audit(unit.db, unit.now, by, "digest.frozen", issued, {"sha256": fingerprint, "of": frozen.number})
    return issued


def _delete(unit: Unit, shown: Shown, code: str) -> None:
    """Have a message deleted from its chat; a message is asked for once."""
    envelope = Envelope(
        f"purge:{shown.channel}:{shown.address}:{shown.message_id}",
        shown.channel,
        shown.address,
        shown.account,
        Lane.INTERACTIVE,
        "delete",
        {"message": shown.message_id},
        topic=Topic(TopicKind.REMOVAL, {"code": code}),
        once=True,
    )
    outbox.put(unit.db, envelope, unit.now)
