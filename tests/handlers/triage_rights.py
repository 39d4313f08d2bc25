"""Who is served by the queue of the desk, by its ledger and by urging, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.periods import Period, SeatState
from bot.domain.selecting import JointAct
from bot.domain.triage import QueueFilter, QueueView
from bot.domain.verbs.ledger import (
    AskUrge,
    ChooseUrged,
    ExcuseSeat,
    LeaveOut,
    SendUrging,
    ShowLedger,
    ShowLedgerSeat,
    ShowLedgerState,
    ShowUnsent,
    ShowUrgeWords,
    ShowUrging,
)
from bot.domain.verbs.selecting import (
    AskHandOver,
    ChooseJointAct,
    ClearSelected,
    DoJointAct,
    OpenJointAct,
    SelectInQueue,
    SelectPage,
    ToggleSelected,
    UndoJointAct,
)
from bot.domain.verbs.triage import (
    AskQueueFilter,
    ClaimDifficulty,
    OpenQueueItem,
    ReleaseDifficulty,
    ShowQueue,
    TakeOverDifficulty,
)
from tests.handlers import desk_task_rights, wording_rights
from tests.handlers.cast import DESK, NOBODY, Served, alike
from tests.world import World

DECEMBER = Period(2026, 12)
MAY_SAY: Mapping[str, Served] = {"tiepnhan": alike(DESK), "triage": alike(DESK)}
MAY_PRESS: Mapping[type[Verb], Served] = {
    ShowQueue: alike(DESK),
    AskQueueFilter: alike(DESK),
    OpenQueueItem: (NOBODY, DESK),
    ClaimDifficulty: (NOBODY, DESK),
    TakeOverDifficulty: (NOBODY, DESK),
    ReleaseDifficulty: (NOBODY, DESK),
    SelectInQueue: alike(DESK),
    SelectPage: alike(DESK),
    ToggleSelected: (NOBODY, DESK),
    ClearSelected: alike(DESK),
    ChooseJointAct: alike(DESK),
    OpenJointAct: alike(DESK),
    DoJointAct: alike(DESK),
    # There is one officer, who has done nothing: `test_selecting.py` has two.
    AskHandOver: alike(NOBODY),
    UndoJointAct: alike(NOBODY),
    ShowLedger: alike(DESK),
    ShowLedgerState: alike(DESK),
    ShowUnsent: alike(DESK),
    ShowLedgerSeat: (NOBODY, DESK),
    AskUrge: alike(DESK),
    ExcuseSeat: (NOBODY, DESK),
    ShowUrging: alike(DESK),
    ShowUrgeWords: alike(DESK),
    ChooseUrged: alike(DESK),
    LeaveOut: alike(DESK),
    SendUrging: alike(DESK),
    **desk_task_rights.MAY_PRESS,
}
SERVED: Mapping[str | type[Verb], str] = {
    "tiepnhan": "Xử lý vướng mắc – tất cả",
    "triage": "Xử lý vướng mắc – tất cả",
    ShowQueue: "Xử lý vướng mắc – tất cả",
    AskQueueFilter: "Lĩnh vực nào?",
    OpenQueueItem: "{difficulty} – Đất đai",
    ClaimDifficulty: "{difficulty} đang do Phạm Thu Chi xử lý",
    TakeOverDifficulty: "{difficulty} đang do Phạm Thu Chi xử lý",
    ReleaseDifficulty: "{difficulty} – Đất đai",
    SelectInQueue: "Chọn nhiều vướng mắc",
    SelectPage: "Chọn nhiều vướng mắc",
    ToggleSelected: "Chọn nhiều vướng mắc",
    ClearSelected: "Chọn nhiều vướng mắc",
    ChooseJointAct: "Chưa chọn vướng mắc nào.",
    OpenJointAct: "Chưa chọn vướng mắc nào.",
    DoJointAct: "Đã có thay đổi từ khi hiển thị",
    ShowLedger: "Sổ theo dõi – tháng 12/2026",
    ShowLedgerState: "Chưa gửi – tháng 12/2026",
    ShowUnsent: "Tin nhắc không gửi",
    ShowLedgerSeat: "báo cáo tháng 12/2026: ",
    ExcuseSeat: "Miễn báo cáo tháng 12/2026",
    AskUrge: "Gửi tin đôn đốc đến",
    ShowUrging: "Gửi tin đôn đốc đến",
    ShowUrgeWords: "Nội dung gửi thành viên:",
    ChooseUrged: "Mời chọn thành viên không gửi đôn đốc",
    LeaveOut: "Mời chọn thành viên không gửi đôn đốc",
    SendUrging: "Đã gửi tin đôn đốc báo cáo tháng 12/2026",
    **desk_task_rights.SERVED,
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [
        ShowQueue(),
        AskQueueFilter(QueueFilter.FIELD, 0, QueueView()),
        SelectInQueue(QueueView()),
        SelectPage(QueueView()),
        ClearSelected(QueueView()),
        ChooseJointAct(QueueView()),
        OpenJointAct(JointAct.ACCEPTED, QueueView()),
        AskHandOver(1, QueueView()),
        DoJointAct(JointAct.ACCEPTED, 0, 1, QueueView()),
        UndoJointAct(1),
        ShowLedger(DECEMBER),
        ShowUnsent(0),
        ShowLedgerState(DECEMBER, SeatState.OPEN, 0),
        AskUrge(DECEMBER),
        ShowUrging(1),
        ShowUrgeWords(1),
        ChooseUrged(1, 0),
        LeaveOut(1, 1, 0),
        SendUrging(1),
        *wording_rights.buttons_of_nobody(),
        *desk_task_rights.buttons_of_nobody(),
    ]


def buttons_of_difficulty(world: World, difficulty: str, seat: int) -> list[Verb]:
    """Return a button of each verb that names a difficulty or its seat; nobody has taken it on, or whoever did last."""
    sql = "SELECT id FROM claims WHERE difficulty = ? AND ended_at IS NULL"
    claim = next((row[0] for row in world.read.conn.execute(sql, [difficulty])), 0)
    return [
        OpenQueueItem(difficulty, QueueView()),
        ToggleSelected(difficulty, QueueView()),
        ClaimDifficulty(difficulty),
        TakeOverDifficulty(difficulty, claim),
        ReleaseDifficulty(difficulty, claim),
        ShowLedgerSeat(DECEMBER, seat),
        ExcuseSeat(seat, DECEMBER),
        *desk_task_rights.buttons_of_task(world, difficulty, seat),
    ]
