"""Files of reports, kept from the moment they arrive in a draft: asked for, looked at, stored, or said not to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.attachments import SIZE_MAX, Attachment, Family, FileState, Kept, Refusal
from bot.domain.file_types import FAMILIES, examined
from bot.domain.forms import Draft
from bot.domain.operations import Lane, Operation, Send, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.reports import Report
from bot.domain.tasks import is_code as is_task
from bot.domain.texts import Text
from bot.errors import BotError
from bot.screens.difficulties import result_files as result_wording
from bot.screens.reporting import kept_files as wording
from bot.screens.reporting.attachments import names
from bot.services.desk.notices import files_to_desk, waiting_of, who_has_copy
from bot.services.people.quiet import held
from bot.services.reporting.pictures import without_traces
from storage import addressees, drafts, files, kept_files, ledgers, people, reports, result_files
from storage.files import Fetch, StoredFile
from storage.unit import Unit

PURPOSE = "attachment"
MOST_BYTES = SIZE_MAX
AGAIN_SECONDS = (5, 20, 60, 300, 900, 1800, 3600, 7200, 14400, 28800)
"""An outage of the channel's files may last for most of a day; the identifier is good for longer."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: the bytes that are, and whether they are other than those that came."""

    content: bytes
    altered: bool


def asked_for(unit: Unit, actor: Actor, draft: Draft) -> Draft:
    """Return a draft of which every file is being fetched or has been; the same draft where that is so already."""
    if all(each.file for of_item in draft.files for each in of_item):
        return draft
    files_of_items = tuple(
        tuple(each if each.file else _ask(unit, actor, each) for each in of_item) for of_item in draft.files
    )
    return replace(draft, files=files_of_items)


def _ask(unit: Unit, actor: Actor, each: Attachment) -> Attachment:
    number = kept_files.add(unit.db, unit.now)
    files.add_fetch(
        unit.db, PURPOSE, actor.account, each.channel, each.ref, each.name, each.mime, unit.now, number
    )  # fmt: skip
    return replace(each, file=number, kept=Kept(FileState.WAITING))


def check(name: str, content: bytes) -> Checked:
    """Return what is to be kept of a file. Raises BotError("file_refused") with `why`, a `Refusal`."""
    found = examined(name, content)
    if isinstance(found, Refusal):
        raise BotError("file_refused", why=found)
    kept = without_traces(content) if FAMILIES[found] is Family.PICTURE else content
    return Checked(kept, altered=kept != content)


def take(unit: Unit, job: Fetch, file: StoredFile, checked: Checked) -> Sequence[Operation]:
    """The bytes are stored: whoever has got a report without this file gets it now."""
    kept = Kept(FileState.STORED, sha256=file.sha256, altered=checked.altered)
    if job.file is None or not kept_files.end(unit.db, job.file, kept, unit.now):
        return ()
    return [each for report in _filed_with(unit, job.file, kept) for each in _to_desk(unit, report, job.file)]


def fail(unit: Unit, job: Fetch, error: BotError) -> Sequence[Operation]:
    """There are no bytes: the sender is told, and the desk where the file stands in a report.

    A file that could not be fetched is sent on by its identifier all the same; one that was refused is not.
    """
    why = error.params.get("why")
    kept = Kept(FileState.REFUSED, why) if isinstance(why, Refusal) else Kept(FileState.LOST)
    if job.file is None or not kept_files.end(unit.db, job.file, kept, unit.now):
        return ()
    filed = _filed_with(unit, job.file, kept)
    told = [
        each for report in filed for each in (*_tell_desk(unit, report, job.file), *_to_desk(unit, report, job.file))
    ]
    return (*_tell_sender(unit, job, kept, filed), *told)


def _filed_with(unit: Unit, file: int, kept: Kept) -> list[Report]:
    """Return the reports that carry a file; the audit has what became of it."""
    uses = {(use.code, use.version) for use in kept_files.live_uses(unit.db, file)}
    found = [reports.report_by_code(unit.db, code, version) for code, version in sorted(uses)]
    detail = {"file": file, "state": kept.state.value, "why": kept.why.value if kept.why else "", "sha256": kept.sha256}
    for code, version in sorted(uses):
        ledgers.append_audit(unit.db, unit.now, "system", "file.kept", f"report:{code}:{version}", detail)
    for code, _ in result_files.with_bytes(unit.db, file):
        kind = "task" if is_task(code) else "difficulty"
        ledgers.append_audit(unit.db, unit.now, "system", "file.kept", f"{kind}:{code}", detail)
    return [report for report in found if report]


def _to_desk(unit: Unit, report: Report, file: int) -> Sequence[Operation]:
    """The file for those officers who have the report already; who gets it later gets its files with it."""
    lane = Lane.INTERACTIVE if report.urgency else Lane.BULK
    return files_to_desk(
        unit, report, lane, waiting_of(unit, report, None), officers=who_has_copy(unit, report), only=file
    )


def _tell_desk(unit: Unit, report: Report, file: int) -> Sequence[Operation]:
    topic = Topic(TopicKind.ATTACHMENT, {"code": report.code})
    return [
        Send(
            to,
            wording.told_desk(difficulty.code, name, attachment),
            topic=topic,
            lane=Lane.BULK,
            key=f"file_not_kept:{attachment.id}:{to.account}",
        )
        for to in who_has_copy(unit, report)
        for difficulty in report.difficulties
        for attachment, name in zip(difficulty.attachments, names(difficulty.attachments), strict=True)
        if attachment.file == file
    ]


def _tell_sender(unit: Unit, job: Fetch, kept: Kept, filed: Sequence[Report]) -> Sequence[Operation]:
    to, email = addressees.recipient(unit.db, job.account, unit.today), unit.rules.profile.office.email
    assert job.file is not None
    key = f"file_not_kept:{job.file}:{job.account}"
    if to is None:
        return ()
    for code, attachment in result_files.with_bytes(unit.db, job.file):
        topic = Topic(TopicKind.TASK if is_task(code) else TopicKind.DIFFICULTY, {"code": code})
        tell = result_wording.told_lead if is_task(code) else result_wording.told_officer
        told = tell(code, names([attachment])[0], kept)
        return (Send(to, told, topic=topic, key=key),)
    for report in filed:
        for difficulty in report.difficulties:
            name = _name_among(difficulty.attachments, job.file)
            if name:
                topic = Topic(TopicKind.ATTACHMENT, {"code": report.code})
                return held(
                    unit, [Send(to, wording.told_after(difficulty.code, name, kept, email), topic=topic, key=key)]
                )
    for draft in drafts.live_drafts(unit.db, people.person_of_account(unit.db, job.account).id):
        for of_item in draft.files:
            name = _name_among(of_item, job.file)
            if name:
                return (Send(to, wording.told_before(name, kept), key=key),)
    # Whoever took the file back has no use for the news.
    return ()


def _name_among(attachments: Sequence[Attachment], file: int) -> Text | None:
    called = zip(attachments, names(attachments), strict=True)
    return next((name for attachment, name in called if attachment.file == file), None)
