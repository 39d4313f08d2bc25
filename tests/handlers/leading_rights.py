"""Who is served by what leaders look at and say, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database

from bot.domain.buttons import Verb
from bot.domain.directing import DIRECTING
from bot.domain.forms import Act
from bot.domain.leading import Breakdown, LeaderView
from bot.domain.triage import mark
from bot.domain.verbs.leading import (
    AgreeToProposal,
    AnswerDirection,
    ListOpinions,
    OpenDirection,
    OpenLate,
    OpenLine,
    ShowBreakdown,
    ShowLate,
    ShowLines,
    ShowOpinion,
    ShowSituation,
    ShowUnsent,
    UndoDirection,
    UrgeDifficulty,
)
from storage import drafts, people
from tests.handlers.cast import LEADER, NOBODY, Served, alike
from tests.handlers.triage_rights import DECEMBER
from tests.world import World

_LINES = LeaderView(Breakdown.FIELD, mark("dat_dai"), 0, DECEMBER)
MAY_PRESS: Mapping[type[Verb], Served] = {
    **dict.fromkeys((ShowSituation, ShowUnsent, ShowLate, ShowBreakdown, ShowLines, ListOpinions), alike(LEADER)),
    **dict.fromkeys(
        (OpenLine, OpenLate, ShowOpinion, AgreeToProposal, UrgeDifficulty, UndoDirection), (NOBODY, LEADER)
    ),
    AnswerDirection: (LEADER, NOBODY),
    OpenDirection: (NOBODY, LEADER),
}
SERVED: Mapping[str | type[Verb], str] = {
    ShowSituation: "Tình hình kỳ tháng 12/2026",
    ShowUnsent: "Chưa gửi báo cáo tháng 12/2026",
    ShowLate: "Quá hạn (",
    ShowBreakdown: "Vướng mắc theo lĩnh vực, tháng 12/2026",
    ShowLines: "Đất đai – tháng 12/2026",
    ListOpinions: "Không có nội dung chờ cho ý kiến",
    OpenLine: "{difficulty} – Đất đai",
    OpenLate: "{difficulty} – Đất đai",
    ShowOpinion: "{difficulty} – Doanh nghiệp",
    AgreeToProposal: "{difficulty} – Doanh nghiệp",
    UrgeDifficulty: "{difficulty} – Doanh nghiệp",
    UndoDirection: "{difficulty} – Doanh nghiệp",
    OpenDirection: "{difficulty} – Ý kiến chỉ đạo",
    AnswerDirection: " – Ý kiến chỉ đạo",
}


def begin_opinion(world: World, db: Database) -> None:
    """Let Lan have begun to say something of a difficulty."""
    lan = people.person_by_code(db, "LAN")
    assert lan is not None
    (code,) = db.conn.execute("SELECT code FROM difficulties ORDER BY id").fetchone()
    drafts.add_draft(db, lan.id, 0, DIRECTING, code, "", world.clock.now())


def buttons_of_nobody(draft: int, rev: int) -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns, and of what is answered in a leader's draft."""
    return [
        ShowSituation(),
        ShowUnsent(DECEMBER, 0),
        ShowLate(0),
        ShowBreakdown(DECEMBER, Breakdown.FIELD, 0),
        ShowLines(_LINES),
        ListOpinions(0),
        AnswerDirection(draft, rev, Act.BEGIN, 0),
    ]


def buttons_of_difficulty(difficulty: str) -> list[Verb]:
    """Return a button of each verb that names a difficulty."""
    return [
        OpenLine(difficulty, _LINES),
        OpenLate(difficulty, 0),
        ShowOpinion(difficulty),
        AgreeToProposal(difficulty, 2),
        UrgeDifficulty(difficulty, 2),
        UndoDirection(difficulty, 2),
        OpenDirection(difficulty, 2),
    ]
