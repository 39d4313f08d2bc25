"""A period with everything a snapshot may say of it; what people wrote is `text`."""

from __future__ import annotations

from typing import Any

from bot.domain.understood import CODES, PROVISIONS
from tests.exports.rich_courses import courses
from tests.exports.samples import FIELDS, snapshot

HASH = "0123456789abcdef" * 4
STATES = ("accepted", "forwarded", "answered", "merged")


def rich(text: str | None = None, difficulties: int = 4, kind: str = "release") -> dict[str, Any]:
    """Return a snapshot of November in which every key is there; of an addendum, or a quarter, with its own."""
    data = snapshot(difficulties, text)
    said = text if text is not None else "Nội dung do người viết."
    for number, each in enumerate(data["difficulties"]):
        _enrich(each, number, said)
    data["difficulties"][-1] |= {"state": "merged", "merged_into": data["difficulties"][0]["code"], "adhoc": "khan"}
    data["difficulties"][-1]["report"] = "DX-2611-001"
    data |= _around(data, said)
    data["body"] |= {"short": "Hội đồng tư vấn"}
    data["kind"] = kind
    if kind == "addendum":
        data |= {"addendum": 1, "since": "2026-11-19T02:00:00Z", "added": [data["seats"][0]["report"]]}
        data["after"] = {"reports": 4, "adhoc": 1, "difficulties": difficulties + 2}
        data["after"] |= {"fields": data["fields"], "agencies": data["agencies"]}
        del data["trend"], data["courses"]
    if kind == "quarter":
        data |= {"kind": "digest", **_quarter(data, said)}
        data["period"] |= {"code": "26Q4", "number": 4, "cadence": "quarter"}
        del data["trend"]
    return data


def _enrich(each: dict[str, Any], number: int, said: str) -> None:
    each |= {
        "state": STATES[number % 3],
        "adhoc": None,
        "members": 2 if number == 0 else 1,
        PROVISIONS: "Điều 3 Thông tư số 12/2021/TT-BTNMT" if number == 0 else "",
        CODES: "1.012786" if number == 0 else "",
        "result": said if number % 3 == 2 else "",
        "forwarded": said if number % 3 == 1 else "",
        "file_hashes": [HASH, ""][: len(each["files"])],
    }
    if number == 0:
        each |= {"worded": {"content": said, "proposal": said}, "chosen": {"field": said, "agency": ""}}
        each |= {"title": said, "outside": said, "criteria": ["conflict"], "result_files": 2, "came": "thư điện tử"}
        each |= {"amended": {"version": 2, "at": "2026-11-18T02:00:00Z"}}


def _around(data: dict[str, Any], said: str) -> dict[str, Any]:
    """What stands beside the difficulties."""
    first, last = data["difficulties"][0], data["difficulties"][-1]
    codes = [each["code"] for each in data["difficulties"]]
    carried = [_carried(n, state, said) for n, state in enumerate(("sent", "forwarded", "closed"), 1)]
    conflict = {
        **{name: first[name] for name in ("code", "organisation", "content", "proposal", "agency")},
        "criteria": ["conflict"],
        "provisions": [said],
        "outside": said,
    }
    return {
        "fixed_at": "2026-11-23T10:00:00Z",
        "taken_at": "2026-11-24T03:00:00Z",
        "remarks": f"{said}\nDòng thứ hai.",
        "released": {"at": "2026-11-24T03:00:00Z", "by": said},
        "audit": {"entry": 1234, "head": HASH},
        "provisional_days": ["2026-11-24"],
        "adhoc": [_adhoc(last, said)],
        "agencies": [
            {"code": "", "name": said, "count": len(codes) - 1, "difficulties": codes[:-1]},
            {"code": "", "name": "", "count": 1, "difficulties": codes[-1:]},
        ],
        "provisions": [{"name": "Điều 3 Thông tư số 12/2021/TT-BTNMT", "difficulties": codes[:1]}],
        "procedures": [{"name": "1.012786", "difficulties": codes[:1]}],
        "carried": carried,
        "reckoning": {
            "carried": 3, "new": len(codes), "reopened": 0, "unmerged": 0, "closed": 1, "merged": 1,
            "open": len(codes) + 1,
        },
        "conflicts": [conflict],
        "directed": [
            {"code": codes[0], "at": "2026-11-20T02:00:00Z", "direction": "own", "words": said},
            {"code": codes[0], "at": "2026-11-21T02:00:00Z", "direction": "agreed", "words": said},
        ],
        "trend": [_run(month) for month in (9, 10)],
        "courses": courses(said),
    }  # fmt: skip


def _adhoc(each: dict[str, Any], said: str) -> dict[str, Any]:
    return {
        "code": each["report"],
        "urgency": "khan",
        "seat": each["seat"],
        "organisation": each["organisation"],
        "sent_at": each["sent_at"],
        "sender": said,
        "accepted": True,
        "entered": True,
        "difficulties": [each["code"]],
    }


def _carried(number: int, state: str, said: str) -> dict[str, Any]:
    return {
        "code": f"VM-2609-{number:03}",
        "report": "BC-2609-001",
        "seat": "VCCI",
        "organisation": said,
        "field": FIELDS[number % len(FIELDS)][1],
        "procedure": said,
        "content": said,
        "proposal": said,
        "agency": said,
        "since": {"year": 2026, "number": 9, "cadence": "month"},
        "times": number,
        "state": state,
        "before": "sent",
        "open": state != "closed",
        "said": "raised_again" if number == 1 else None,
        "words": said if number == 1 else "",
        "said_in": "BC-2611-001" if number == 1 else None,
        **(
            {"worded": {"content": said}, "chosen": {"procedure": said}, "title": said, "outside": said}
            if number == 1
            else {}
        ),
    }


def _run(month: int) -> dict[str, Any]:
    counts = {"carried": 1, "new": 3, "reopened": 0, "closed": 1, "merged": 0, "open": 3, "unmerged": 0}
    return {
        "period": {"year": 2026, "number": month, "cadence": "month"},
        "due": 10,
        "sent": 8,
        "reckoning": counts,
        "fields": [{"code": code, "name": name, "count": number} for number, (code, name) in enumerate(FIELDS[:2], 1)],
        "sha256": HASH,
    }


def _quarter(data: dict[str, Any], said: str) -> dict[str, Any]:
    first, second = data["seats"][0], data["seats"][1]
    ways = [
        (first, "lead", "open_overdue", "2026-11-10", None, {"cause": said}),
        (first, "coord", "done_on_time", "2026-11-20", "2026-11-19", {}),
        (second, "lead", "done_late", "2026-10-30", "2026-11-02", {"cause": said, "result": said}),
        (second, "coord", "open_in_time", "2026-12-31", None, {"result": said, "document": said}),
        (second, "lead", "no_deadline", None, None, {}),
    ]
    tasks = [
        {
            "seat": seat["code"],
            "organisation": seat["organisation"],
            "report": seat["report"] or "BC-26Q4-002",
            "code": f"NV-26-{number}",
            "title": said,
            "part": part,
            "due_on": due,
            "done_on": done,
            "bucket": bucket,
            **words,
            **_went(number, said),
        }
        for number, (seat, part, bucket, due, done, words) in enumerate(ways, 101)
    ]
    opinions = [{**{name: each[name] for name in ("seat", "organisation", "report")}, "text": said} for each in tasks]
    return {"tasks": tasks, "opinions": opinions[::4]}


def _went(number: int, said: str) -> dict[str, Any]:
    """How a task went: nothing of the first one, as in a report of before that was stated."""
    if number == 101:
        return {}
    percent = {"at": "2026-11-18T02:00:00Z", "percent": 80, "words": said}
    figure = {**percent, "percent": None, "figure": 120, "target": 342, "unit": "phản ánh, kiến nghị"}
    return {
        "stage": "done" if number in (102, 103) else "working",
        "extensions": number - 102,
        "first_due_on": "2026-10-20" if number > 102 else None,
        "asked": "2027-01-15" if number == 104 else None,
        "confirmed": said if number in (102, 103) else "",
        "progress": {103: percent, 104: figure}.get(number),
    }
