"""Who is served by the forecast of messages: those who keep the roster, whatever of it they name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.buttons import Verb
from bot.domain.forecasts import Forecast, Matter, Push
from bot.domain.operations import TopicKind
from bot.domain.verbs.forecasting import (
    CancelReminder,
    ForecastDay,
    ForecastPerson,
    MakeForecast,
    MoveReminder,
    RestoreReminder,
    Sheet,
    ShowForecast,
)
from storage import forecasts
from tests.handlers.cast import KEEPERS, Served, alike
from tests.world import World

_DAY, _PERSON = date(2026, 12, 11), 1
_SHEET = Sheet(1, _DAY.toordinal(), _PERSON)
_OF = (ShowForecast, MakeForecast, ForecastDay, ForecastPerson, CancelReminder, MoveReminder, RestoreReminder)
MAY_SAY: Mapping[str, Served] = dict.fromkeys(("dubao", "forecast"), alike(KEEPERS))
MAY_PRESS: Mapping[type[Verb], Served] = dict.fromkeys(_OF, alike(KEEPERS))
SERVED: Mapping[str | type[Verb], str] = {
    **dict.fromkeys(("dubao", "forecast", ShowForecast, MakeForecast), "Dự báo nhắc việc"),
    ForecastDay: "ngày 11/12/2026: 01 tin tới 01 người",
    ForecastPerson: "Nhắc báo cáo tháng 12/2026",
    CancelReminder: "Đã hủy lần nhắc",
    MoveReminder: "Chuyển sang ngày làm việc nào?",
    RestoreReminder: "Lần nhắc được gửi theo quy tắc như trước.",
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb."""
    return [
        ShowForecast(1, 0),
        MakeForecast(),
        ForecastDay(1, _DAY.toordinal(), 0),
        ForecastPerson(_SHEET, 0),
        *(verb(_SHEET, 0) for verb in (CancelReminder, MoveReminder, RestoreReminder)),
    ]


def begin_forecast(world: World, db: Database) -> None:
    """Let there be a forecast in which the first person of the roster is reminded of a report."""
    matter = Matter(f"report-d7:2026-12:{_PERSON}:1:2026-12-18", "report", "d7", "2026-12", 1, date(2026, 12, 18))
    push = Push(datetime.combine(_DAY, datetime.min.time(), VN), _PERSON, TopicKind.REMINDER, matters=(matter,))
    number = forecasts.ask(db, 1, date(2027, 1, 31), world.clock.now())
    assert number == _SHEET.forecast
    forecasts.finish(db, number, Forecast(world.clock.now(), date(2027, 1, 31), (push,)), world.clock.now())
