"""What is said when something could not be delivered."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import STORED_FILE, Operation, Send, Topic, TopicKind
from bot.errors import BotError
from bot.screens import desk as wording
from bot.screens import errors
from bot.screens.reporting.attachments import names
from bot.services.desk.notices import to_desk
from storage import people, reports
from storage.unit import Unit


def unreachable(unit: Unit, account: int) -> Sequence[Operation]:
    """Tell the desk that messages to an account do not arrive any more."""
    person = people.person_of_account(unit.db, account)
    duties = people.duties_of(unit.db, person.id, unit.today)
    organisation = next((duty.seat.organisation for duty in duties if duty.seat), person.title)
    notice = wording.unreachable(person.full_name, organisation, unit.now)
    return to_desk(unit, notice, f"unreachable:{account}:{unit.now:%Y%m%d%H%M}", Topic(TopicKind.UNDELIVERED))


def file_failed(unit: Unit, account: int, reference: str) -> Sequence[Operation]:
    """Tell whoever should have got a file that it could not be built, or not be sent on."""
    to = people.recipient(unit.db, account, unit.today)
    return [Send(to, errors.screen(_why(unit, reference)), topic=Topic(TopicKind.UNDELIVERED))] if to else []


def _why(unit: Unit, reference: str) -> BotError:
    number = int(reference.removeprefix(STORED_FILE)) if reference.startswith(STORED_FILE) else 0
    report = reports.report_of_attachment(unit.db, number)
    for difficulty in report.difficulties if report else ():
        for attachment, name in zip(difficulty.attachments, names(difficulty.attachments), strict=True):
            if attachment.id == number:
                return BotError("attachment_failed", code=difficulty.code, name=name)
    return BotError("export_failed")
