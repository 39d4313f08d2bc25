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
from bot.domain.classifying import BESIDE
from bot.domain.codes import read_code
from bot.domain.operations import Lane, Topic, TopicKind
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.exports import NAMES, template_sha256
from bot.exports.snapshot import Snapshot, canonical, sha256
from bot.exports.span import is_span
from bot.exports.wording import vietnamese
from bot.services.desk.papers import reference_to
from bot.services.upkeep import purged_tasks
from storage import copies, difficulties, ledgers, outbox, purging, snapshots
from storage.copies import Reach, Shown
from storage.outbox import Envelope
from storage.purging import Wanted
from storage.reports import codes_carrying
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
    same_files: Sequence[str]
    """Difficulties that have a file of the same content, which stays."""


def plan(unit: Unit, code: str) -> Plan:
    """Return what is to be removed for a code. Raises BotError("purge_unknown") where there is no such thing."""
    wanted, instead = _wanted(unit, code), removed_words()
    reached = _reached(unit, wanted)
    papers = [each for each in snapshots.all_digests(unit.db) if _cleared(each.snapshot, wanted, reached, instead)]
    numbers = [(each.period, each.number) for each in papers]
    shown = copies.chats(unit.db, wanted, reached, numbers)
    fresh = [each for each in shown if each.kept_here or (each.at and each.at > unit.now - DELETED_WITHIN)]
    old: dict[str, list[Shown]] = defaultdict(list)
    for each in shown:
        if each not in fresh:
            old[each.full_name].append(each)
    files, same = len(purging.attachments(unit.db, wanted)), purging.same_files(unit.db, wanted)
    return Plan(wanted, purging.versions(unit.db, wanted), files, papers, fresh, old, same)


def purge(unit: Unit, code: str, by: str) -> Plan:
    """Remove it, and return what was removed."""
    found = plan(unit, code)
    wanted, instead = found.wanted, removed_words()
    reached = _reached(unit, wanted)
    # The drafts first: they tell which files go by those of the reports, whose bytes go where nothing names them.
    copies.forget_copies(unit.db, wanted, reached, instead, unit.now)
    purging.remove(unit.db, wanted, reached[0].traces, instead, unit.now)
    papers = [reference_to(each, name) for each in found.papers for name in NAMES]
    copies.cancel_files(unit.db, [*papers, *copies.drop_provisional(unit.db, wanted, reached)], unit.now)
    again = [_issue_again(unit, each, wanted, reached, instead, by) for each in found.papers]
    for each in found.deletable:
        copies.forget_message(unit.db, each)
        _delete(unit, each, wanted.code)
    detail = {"difficulties": sorted(wanted.difficulties), "files": found.files, "papers": again}
    ledgers.append_audit(unit.db, unit.now, by, "content.removed", wanted.code, detail)
    return found


def _reached(unit: Unit, wanted: Wanted) -> Sequence[Reach]:
    return copies.reaches(unit.db, wanted, purging.words(unit.db, wanted, removed_words()))


def removed_words() -> str:
    """Return what stands in the place of what was removed."""
    return vietnamese(Text(_REMOVED))


def _wanted(unit: Unit, typed: str) -> Wanted:
    code = read_code(typed) or ""
    if purging.exists(unit.db, code):
        return Wanted(code, difficulties.codes_in_report(unit.db, code), [code])
    if codes_carrying(unit.db, code):
        return Wanted(code, [code], [])
    raise BotError("purge_unknown", code=typed)


def _cleared(snapshot: Snapshot, wanted: Wanted, reached: Sequence[Reach], instead: str) -> dict[str, Any] | None:
    """Return a snapshot without the words; None where it has none of them, as those of half years and years."""
    if is_span(snapshot):
        return None
    before = json.loads(canonical(snapshot))
    cleared = {
        **before,
        "difficulties": [_difficulty(each, wanted, instead) for each in before["difficulties"]],
        "seats": [{**each, **_reason(each, reached, instead)} for each in before["seats"]],
    }
    for name in before.keys() & {"provisions", "procedures"}:
        cleared[name] = _named_by_others(before[name], wanted)
    for name, words in _OF_REPORTS.items():
        if name in before:
            cleared[name] = [_said(each, "report", words, wanted, instead) for each in before[name]]
    cleared |= purged_tasks.without(cleared, reached[0].traces, instead)
    if "agencies" in before:
        cleared["agencies"] = _agencies(before["agencies"], before["difficulties"], wanted, instead)
    if "agencies" in before.get("after", {}):
        of_period = _agencies(before["after"]["agencies"], before["difficulties"], wanted, instead)
        cleared["after"] = {**before["after"], "agencies": of_period}
    if "remarks" in before:
        cleared["remarks"] = reached[0].traces.without(before["remarks"], instead)
    if "carried" in before:
        said = [_said(each, "said_in", ("words",), wanted, instead) for each in before["carried"]]
        cleared["carried"] = [_difficulty(each, wanted, instead) for each in said]
    for name in before.keys() & {"conflicts", "directed"}:
        cleared[name] = [_difficulty(each, wanted, instead) for each in before[name]]
    return cleared if cleared != before else None


def _agencies(
    counted: Sequence[Mapping[str, Any]], difficulties: Sequence[Mapping[str, Any]], wanted: Wanted, instead: str
) -> list[Mapping[str, Any]]:
    """An agency that is on no list is named in the words of a member."""
    typed = {" ".join(d["agency"].split()) for d in difficulties if d["code"] in wanted.difficulties and d["agency"]}
    return [{**each, "name": instead} if not each["code"] and each["name"] in typed else each for each in counted]


_OF_REPORTS = {"opinions": ("text",), "tasks": _STATEMENT}
"""What a snapshot has of the reports beside their difficulties."""
_OF_A_LINE = ("words", "forwarded", "result", *(matter.value for matter in BESIDE))
"""What a snapshot says of a line beside the answers of its sender: what was added to it, and what the desk wrote."""


def _difficulty(each: Mapping[str, Any], wanted: Wanted, instead: str) -> Mapping[str, Any]:
    if each["code"] not in wanted.difficulties:
        return each
    worded: dict[str, object] = {name: instead for name in (*purging.WORDED, *_OF_A_LINE) if each.get(name)}
    if each.get("worded"):
        worded |= {"worded": dict.fromkeys(each["worded"], instead)}
    if "chosen" in each:
        # A field is chosen from the list: its name is nobody's word.
        said = each["chosen"].items()
        worded["chosen"] = {name: instead if text and name != questions.FIELD else text for name, text in said}
    if "provisions" in each:
        worded["provisions"] = []
    derived = {name: "" for name in purging.DERIVED if each.get(name)}
    without_files = {**each, "files": []} if "files" in each else each
    return {name: value for name, value in without_files.items() if name != "file_hashes"} | worded | derived


def _said(each: Mapping[str, Any], where: str, words: Sequence[str], wanted: Wanted, instead: str) -> Mapping[str, Any]:
    if each[where] not in wanted.reports:
        return each
    return {**each, **{name: instead for name in words if each.get(name)}}


def _reason(seat: Mapping[str, Any], reached: Sequence[Reach], instead: str) -> Mapping[str, Any]:
    """Why a seat was excused: what repeats the words there is known by them alone."""
    return {"reason": reached[0].traces.without(seat["reason"], instead)} if "reason" in seat else {}


def _named_by_others(named: Sequence[Mapping[str, Any]], wanted: Wanted) -> list[dict[str, Any]]:
    """The provisions or procedures that other difficulties name."""
    left = [
        {**each, "difficulties": [code for code in each["difficulties"] if code not in wanted.difficulties]}
        for each in named
    ]
    return [each for each in left if each["difficulties"]]


def _issue_again(unit: Unit, frozen: Frozen, wanted: Wanted, reached: Sequence[Reach], instead: str, by: str) -> str:
    """Freeze a paper without the words under the next number, and delete the one that had them."""
    cleared = _cleared(frozen.snapshot, wanted, reached, instead)
    assert cleared is not None
    number, before = snapshots.next_number(unit.db, frozen.period), snapshots.sha256_of(unit.db, frozen.id)
    # What is built now is built on the template of now.
    cleared["template"] = template_sha256()
    cleared["again"] = {"number": number, "of": frozen.number, "sha256": before, "at": iso(unit.now)}
    if "addendum" in cleared:
        cleared["addendum"] = number
    fingerprint = sha256(cleared)
    body = canonical(cleared)
    snapshots.add_digest(
        unit.db, frozen.period, number, unit.now, body, fingerprint, in_place_of=frozen.place, made=frozen.made
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
        # Not by the address of a person, which is theirs: a key outlives what is erased.
        f"purge:{shown.account or shown.address}:{shown.message_id}",
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
