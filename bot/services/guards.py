"""The questions that are asked when a message leaves: is it still wanted?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.services import nudging, reminding
from bot.services.desk import broadcast_flow, notices
from bot.services.difficulties import cases, directing, worded
from bot.services.reporting import acceptance, approval_watch
from bot.services.tasks import notice_assigning

GUARDS: Mapping[str, Callable[[Database, Mapping[str, Any], datetime], bool]] = {
    "still_owed": reminding.still_owed,
    "still_unaccepted": acceptance.still_unaccepted,
    "report_still_live": notices.still_live,
    "acts_stand": cases.acts_stand,
    "opinion_awaited": directing.opinion_awaited,
    "wording_asked": worded.still_asked,
    "tasks_stand": notice_assigning.still_stand,
    "still_submitted": approval_watch.still_submitted,
    "broadcast_stands": broadcast_flow.stands,
    nudging.GUARD: nudging.still_unread,
}
"""The names stand in stored rows, so they outlive a release."""
