"""Who is served by what is pressed on the calendar: those who keep the roster."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.calendar_forms import CalendarAct
from bot.domain.verbs.calendar_days import OpenCalendarForm, ShowCalendar
from tests.handlers.cast import KEEPERS, Served, alike

MAY_PRESS: Mapping[type[Verb], Served] = dict.fromkeys((ShowCalendar, OpenCalendarForm), alike(KEEPERS))
SERVED: Mapping[str | type[Verb], str] = {
    "lich": "Lịch làm việc năm 2026",
    "calendar": "Lịch làm việc năm 2026",
    ShowCalendar: "Lịch làm việc năm",
    OpenCalendarForm: "Thêm ngày nghỉ",
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb; none names anything that anybody owns."""
    return [ShowCalendar(), OpenCalendarForm(CalendarAct.OFF)]
