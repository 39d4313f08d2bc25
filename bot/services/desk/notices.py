"""Messages to the whole desk: a notice, the files of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.amendments import new_files
from bot.domain.attachments import FileState
from bot.domain.operations import STORED_FILE, Guard, Lane, Operation, Send, SendFile, Topic, TopicKind
from bot.domain.people import Role, To
from bot.domain.reports import Report, Urgency, withdrawable_until
from bot.domain.texts import Screen
from bot.screens import desk as wording
from bot.screens.missed import no_copy_for
from bot.screens.reporting.attachments import names
from bot.services.upkeep.missed import officers_out_of_reach
from storage import addressees, outbox, reports
from storage.unit import Unit


@dataclass(frozen=True)
class Waiting:
    """From when on a message leaves, what is asked then, and until when it is of any use."""

    not_before: datetime | None = None
    guard: Guard | None = None
    expires_at: datetime | None = None


AT_ONCE = Waiting()


def has_left(unit: Unit, report: Report) -> bool:
    """Return whether the desk has been sent its copy of a version."""
    return _waiting(unit, report).not_before is None


def waiting_of(unit: Unit, report: Report, amends: Report | None) -> Waiting:
    """Return how long the copy of a report waits that has just been sent: as long as it can be withdrawn.

    What is urgent waits for nothing, nor does what amends a version that the desk has.
    """
    return AT_ONCE if amends and has_left(unit, amends) else _waiting(unit, report)


def _waiting(unit: Unit, report: Report) -> Waiting:
    until = withdrawable_until(report, unit.rules.profile.withdraw_within)
    if report.urgency is Urgency.URGENT or unit.now >= until:
        return AT_ONCE
    return Waiting(until, Guard("report_still_live", {"code": report.code, "version": report.version}))


def still_live(db: Database, version: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of a copy that waited: is this `version` of the report with its `code` still the live one?"""
    live = reports.report_by_code(db, version["code"])
    return live is not None and live.version == version["version"]


def to_desk(unit: Unit, screen: Screen, key: str, topic: Topic, waiting: Waiting = AT_ONCE) -> tuple[Operation, ...]:
    """Return a message to everybody of the secretariat who can be reached, once each per key."""
    return tuple(
        Send(
            to,
            screen,
            topic=topic,
            lane=Lane.BULK,
            key=f"{key}:{to.account}",
            guard=waiting.guard,
            not_before=waiting.not_before,
            expires_at=waiting.expires_at,
        )
        for to in addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    )


def naming_absent(unit: Unit, screen: Screen) -> Screen:
    """Return a report's copy for the desk; where an officer is out of reach the others see who has not got it."""
    absent = officers_out_of_reach(unit)
    if not absent:
        return screen
    return replace(screen, lines=(*screen.lines, no_copy_for([each.full_name for each in absent])))


def who_has_copy(unit: Unit, report: Report) -> list[To]:
    """Return those of the secretariat to whom this version of a report has been sent, or is about to be."""
    officers = addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    known = outbox.known_keys(unit.db, [f"desk:{report.reference}:{to.account}" for to in officers])
    return [to for to in officers if f"desk:{report.reference}:{to.account}" in known]


def files_to_desk(
    unit: Unit,
    report: Report,
    lane: Lane,
    waiting: Waiting = AT_ONCE,
    amends: Report | None = None,
    officers: Sequence[To] | None = None,
    only: int | None = None,
) -> tuple[Operation, ...]:
    """Return the files of a report, each a message of its own, to everybody of the secretariat who can be reached.

    A file that is still being fetched follows once it has been looked at; one that was refused never does. Where the
    report amends a version that the desk has, only those that have come since.
    `officers`: to these alone; `only`: this kept file alone.
    """
    came = new_files(amends, report) if amends else {each.code: each.attachments for each in report.difficulties}
    listed = [
        (difficulty, number, attachment, name)
        for difficulty in report.difficulties
        for number, (attachment, name) in enumerate(
            zip(difficulty.attachments, names(difficulty.attachments), strict=True), 1
        )
        if attachment in came[difficulty.code]
        and attachment.state not in (FileState.WAITING, FileState.REFUSED)
        and only in (None, attachment.file)
    ]
    if officers is None:
        officers = addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    return tuple(
        SendFile(
            to,
            f"{STORED_FILE}{attachment.id}",
            attachment.name or f"{difficulty.code}-{number}.jpg",
            wording.attachment_caption(report.code, difficulty.code, name, attachment.caption),
            Topic(TopicKind.ATTACHMENT, {"code": report.code}),
            lane,
            key=f"desk:{report.reference}:file:{attachment.id}:{to.account}",
            guard=waiting.guard,
            not_before=waiting.not_before,
        )
        for to in officers
        for difficulty, number, attachment, name in listed
    )
