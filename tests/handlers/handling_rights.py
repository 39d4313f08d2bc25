"""Who is served by the acts of the desk on a difficulty, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.classifying import Criterion, Matter
from bot.domain.handling import DeskAct
from bot.domain.triage import mark
from bot.domain.verbs.approving import AskOrigin, ChooseOrigin
from bot.domain.verbs.difficulties import SendResultFiles
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
from bot.domain.verbs.saved_replies import (
    AskDeleteReply,
    DeleteReply,
    ListReplies,
    RenameReply,
    SaveReply,
    ShowReply,
)
from bot.domain.verbs.slips import DraftSlip, MakeSlip
from tests.handlers import wording_rights
from tests.handlers.cast import DESK, NOBODY, Served, alike

_ACTS = (OpenAct, ShowNotes, AcceptDifficulty, UndoAct, AcceptAll, UndoAll)
_CORRECTIONS = (OpenCorrection, CorrectMatter, MarkCriterion, TakeAgency)
MAY_PRESS: Mapping[type[Verb], Served] = {
    **dict.fromkeys((*_ACTS, *_CORRECTIONS), (NOBODY, DESK)),
    **wording_rights.MAY_PRESS,
    # Of what is not with an authority there is no slip: `test_slips.py` has one that is.
    **dict.fromkeys((MakeSlip, DraftSlip), alike(NOBODY)),
    ListReplies: alike(DESK),
    AskOrigin: (DESK, NOBODY),
    ChooseOrigin: (DESK, NOBODY),
    SendResultFiles: alike(NOBODY),  # `test_result_files.py` has a result with files
    # Nobody has saved anything: `test_saved_replies.py` has somebody who did.
    **dict.fromkeys((SaveReply, ShowReply, RenameReply, AskDeleteReply, DeleteReply), alike(NOBODY)),
}
SERVED: Mapping[str | type[Verb], str] = {
    OpenAct: "{difficulty} – ",
    ShowNotes: "{difficulty} – ghi chú nội bộ",
    AskOrigin: "Báo cáo của Hiệp hội",
    ChooseOrigin: "Báo cáo tháng 12/2026",
    ListReplies: "Mẫu trả lời – Trả lời",
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


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [
        ListReplies(DeskAct.ANSWERED),
        SaveReply(1),
        ShowReply(1),
        RenameReply(1),
        AskDeleteReply(1),
        DeleteReply(1),
        DraftSlip(1),
    ]


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
        MakeSlip(difficulty),
    ]
