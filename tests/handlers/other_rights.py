"""The rights that stand in files of their own, beside the features they are about, as one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from tests.handlers import (
    handling_rights,
    lead_task_rights,
    leading_rights,
    notice_rights,
    release_rights,
    subtask_rights,
    task_rights,
    triage_rights,
)
from tests.handlers.cast import Served

MAY_SAY: Mapping[str, Served] = {**triage_rights.MAY_SAY, **notice_rights.MAY_SAY}
MAY_PRESS: Mapping[type[Verb], Served] = {
    **handling_rights.MAY_PRESS,
    **lead_task_rights.MAY_PRESS,
    **leading_rights.MAY_PRESS,
    **notice_rights.MAY_PRESS,
    **release_rights.MAY_PRESS,
    **subtask_rights.MAY_PRESS,
    **task_rights.MAY_PRESS,
    **triage_rights.MAY_PRESS,
}
SERVED: Mapping[str | type[Verb], str] = {
    **handling_rights.SERVED,
    **lead_task_rights.SERVED,
    **leading_rights.SERVED,
    **notice_rights.SERVED,
    **release_rights.SERVED,
    **subtask_rights.SERVED,
    **task_rights.SERVED,
    **triage_rights.SERVED,
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb of these that names nothing anybody owns."""
    return [
        *triage_rights.buttons_of_nobody(),
        *handling_rights.buttons_of_nobody(),
        *task_rights.buttons_of_nobody(),
        *release_rights.buttons_of_nobody(),
        *lead_task_rights.buttons_of_nobody(),
    ]
