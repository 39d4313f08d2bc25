"""Who is served by what, and the words by which it is seen: a row for every command and every verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.verbs.desk import AcceptAdhoc, ShowAggregate
from bot.domain.verbs.directory import (
    AnswerDirectory,
    ApplyRosterFile,
    AskEndDuty,
    AskUnlink,
    ConfirmRequest,
    EndDuty,
    IssueInvitation,
    ListMembers,
    OpenAddition,
    OpenHandover,
    RefuseRequest,
    ShowCallList,
    ShowMember,
    ShowRequest,
    ShowRosterFile,
    Unlink,
)
from bot.domain.verbs.drafts import (
    AskDeleteDraft,
    DeleteDraft,
    ListDrafts,
    ShowSharedDraft,
    StartAdhoc,
    TakeDraft,
)
from bot.domain.verbs.home import ShowHelp, ShowHome
from bot.domain.verbs.joining import AskAddress, ChooseAddress, Join
from bot.domain.verbs.lookup import AskLookup, ShowLookupEntry, ShowLookupList, ShowReport
from bot.domain.verbs.reporting import (
    AnswerForm,
    ChooseReport,
    ContinueDraft,
    DropKept,
    MoveDraft,
    OpenAdhoc,
    OpenNilReport,
    OpenReport,
)
from bot.domain.verbs.tasks import ListReportTasks, ListTasks, ShowStatement, ShowTask, StateTask
from tests.asking import step_at
from tests.handlers.cast import (
    ADMIN,
    DESK,
    EVERYBODY,
    KEEPERS,
    LEADER,
    LINKED,
    MEMBERS,
    NOBODY,
    READERS,
    Served,
    alike,
)

MAY_SAY: Mapping[str, Served] = {
    "start": alike(EVERYBODY),
    "batdau": alike(EVERYBODY),
    "trogiup": alike(LINKED),
    "help": alike(LINKED),
    "baocao": alike(MEMBERS),
    "report": alike(MEMBERS),
    "nhiemvu": alike(READERS),
    "tasks": alike(READERS),
    "tracuu": (MEMBERS, DESK | LEADER),
    "search": (MEMBERS, DESK | LEADER),
    "tonghop": alike(DESK | LEADER),
    "digest": alike(DESK | LEADER),
    "thanhvien": alike(KEEPERS),
    "members": alike(KEEPERS),
}
"""Everybody in the table of commands."""

MAY_PRESS: Mapping[type[Verb], Served] = {
    Join: alike(frozenset({"stranger"})),
    ChooseAddress: alike(LINKED),
    AskAddress: alike(LINKED),
    ShowHome: alike(LINKED),
    ShowHelp: alike(LINKED),
    ChooseReport: alike(MEMBERS),
    MoveDraft: (MEMBERS, NOBODY),
    ContinueDraft: (MEMBERS, NOBODY),
    DropKept: alike(MEMBERS),
    AnswerForm: (MEMBERS, NOBODY),
    OpenReport: (MEMBERS, NOBODY),
    OpenNilReport: (MEMBERS, NOBODY),
    OpenAdhoc: (MEMBERS, NOBODY),
    StartAdhoc: (MEMBERS, NOBODY),
    ListDrafts: alike(MEMBERS),
    ShowSharedDraft: alike(NOBODY),
    TakeDraft: alike(NOBODY),
    AskDeleteDraft: (MEMBERS, NOBODY),
    ListReportTasks: alike(NOBODY),
    StateTask: alike(NOBODY),
    ShowStatement: alike(NOBODY),
    ListTasks: alike(READERS),
    ShowTask: (MEMBERS, DESK | LEADER),
    ShowReport: (MEMBERS, DESK | LEADER),
    AskLookup: alike(READERS),
    ShowLookupList: alike(READERS),
    ShowLookupEntry: (MEMBERS, DESK | LEADER),
    AcceptAdhoc: (NOBODY, DESK),
    ShowAggregate: alike(DESK | LEADER),
    ListMembers: alike(KEEPERS),
    ShowCallList: alike(KEEPERS),
    ShowMember: alike(KEEPERS),
    IssueInvitation: (DESK, KEEPERS),
    OpenAddition: alike(KEEPERS),
    AnswerDirectory: (KEEPERS, NOBODY),
    OpenHandover: (NOBODY, KEEPERS),
    ShowRosterFile: (ADMIN, NOBODY),
    ApplyRosterFile: (ADMIN, NOBODY),
    ShowRequest: alike(ADMIN),
    ConfirmRequest: alike(ADMIN),
    RefuseRequest: alike(ADMIN),
    AskUnlink: (NOBODY, KEEPERS),
    Unlink: (NOBODY, KEEPERS),
    AskEndDuty: (NOBODY, KEEPERS),
    EndDuty: (NOBODY, KEEPERS),
    DeleteDraft: (MEMBERS, NOBODY),
}
"""Every verb of the registry, pressed in this order: a draft is moved into December, then written on.

Nobody reads a draft of another seat, nor their own as a colleague's; those of one seat are in test_shared_drafts.
The members are the council's, whose reports say nothing of tasks; those of the working group are in test_task_results.
"""

SERVED: Mapping[str | type[Verb], str] = {
    "start": "Trợ lý Tổ công tác",
    "batdau": "Trợ lý Tổ công tác",
    "trogiup": "Hướng dẫn",
    "help": "Hướng dẫn",
    "baocao": "Gửi báo cáo",
    "report": "Gửi báo cáo",
    "nhiemvu": "Nhiệm vụ đang thực hiện",
    "tasks": "Nhiệm vụ đang thực hiện",
    "tracuu": "{difficulty} – Đất đai",
    "search": "{difficulty} – Đất đai",
    "tonghop": "Tổng hợp khó khăn, vướng mắc",
    "digest": "Tổng hợp khó khăn, vướng mắc",
    "thanhvien": "Danh sách thành viên",
    "members": "Danh sách thành viên",
    Join: "Kênh này dành cho thành viên",
    ChooseAddress: "Đã liên kết tài khoản của",
    AskAddress: "Mời chọn cách xưng hô",
    ShowHome: "Trợ lý Tổ công tác",
    DropKept: "Trợ lý Tổ công tác",
    ShowHelp: "Hướng dẫn",
    ChooseReport: "Gửi báo cáo",
    MoveDraft: f"tháng 12/2026 – vướng mắc số 1 – {step_at('field')}",
    ContinueDraft: f"tháng 12/2026 – vướng mắc số 1 – {step_at('field')}",
    AnswerForm: f"tháng 12/2026 – vướng mắc số 1 – {step_at('procedure')}",
    OpenReport: f"tháng 12/2026 – vướng mắc số 1 – {step_at('procedure')}",
    OpenNilReport: "không phát sinh",
    OpenAdhoc: "Mức độ đề nghị xử lý",
    StartAdhoc: "Mức độ đề nghị xử lý",
    ListDrafts: "Bản nháp",
    AskDeleteDraft: "Nội dung đã xóa không khôi phục được",
    DeleteDraft: "Đã xóa bản nháp",
    ListTasks: "Nhiệm vụ đang thực hiện",
    ShowTask: "{task} – ",
    ShowReport: "{difficulty} – Đất đai",
    AskLookup: "Mời nhập từ khóa",
    ShowLookupList: "Báo cáo đã gửi",
    ShowLookupEntry: "{difficulty} – Đất đai",
    AcceptAdhoc: "Người tiếp nhận: Phạm Thu Chi",
    ShowAggregate: "Tổng hợp khó khăn, vướng mắc",
    ListMembers: "Danh sách thành viên",
    ShowMember: "{name} ({person})",
    IssueInvitation: "Đã tạo mã mời cho {name}",
    ShowCallList: "Cần liên hệ qua điện thoại",
    OpenAddition: "Thêm người vào danh sách",
    AnswerDirectory: "Thêm người vào danh sách",
    OpenHandover: "Bàn giao: {name}",
    ShowRosterFile: "Xem trước danh-sach.csv",
    ApplyRosterFile: "Danh sách đã được cập nhật",
    ShowRequest: "Xác nhận của người quản trị thứ hai",
    ConfirmRequest: "đã được xác nhận và thực hiện",
    RefuseRequest: "đã bị từ chối",
    AskEndDuty: "Kết thúc vai trò",
    EndDuty: "Đã kết thúc vai trò",
    AskUnlink: "Hủy liên kết tài khoản của {name}?",
    Unlink: "Đã hủy liên kết tài khoản của {name}",
}
"""Words that only somebody who is served can see."""
SAID_OVER_THE_BUTTON = frozenset({AcceptAdhoc, DropKept})
"""Verbs that serve with a remark over the button."""
