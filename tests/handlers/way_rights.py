"""Who is served by the ways of being reached, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.verbs.ways import AddWay, AskRemoveWay, ListWays, OpenWay, PutWayFirst, RemoveWay
from tests.handlers.cast import LINKED, NOBODY, Served, alike

SERVED: Mapping[str | type[Verb], str] = {
    ListWays: "1. Telegram (đang dùng)",
    OpenWay: "Telegram: kênh nhận tin đầu tiên.",
    PutWayFirst: "1. Telegram (đang dùng)",
    AskRemoveWay: "Telegram là kênh duy nhất",
    RemoveWay: "Telegram là kênh duy nhất",  # the last one is not removed
    AddWay: "Mã liên kết kênh khác",
}
MAY_PRESS: Mapping[type[Verb], Served] = {
    ListWays: alike(LINKED),
    AddWay: alike(LINKED),
    **dict.fromkeys((OpenWay, PutWayFirst, AskRemoveWay, RemoveWay), (LINKED, NOBODY)),
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [ListWays(), AddWay()]


def buttons_of_account(account: int) -> list[Verb]:
    """Return a button of each verb that names a way."""
    return [OpenWay(account), PutWayFirst(account), AskRemoveWay(account), RemoveWay(account)]
