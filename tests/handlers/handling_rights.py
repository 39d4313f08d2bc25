"""Who is served by the acts of the desk on a difficulty, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.handling import DeskAct
from bot.domain.verbs.handling import AcceptAll, AcceptDifficulty, OpenAct, ShowNotes, UndoAct, UndoAll
from tests.handlers import wording_rights
from tests.handlers.cast import DESK, NOBODY, Served

MAY_PRESS: Mapping[type[Verb], Served] = {
    **dict.fromkeys((OpenAct, ShowNotes, AcceptDifficulty, UndoAct, AcceptAll, UndoAll), (NOBODY, DESK)),
    **wording_rights.MAY_PRESS,
}
SERVED: Mapping[str | type[Verb], str] = {
    OpenAct: "{difficulty} – ",
    ShowNotes: "{difficulty} – ghi chú nội bộ",
    AcceptDifficulty: "{difficulty} – Đất đai",
    UndoAct: "{difficulty} – Đất đai",
    AcceptAll: "{difficulty} – Đất đai",
    UndoAll: "{difficulty} – Đất đai",
    **wording_rights.SERVED,
}


def buttons_of_report(report: str) -> list[Verb]:
    """Return a button of each verb that names a report."""
    return [AcceptAll(report, 1), UndoAll(report)]


def buttons_of_difficulty(difficulty: str) -> list[Verb]:
    """Return a button of each verb that names a difficulty."""
    return [
        OpenAct(difficulty, DeskAct.FORWARDED, 2),
        AcceptDifficulty(difficulty, 2),
        UndoAct(difficulty, 2),
        ShowNotes(difficulty, 0),
        *wording_rights.buttons_of_difficulty(difficulty),
    ]
