"""Who is served by the rules of reminders, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.reminder_rules import Kind
from bot.domain.rule_editing import RulePart
from bot.domain.verbs.reminder_rules import (
    ApplyRule,
    ApplyRuleVersion,
    AskRuleDrop,
    AskRulePart,
    DropRuleDraft,
    DropRulePart,
    EditRule,
    ListRules,
    ListRuleVersions,
    PreviewRule,
    PreviewRuleVersion,
    SetRulePart,
)
from tests.handlers.cast import ADMIN, Served, alike

MAY_SAY: Mapping[str, Served] = {"quytac": alike(ADMIN), "rules": alike(ADMIN)}
SERVED: Mapping[str | type[Verb], str] = {
    "quytac": "Quy tắc nhắc việc – phiên bản ban đầu",
    "rules": "Quy tắc nhắc việc – phiên bản ban đầu",
    ListRules: "Quy tắc nhắc việc – phiên bản ban đầu",
    EditRule: "Đang áp dụng: Báo cáo định kỳ: mở kỳ; trước 07, 03, 01 ngày",
    AskRulePart: "Chọn nội dung cần đặt",
    AskRuleDrop: "Chọn nội dung cần bỏ",
    SetRulePart: "Dự kiến, chưa áp dụng: Báo cáo định kỳ: mở kỳ; trước 07, 05, 03, 01 ngày",
    DropRulePart: "Dự kiến, chưa áp dụng: Báo cáo định kỳ: mở kỳ; trước 05, 03, 01 ngày",
    PreviewRule: "Xem trước thay đổi quy tắc nhắc việc",
    ApplyRule: "chưa áp dụng",  # of a version that is not there: shown anew
    DropRuleDraft: "Đã bỏ thay đổi",
    ListRuleVersions: "Các phiên bản quy tắc nhắc việc",
    PreviewRuleVersion: "Không có thay đổi",
    ApplyRuleVersion: "chưa áp dụng",
}
MAY_PRESS: Mapping[type[Verb], Served] = {verb: alike(ADMIN) for verb in SERVED if not isinstance(verb, str)}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb; the draft is that of whoever presses."""
    return [
        ListRules(),
        EditRule(Kind.REPORT),
        AskRulePart(Kind.REPORT, RulePart.BEFORE),
        AskRuleDrop(Kind.REPORT),
        SetRulePart(Kind.REPORT, RulePart.BEFORE, 5),
        DropRulePart(Kind.REPORT, RulePart.BEFORE, 7),
        PreviewRule(Kind.REPORT),
        ApplyRule(Kind.REPORT, 0, 7),
        DropRuleDraft(Kind.REPORT),
        ListRuleVersions(),
        PreviewRuleVersion(0),
        ApplyRuleVersion(0, 7),
    ]
