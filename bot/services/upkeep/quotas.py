"""A channel that takes no messages for now: the desk learns it once a day, the operator reads it in `doctor`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import Operation, Topic, TopicKind
from bot.screens import upkeep as wording
from bot.services.desk.notices import to_desk
from storage.unit import Unit


def used_up(unit: Unit, channel: str) -> Sequence[Operation]:
    """Tell the desk that a channel's quota is used up."""
    key = f"quota:{channel}:{unit.today.isoformat()}"
    return to_desk(unit, wording.quota_used_up(channel, unit.now), key, Topic(TopicKind.UNDELIVERED))
