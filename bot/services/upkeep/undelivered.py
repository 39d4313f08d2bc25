"""What is said when something could not be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.operations import RESULT_FILE, STORED_FILE, Lane, Operation, Replace, Send, Topic, TopicKind
from bot.domain.people import Role, To
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens import desk, errors
from bot.screens import undelivered as wording
from bot.screens.people.calling import to_call_choice
from bot.screens.reporting.attachments import names
from bot.services import nudging
from bot.services.desk import binding
from bot.services.desk.notices import to_desk
from bot.services.upkeep import missed
from storage import addressees, letters, outbox, people, reports, result_files
from storage.outbox import Message
from storage.unit import Unit

_SLOT = timedelta(minutes=15)
"""What is lost within one is told in one message, which grows; the next one that is lost makes a new message."""
_LISTED = 10
_TOPIC = Topic(TopicKind.UNDELIVERED)


def unreachable(unit: Unit, account: int) -> Sequence[Operation]:
    """Tell the desk that messages to an account do not arrive any more; nothing where its person has another way."""
    person = people.person_of_account(unit.db, account)
    if addressees.reachable_accounts(unit.db, person.id):
        return []
    duties = people.duties_of(unit.db, person.id, unit.today)
    seat = next((duty.seat for duty in duties if duty.seat), None)
    named = (person.full_name, seat.organisation if seat else person.title)
    call = to_call_choice(seat.id, person.id) if seat else None
    notice = desk.unreachable(*named, unit.now, missed.lines_of(unit, account), call)
    # The minute is in the key so that the next absence is told anew.
    return to_desk(unit, notice, f"unreachable:{account}:{unit.now:%Y%m%d%H%M}", _TOPIC)


def place_gone(unit: Unit, channel: str, address: str) -> Sequence[Operation]:
    """Do what follows where nothing arrives at an address that is no account's: of a letter, or of a group."""
    if channel != letters.CHANNEL:
        return binding.lost(unit, channel, address)
    nudging.refused(unit, address)
    return ()


def given_up(unit: Unit, message: Message) -> Sequence[Operation]:
    """Tell the desk of a message that was refused or given up, and its reader where it was a receipt or a file.

    If that cannot be delivered either, nothing more is said; `doctor` counts it.
    """
    if message.kind in ("strip", "leave") or (message.topic and message.topic.kind is TopicKind.UNDELIVERED):
        return []
    told = _to_reader(unit, message)
    # An officer who is told as the reader is not told again with the desk.
    return [*told, *(notice for notice in _to_desk(unit) if notice.to not in [each.to for each in told])]


def lost_since(unit: Unit, since: datetime, most: int) -> list[wording.Lost]:
    """Return the latest messages that were refused or given up since an instant."""
    return [
        wording.Lost(_who(unit, ended.account), ended.topic, ended.at, uncertain=ended.error == outbox.UNCERTAIN)
        for ended in outbox.failed_since(unit.db, since, most)
    ]


def _who(unit: Unit, account: int | None) -> str:
    return people.person_of_account(unit.db, account).full_name if account else ""


def _to_desk(unit: Unit) -> Sequence[Send | Replace]:
    # By the clock, so that every loss of the same quarter hour finds the same notice.
    since = unit.now - (unit.now - datetime.min.replace(tzinfo=UTC)) % _SLOT
    count = outbox.count_failed(unit.db, since)
    screen = wording.notice(lost_since(unit, since, _LISTED), count)
    officers = addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    return [_grown_or_new(unit, to, screen, since) for to in officers]


def _grown_or_new(unit: Unit, to: To, screen: Screen, since: datetime) -> Send | Replace:
    anchor = f"undelivered:{to.account}"
    if outbox.was_queued(unit.db, anchor, since):
        return Replace(to, screen, anchor, _TOPIC)
    return Send(to, screen, anchor, _TOPIC, Lane.BULK)


def _to_reader(unit: Unit, message: Message) -> Sequence[Send]:
    to = addressees.recipient(unit.db, message.account, unit.today) if message.account else None
    if to and message.kind == "file":
        return [Send(to, errors.screen(_why(unit, message.body["ref"])), topic=_TOPIC)]
    if to and message.topic and message.topic.kind is TopicKind.RECEIPT:
        return [Send(to, wording.receipt(message.topic.arguments["code"]), topic=_TOPIC)]
    return []


def _why(unit: Unit, reference: str) -> BotError:
    if reference.startswith(RESULT_FILE):
        number = int(reference.removeprefix(RESULT_FILE))
        found = result_files.by_id(unit.db, [number]).get(number)
        return (
            BotError("result_file_failed", code=result_files.code_of(unit.db, number), name=names([found])[0])
            if found
            else BotError("export_failed")
        )
    number = int(reference.removeprefix(STORED_FILE)) if reference.startswith(STORED_FILE) else 0
    report = reports.report_of_attachment(unit.db, number)
    for difficulty in report.difficulties if report else ():
        for attachment, name in zip(difficulty.attachments, names(difficulty.attachments), strict=True):
            if attachment.id == number:
                return BotError("attachment_failed", code=difficulty.code, name=name)
    return BotError("export_failed")
