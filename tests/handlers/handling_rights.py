"""Who is served by the acts of the desk on a difficulty, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.classifying import Criterion, Matter
from bot.domain.handling import DeskAct
from bot.domain.triage import mark
from bot.domain.verbs.handling import (
    AcceptAll,
    AcceptDifficulty,
    CorrectMatter,
    MarkCriterion,
    OpenAct,
    OpenCorrection,
    ShowNotes,
    TakeAgency,
    UndoAct,
    UndoAll,
)
from tests.handlers import wording_rights
from tests.handlers.cast import DESK, NOBODY, Served

_ACTS = (OpenAct, ShowNotes, AcceptDifficulty, UndoAct, AcceptAll, UndoAll)
_CORRECTIONS = (OpenCorrection, CorrectMatter, MarkCriterion, TakeAgency)
MAY_PRESS: Mapping[type[Verb], Served] = {
    **dict.fromkeys((*_ACTS, *_CORRECTIONS), (NOBODY, DESK)),
    **wording_rights.MAY_PRESS,
}
SERVED: Mapping[str | type[Verb], str] = {
    OpenAct: "{difficulty} – ",
    ShowNotes: "{difficulty} – ghi chú nội bộ",
    AcceptDifficulty: "{difficulty} – Đất đai",
    UndoAct: "{difficulty} – Đất đai",
    AcceptAll: "{difficulty} – Đất đai",
    UndoAll: "{difficulty} – Đất đai",
    OpenCorrection: "{difficulty} – phân loại",
    CorrectMatter: "{difficulty} – ",
    MarkCriterion: "{difficulty} – ",
    TakeAgency: "{difficulty} – Đất đai",
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
        OpenCorrection(difficulty),
        CorrectMatter(difficulty, Matter.TITLE, 2),
        MarkCriterion(difficulty, Criterion.CONFLICT, 2),
        TakeAgency(difficulty, mark("BNNMT"), 2),
        *wording_rights.buttons_of_difficulty(difficulty),
    ]
