"""Who is served by the release of papers, by what goes to the leaders, and by the forecast; a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.periods import Period
from bot.domain.verbs.desk import AskRelease, AskToShow, ReleaseFigures, SendToLeaders, ShowToLeaders
from tests.handlers import forecast_rights
from tests.handlers.cast import DESK, Served, alike

_NOVEMBER = Period(2026, 11)
_OF_WAITING = (AskRelease, ReleaseFigures, AskToShow, ShowToLeaders)
MAY_PRESS: Mapping[type[Verb], Served] = {
    **dict.fromkeys((*_OF_WAITING, SendToLeaders), alike(DESK)),
    **forecast_rights.MAY_PRESS,
}
SERVED: Mapping[str | type[Verb], str] = {
    **dict.fromkeys(_OF_WAITING, "nào đang chờ duyệt"),
    SendToLeaders: "Chưa có bản đã chốt",
    **forecast_rights.SERVED,
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb."""
    return [
        *(verb(_NOVEMBER, 7) for verb in _OF_WAITING),
        SendToLeaders(_NOVEMBER, 0),
        *forecast_rights.buttons_of_nobody(),
    ]
