"""Whether what papers are made of is what was written down when it came: every row is held against the audit.

The audit has a salted hash of what each version of a report said and of every act on a difficulty, and each entry the
hash of the one before it. Whatever was changed, added or taken out behind its back is named by its code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.domain.attachments import Attachment
from bot.domain.reports import Report
from bot.domain.understood import CODES, PROVISIONS
from bot.exports.snapshot import sha256
from bot.services.desk.carried import lines_of
from bot.services.desk.task_integrity import changed_tasks
from bot.services.difficulties.cases import audited as audited_event
from bot.services.people.erasing import ERASED
from bot.services.reporting.filing import AMENDED, SENT, audited
from bot.services.standing import Window
from bot.services.upkeep.purging import removed_words
from storage import difficulties, ledgers, remarks, reports, snapshots
from storage.difficulties import Written
from storage.erasure import NAMELESS
from storage.ledgers import Entry
from storage.releases import Fixed
from storage.rows import iso
from storage.unit import Unit

FIXED = "digest.fixed"
"""The verb of the entry that has what was fixed."""
REMARKED = "digest.remarked"
"""The verb of the entry that has the remarks of a paper."""
_REMOVED = "content.removed"
_LATER_COLUMNS = ((), (PROVISIONS, CODES), (PROVISIONS, CODES, "agency", "agency_code"))
"""What entries of before a column was there do not have."""
_FILES_TRIED = 8


def object_of(fixed: Fixed) -> str:
    """Return what the audit calls what was fixed of a period."""
    return f"digest:{fixed.period}"


def object_of_paper(period: str, number: int) -> str:
    """Return what the audit calls a paper of a period: 0 is the digest, the others are its addenda."""
    return f"digest:{period}:{number}"


def worded(unit: Unit, report: Report) -> str:
    """Return the hash of what a version says; bytes of files may still come."""
    return sha256(audited(unit, report, hashed=lambda _: False))


def changed_rows(unit: Unit, window: Window, fixed: Fixed) -> list[str]:
    """Return by name whatever is not as it was written down; empty where everything is."""
    lines = lines_of(unit, window)
    codes = [*lines.new, *(each.code for each, course in lines.earlier if course.terms)]
    written = difficulties.everything_written(unit.db, codes)
    references = {*fixed.reports, *(each.report for each in written)}
    versions = reports.reports_named(unit.db, references)
    book = _book(unit, versions, codes)
    found = [
        *(str(number) for number in ledgers.audit_faults(unit.db)),
        *_of_the_set(unit, fixed, versions, book),
        *_of_the_remarks(unit, fixed, book),
        *(each.reference for each in versions if not _is_as_sent(unit, each, book)),
        *_events(written, book),
        *changed_tasks(unit, book.excuses),
    ]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class _Book:
    """The entries by what they are about: secrets are removed by the rules, and the names of those who are erased."""

    entries: Mapping[str, Sequence[Entry]]
    taken_out: Mapping[str, int]
    """What stands in the place of words that were taken out by the rules, with the last entry that says so."""

    def excuses(self, entry: Entry, text: object) -> bool:
        """Whether words were taken out since, and others stand there in their place."""
        return any(entry.number < last and instead in str(text) for instead, last in self.taken_out.items())


def _book(unit: Unit, versions: Sequence[Report], codes: Collection[str]) -> _Book:
    objects = [f"report:{each.reference}" for each in versions]
    # An entry of before there were versions names the report alone.
    objects += [f"report:{each.code}" for each in versions if each.version == 1]
    objects += [f"difficulty:{code}" for code in codes]
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledgers.entries_of(unit.db, objects):
        entries[entry.about].append(entry)
    taken_out = {removed_words(): _REMOVED, NAMELESS: ERASED}
    return _Book(entries, {instead: ledgers.last_of(unit.db, verb) for instead, verb in taken_out.items()})


def _of_the_set(unit: Unit, fixed: Fixed, versions: Sequence[Report], book: _Book) -> Iterator[str]:
    """What was fixed is what the audit has, and each version says what it said then."""
    entries = [each for each in ledgers.entries_of(unit.db, [object_of(fixed)]) if each.verb == FIXED]
    if not any(entry.says({"reports": dict(fixed.reports)}) for entry in entries[-1:]):
        yield object_of(fixed)
        return
    there = {each.reference: each for each in versions}
    for reference, said in fixed.reports.items():
        version = there.get(reference)
        if version is None or (worded(unit, version) != said and not book.excuses(entries[-1], audited(unit, version))):
            yield reference


def _of_the_remarks(unit: Unit, fixed: Fixed, book: _Book) -> Iterator[str]:
    """The remarks of the paper are those of the last entry that has any."""
    number = snapshots.next_number(unit.db, fixed.period)
    about, found = object_of_paper(fixed.period, number), remarks.newest(unit.db, fixed.period, number)
    entries = [each for each in ledgers.entries_of(unit.db, [about]) if each.verb == REMARKED][-1:]
    text = found.text if found else ""
    said = any(entry.says({"text": text}) or book.excuses(entry, text) for entry in entries)
    if (found or entries) and not said:
        yield about


def _is_as_sent(unit: Unit, report: Report, book: _Book) -> bool:
    found = book.entries.get(f"report:{report.reference}", book.entries.get(f"report:{report.code}", ()))
    sent = [entry for entry in found if entry.verb in (SENT, AMENDED)]
    return bool(sent) and any(
        entry.says(detail) or book.excuses(entry, detail)
        for entry in sent
        for detail in _as_it_was_audited(unit, report, entry)
    )


def _as_it_was_audited(unit: Unit, report: Report, entry: Entry) -> Iterator[dict[str, object]]:
    """Whatever the entry may have held: hashes of files may have come later, columns too."""
    amends = f"{report.code}:{report.version - 1}" if entry.verb == AMENDED else ""
    for hashed in _hashes_known(report):
        detail = audited(unit, report, amends, hashed)
        for left_out in _LATER_COLUMNS:
            held = detail["difficulties"]
            assert isinstance(held, list)
            yield {**detail, "difficulties": [{k: v for k, v in d.items() if k not in left_out} for d in held]}


def _hashes_known(report: Report) -> Iterator[Callable[[Attachment], bool]]:
    files = [each for each in report.attachments if each.sha256]
    counts = range(len(files), -1, -1) if len(files) <= _FILES_TRIED else (len(files), 0)
    for count in counts:
        for chosen in combinations(files, count):
            yield lambda each, chosen=chosen: each in chosen  # type: ignore[misc]


def _events(written: Sequence[Written], book: _Book) -> Iterator[str]:
    """Every act has its entry, which says the same, and every entry its act."""
    by_code: dict[str, list[Written]] = defaultdict(list)
    for each in written:
        by_code[each.difficulty].append(each)
    for code, events in by_code.items():
        entries = [e for e in book.entries.get(f"difficulty:{code}", ()) if _act_of(e)]
        waiting = [each for each in events if not (each.is_statement or _accepted_with_its_report(each, book))]
        if any(not _take(entry, waiting, len(events), book) for entry in entries) or waiting:
            yield code


def _act_of(entry: Entry) -> str:
    return entry.verb.removeprefix("difficulty.") if entry.verb.startswith("difficulty.") else ""


def _take(entry: Entry, waiting: list[Written], most: int, book: _Book) -> bool:
    """Take the event that an entry tells of out of those that wait for one."""
    for each in waiting:
        event = each.event
        if (event.act.value, event.actor) == (_act_of(entry), entry.actor) and _at(each) == entry.at:
            said = any(entry.says(detail) for detail in _details(each, most))
            if said or book.excuses(entry, event.detail):
                waiting.remove(each)
                return True
    return False


def _details(each: Written, most: int) -> Iterator[Mapping[str, object]]:
    for number in range(1, most + 2):
        yield audited_event(each.report, number, each.event.detail)


def _at(each: Written) -> str:
    return iso(each.event.at)


def _accepted_with_its_report(each: Written, book: _Book) -> bool:
    """An ad hoc report that is accepted has one entry for all that is in it."""
    return each.event.act.value == "accepted" and any(
        entry.verb == "adhoc.accepted" and (entry.at, entry.actor) == (_at(each), each.event.actor)
        for entry in book.entries.get(f"report:{each.report}", ())
    )
