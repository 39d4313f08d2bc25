"""What is said when something could not be delivered."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import Operation, Send
from bot.domain.wording import desk as wording
from bot.domain.wording import errors
from bot.errors import BotError
from bot.services.desk import to_desk
from storage import people
from storage.unit import Unit


def unreachable(unit: Unit, account: int) -> Sequence[Operation]:
    """Tell the desk that messages to an account do not arrive any more."""
    person = people.person_of_account(unit.db, account)
    duties = people.duties_of(unit.db, person.id, unit.today)
    organisation = next((duty.seat.organisation for duty in duties if duty.seat), person.title)
    notice = wording.unreachable(person.full_name, organisation, unit.now)
    return to_desk(unit, notice, f"unreachable:{account}:{unit.now:%Y%m%d%H%M}")


def file_failed(unit: Unit, account: int) -> Sequence[Operation]:
    """Tell whoever asked for a file that it could not be built or sent."""
    to = people.recipient(unit.db, account, unit.today)
    return [Send(to, errors.screen(BotError("export_failed")))] if to else []
