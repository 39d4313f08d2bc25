"""Who is served by the wording of difficulties and by the remarks of a paper, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.periods import Period
from bot.domain.verbs.wordings import AnswerWording, OpenRemarks, OpenWording, SendWording
from bot.domain.wordings import Agreement
from tests.handlers.cast import DESK, MEMBERS, NOBODY, Served, alike

MAY_PRESS: Mapping[type[Verb], Served] = {
    OpenWording: (NOBODY, DESK),
    SendWording: (NOBODY, DESK),
    AnswerWording: (MEMBERS, NOBODY),
    OpenRemarks: alike(DESK),
}
SERVED: Mapping[str | type[Verb], str] = {
    OpenWording: "{difficulty} – ",
    SendWording: "{difficulty} – Đất đai",
    AnswerWording: "{difficulty}: nội dung biên tập này không còn là nội dung hiện tại",
    OpenRemarks: "nào đang chờ duyệt",
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [OpenRemarks(Period(2026, 11))]


def buttons_of_difficulty(difficulty: str) -> list[Verb]:
    """Return a button of each verb that names a difficulty."""
    return [OpenWording(difficulty, 2), SendWording(difficulty, 2), AnswerWording(difficulty, 2, Agreement.CONFIRMED)]
