"""Messages to the whole desk: a notice, the files of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.attachments import FileState
from bot.domain.operations import STORED_FILE, Lane, Operation, Send, SendFile, Topic, TopicKind
from bot.domain.people import Role, To
from bot.domain.reports import Report
from bot.domain.texts import Screen
from bot.screens import desk as wording
from bot.screens.missed import no_copy_for
from bot.screens.reporting.attachments import names
from bot.services.upkeep.missed import officers_out_of_reach
from storage import addressees, outbox
from storage.unit import Unit


def to_desk(unit: Unit, screen: Screen, key: str, topic: Topic) -> tuple[Operation, ...]:
    """Return a message to everybody of the secretariat who can be reached, once each per key."""
    return tuple(
        Send(to, screen, topic=topic, lane=Lane.BULK, key=f"{key}:{to.account}")
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
    unit: Unit, report: Report, lane: Lane, officers: Sequence[To] | None = None, only: int | None = None
) -> tuple[Operation, ...]:
    """Return the files of a report, each a message of its own, to everybody of the secretariat who can be reached.

    A file that is still being fetched follows once it has been looked at; one that was refused never does.
    `officers`: to these alone; `only`: this kept file alone.
    """
    listed = [
        (difficulty, number, attachment, name)
        for difficulty in report.difficulties
        for number, (attachment, name) in enumerate(
            zip(difficulty.attachments, names(difficulty.attachments), strict=True), 1
        )
        if attachment.state not in (FileState.WAITING, FileState.REFUSED) and only in (None, attachment.file)
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
        )
        for to in officers
        for difficulty, number, attachment, name in listed
    )
