"""Snapshots of the period 11/2026 for the tests of the files made from them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

MEMBERS = (
    ("VCCI", "Liên đoàn Thương mại và Công nghiệp Việt Nam"),
    ("VIAC", "Trung tâm Trọng tài quốc tế Việt Nam"),
    ("BRITCHAM", "Hiệp hội Doanh nghiệp Anh quốc tại Việt Nam"),
    ("EUROCHAM", "Hiệp hội Doanh nghiệp châu Âu tại Việt Nam"),
    ("AMCHAM", "Hiệp hội Thương mại Hoa Kỳ tại Việt Nam"),
    ("VASEP", "Hiệp hội Chế biến và Xuất khẩu thủy sản Việt Nam"),
    ("HOREA", "Hiệp hội Bất động sản Thành phố Hồ Chí Minh"),
    ("VLA", "Hiệp hội Doanh nghiệp dịch vụ logistics Việt Nam"),
    ("VITAS", "Hiệp hội Dệt may Việt Nam"),
    ("LEFASO", "Hiệp hội Da - Giày - Túi xách Việt Nam"),
)
FIELDS = (("dat_dai", "Đất đai"), ("dau_tu", "Đầu tư"), ("hai_quan", "Hải quan"), ("moi_truong", "Môi trường"))
TROUBLES = (
    (
        "Đăng ký biến động quyền sử dụng đất",
        "Điểm b khoản 2 Điều 133 Luật Đất đai số 31/2024/QH15",
        "Doanh nghiệp đổi tên phải nộp lại toàn bộ bản sao giấy chứng nhận dù cơ sở dữ liệu đất đai đã có; "
        "thời gian giải quyết kéo dài từ 10 ngày lên hơn 30 ngày làm việc.",
        "Đề nghị khai thác dữ liệu đã có, không yêu cầu nộp lại giấy tờ.",
    ),
    (
        "",
        "",
        "Hồ sơ điều chỉnh chủ trương đầu tư bị trả lại nhiều lần, mỗi lần nêu một yêu cầu mới.",
        "Đề nghị quy định chỉ được yêu cầu bổ sung hồ sơ một lần.",
    ),
    (
        "Kiểm tra chuyên ngành hàng hóa nhập khẩu",
        "Khoản 3 Điều 19 Nghị định số 15/2018/NĐ-CP",
        "Cùng một lô hàng phải kiểm tra tại hai cơ quan.\nKết quả của cơ quan này không được cơ quan kia công nhận.",
        "",
    ),
)
HOSTILE = (
    "<b>đậm</b> & &amp; ]]> <!-- -->",
    "=1+1",
    '=HYPERLINK("http://example.vn","mở")',
    "@SUM(A1:A9)",
    "+84 24 0000 0000",
    "-2+3",
    "http://example.vn/?a=1&b=2",
    "{not} {0} {{a}} %s",
    "_x0041_ _x000D_",
    "thẻ\tcách\nxuống dòng",
    "\u2068\u05e9\u05dc\u05d5\u05dd\u2069",
    "\U0001f9fe" * 2_000,
    "0012",
)
"""What people may write: each has to come out as the text it is."""

UNPRINTABLE = "a\x00\x0b\x1b\ufffe\uffff\ud800z"
"""What intake removes; a file has to survive it nevertheless."""

_STATES = ("open", "drafting", "reported", "reported_late", "nil", "nil_late", "missing", "excused")


def snapshot(difficulties: int, text: str | None = None, schema: int = 3) -> dict[str, Any]:
    """A period in which `difficulties` were named; `text` replaces whatever people wrote in them."""
    named = [_difficulty(index, text) for index in range(difficulties)]
    named.sort(key=lambda d: ([code for code, _ in MEMBERS].index(d["seat"]), d["code"]))
    seats = [_seat(rank, named, text) for rank in range(1, len(MEMBERS) + 1)]
    counts = Counter(d["field"] for d in named)
    return {
        "schema": schema,
        "kind": "provisional",
        "period": {
            "code": "2611",
            "year": 2026,
            "number": 11,
            "cadence": "month",
            "first_day": "2026-10-15",
            "last_day": "2026-11-14",
            "due_at": "2026-11-20T10:00:00Z",
            "digest_at": "2026-11-23T10:00:00Z",
            "stop_at": "2026-11-25T10:00:00Z",
        },
        "taken_at": "2026-11-20T02:14:00Z",
        "body": {"code": "hoi_dong_tu_van", "name": "Hội đồng tư vấn cải cách thủ tục hành chính"},
        "office": {
            "parent": "",
            "issuer": "VĂN PHÒNG CHÍNH PHỦ",
            "sign": "BC-VPCP",
            "place": "Hà Nội",
            "addressee": "Tổ trưởng Tổ công tác cải cách thủ tục hành chính của Thủ tướng Chính phủ",
            "standing_body": "Văn phòng Chính phủ",
            "signatory": ["TL. BỘ TRƯỞNG, CHỦ NHIỆM", "CỤC TRƯỞNG CỤC KIỂM SOÁT THỦ TỤC HÀNH CHÍNH"],
            "recipients": ["Như trên;", "Bộ trưởng, Chủ nhiệm (để báo cáo);", "Lưu: VT, KSTT."],
        },
        "ledger": {
            "due": len(seats),
            **{state: sum(seat["state"] == state for seat in seats) for state in _STATES},
        },
        "seats": seats,
        "fields": [{"code": code, "name": name, "count": counts[name]} for code, name in FIELDS if counts[name]],
        "difficulties": named,
    }


def at(iso: str) -> datetime:
    """Return the time that a workbook, which knows no zones, has for a day or an hour in Viet Nam."""
    return datetime.fromisoformat(iso)


def _difficulty(index: int, text: str | None) -> dict[str, Any]:
    code, organisation = MEMBERS[index % 4]
    procedure, legal, content, proposal = TROUBLES[index % len(TROUBLES)]
    return {
        "number": index % 4 + 1,
        "code": f"VM-2611-{index + 1:03}",
        "report": f"BC-2611-{index % 4 + 1:03}",
        "seat": code,
        "organisation": organisation if text is None else text,
        "field": FIELDS[index % len(FIELDS)][1],
        "procedure": procedure if text is None else text,
        "legal": legal if text is None else text,
        "content": content if text is None else text,
        "proposal": proposal if text is None else text,
        "agency": "Bộ Tài chính" if text is None else text,
        "sent_at": "2026-11-16T02:00:00Z",
        "late": index % 4 == 3,
        "files": [] if index % 3 else ["trich luc.pdf" if text is None else text, "Ảnh 1"],
    }


def _seat(rank: int, named: list[dict[str, Any]], text: str | None) -> dict[str, Any]:
    """The first four name difficulties, as far as there are any; the fifth has nothing to report."""
    code, organisation = MEMBERS[rank - 1]
    own = [d for d in named if d["seat"] == code]
    state = "nil" if rank == 5 else "drafting" if rank == 6 else "open"
    if own:
        state = "reported_late" if own[0]["late"] else "reported"
    sent = state in ("nil", "reported", "reported_late")
    return {
        "rank": rank,
        "code": code,
        "organisation": organisation if text is None else text,
        "state": state,
        "report": f"BC-2611-{rank:03}" if sent else None,
        "sent_at": "2026-11-16T02:00:00Z" if sent else None,
        "sender": ("Nguyễn Thị Minh Châu" if text is None else text) if sent else None,
        "difficulties": len(own),
    }
