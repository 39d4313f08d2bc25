"""What the sheets of tasks are to hold, put together from a snapshot by nothing that the builder uses."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

Cells = list[list[object]]
NOBODY = "Chưa nêu cơ quan chủ trì"
STAGES = {"working": "Đang thực hiện", "waiting": "Chờ xác nhận", "done": "Hoàn thành", "suspended": "Tạm hoãn"}
BUCKETS = {
    "done_on_time": "Đã hoàn thành đúng hạn",
    "done_late": "Đã hoàn thành quá hạn",
    "open_in_time": "Chưa hoàn thành, trong hạn",
    "open_overdue": "Chưa hoàn thành, quá hạn",
    "no_deadline": "Không hạn",
}


def day(iso: str | None) -> object:
    return datetime.fromisoformat(iso) if iso else ""


def at(iso: str) -> datetime:
    """The time in Viet Nam."""
    return datetime.fromisoformat(iso.removesuffix("Z")) + timedelta(hours=7)


def progress(found: dict[str, Any] | None) -> str:
    if found is None:
        return ""
    far = f"{found['percent']}%" if found["percent"] is not None else ""
    if "figure" in found:
        far = ", ".join(filter(None, [far, f"{found['figure']}/{found['target']} {found['unit']}"]))
    return f"{': '.join(filter(None, [far, found['words']]))} ({at(found['at']):%d/%m/%Y})"


def courses(data: dict[str, Any]) -> Cells:
    return [
        [
            n, c["code"], c["basis"], c["title"], c["lead"] or NOBODY, "; ".join(c["coordinating"]), c["stated"],
            day(c["first_due_on"]), day(c["due_on"]), c["extensions"], day(c["asked"]), STAGES[c["stage"]],
            BUCKETS[c["bucket"]], progress(c["progress"]), c["result"], c["document"], day(c["dated"]),
            day(c["done_on"]), ", ".join(c["difficulties"]),
        ]
        for n, c in enumerate(data["courses"]["rows"], 1)
    ]  # fmt: skip


def by_lead(data: dict[str, Any]) -> Cells:
    """Counted here from the courses: an agency a row, and their sum, which is the number of courses."""
    rows = data["courses"]["rows"]
    counts = Counter((row["lead"], row["bucket"]) for row in rows)
    leads = [each["name"] for each in data["courses"]["agencies"]]
    found: Cells = [
        [n, lead or NOBODY, sum(counts[lead, b] for b in BUCKETS), *(counts[lead, b] for b in BUCKETS)]
        for n, lead in enumerate(leads, 1)
    ]
    sums = [sum(row["bucket"] == bucket for row in rows) for bucket in BUCKETS]
    assert sum(sums) == len(rows) == data["courses"]["figures"]["total"]
    head: list[object] = ["STT", "Cơ quan chủ trì", "Tổng số", *BUCKETS.values()]
    return [head, *found, ["", "Tổng số", len(rows), *sums]]


def stated(task: dict[str, Any]) -> list[object]:
    """How a task went as its member states it; nothing of a report of before that was stated."""
    if "stage" not in task:
        return [""] * 6
    went = [STAGES[task["stage"]], progress(task["progress"]), task["extensions"], day(task["first_due_on"])]
    return [*went, day(task["asked"]), task["confirmed"]]
