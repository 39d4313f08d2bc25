"""The tasks of a paper: courses in every bucket, of seats, of an agency without one and of nobody."""

from __future__ import annotations

from typing import Any

BUCKETS = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline")
LEADS = (("BXD", "Bộ Xây dựng"), ("", "Ủy ban nhân dân tỉnh Điện Biên"), ("", ""))


def courses(said: str) -> dict[str, Any]:
    """Return what a paper says of tasks; what people wrote is `said`."""
    none = {"stated": "", "first_due_on": None, "due_on": None}
    rows = [
        _row(101, 0, "done_on_time", said, stage="done", done_on="2026-11-09", document=said, dated="2026-11-08"),
        _row(101, 1, "open_overdue", said, extensions=1, asked="2026-12-15", overdue_days=5),
        _row(102, 0, "open_overdue", said, stage="waiting", overdue_days=2),
        _row(103, 0, "done_late", said, stage="done", done_on="2026-11-20", extensions=2, difficulties=["VM-2611-001"]),
        _row(104, 1, "open_in_time", said, stage="suspended"),
        _row(105, 2, "no_deadline", said, stage="done", done_on="2026-11-12", **none),
    ]
    rows[2]["progress"] = {"at": "2026-11-20T02:00:00Z", "percent": None, "words": said}
    rows[3]["progress"] = None
    rows[4]["progress"] |= {"figure": 120, "target": 342, "unit": "phản ánh, kiến nghị"}
    return {
        "figures": _figures(rows, cancelled=2),
        "cancelled": ["NV-26-106"],
        "of_body": _figures(rows[:1], cancelled=0),
        "agencies": [
            {
                "seat": seat,
                "name": name,
                "buckets": {b: sum(r["bucket"] == b and r["lead"] == name for r in rows) for b in BUCKETS},
                "extensions": sum(r["extensions"] for r in rows if r["lead"] == name),
            }
            for seat, name in LEADS
        ],
        "rows": rows,
    }


def _row(number: int, lead: int, bucket: str, said: str, **more: Any) -> dict[str, Any]:
    seat, name = LEADS[lead]
    return {
        "code": f"NV-26-{number}",
        "basis": said,
        "title": said,
        "seat": seat,
        "lead": name,
        "coordinating": [said, "Bộ Tư pháp"],
        "stated": "10/11/2026",
        "first_due_on": "2026-11-10",
        "due_on": "2026-11-17",
        "overdue_days": None,
        "extensions": 0,
        "asked": None,
        "stage": "working",
        "bucket": bucket,
        "progress": {"at": "2026-11-18T02:00:00Z", "percent": 80, "words": said},
        "result": said if bucket.startswith("done") else "",
        "document": "",
        "dated": None,
        "done_on": None,
        "difficulties": [],
        **more,
    }


def _figures(rows: list[dict[str, Any]], cancelled: int) -> dict[str, Any]:
    stages = [row["stage"] for row in rows]
    return {
        "total": len(rows),
        "tasks": len({row["code"] for row in rows}),
        "buckets": {bucket: sum(row["bucket"] == bucket for row in rows) for bucket in BUCKETS},
        "done": stages.count("done"),
        "suspended": stages.count("suspended"),
        "waiting": stages.count("waiting"),
        "extended": sum(row["extensions"] > 0 for row in rows),
        "extensions": sum(row["extensions"] for row in rows),
        "asked": sum(row["asked"] is not None for row in rows),
        "cancelled": cancelled,
    }
