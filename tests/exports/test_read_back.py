"""The workbook read back: every cell of every sheet is what the snapshot says, and what people wrote is text there.

What is expected is put together here from the snapshot, by nothing that the builder uses.
"""

from __future__ import annotations

import io
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.domain.characters import clean
from bot.exports import docx, slip, span_docx, span_xlsx, xlsx
from bot.exports.snapshot import sha256
from tests.exports.conftest import ToPdf
from tests.exports.printing import bare
from tests.exports.read_courses import BUCKETS, at, by_lead, courses, day, stated
from tests.exports.rich import rich
from tests.exports.samples import HOSTILE, UNPRINTABLE
from tests.exports.test_docx import cells_of
from tests.exports.test_docx import opened as opened_docx
from tests.exports.test_layout import SPAN
from tests.exports.test_slip import SNAPSHOT as SLIP

Cells = list[list[object]]
WRITTEN = "Nội dung do người viết."
STANDS = {
    "accepted": "đã tiếp nhận",
    "forwarded": "đã chuyển cơ quan có thẩm quyền",
    "answered": "đã trả lời",
    "merged": "đã gộp vào vướng mắc khác",
    "sent": "đã gửi",
    "closed": "đã kết thúc theo dõi",
}
OPEN = ("accepted", "forwarded", "answered", "sent")
SEATS = {
    "open": "Chưa gửi",
    "drafting": "Đang soạn",
    "reported": "Đã gửi (có vướng mắc)",
    "reported_late": "Đã gửi quá hạn (có vướng mắc)",
    "nil": "Không phát sinh",
    "nil_late": "Không phát sinh (gửi quá hạn)",
    "missing": "Chưa gửi (quá hạn)",
    "excused": "Được miễn báo cáo",
}


def numbered(said: str = "Lời {}", kind: str = "release") -> dict[str, Any]:
    """A rich snapshot in which no two texts are the same, so that none can stand in the place of another."""
    numbers = count(1)

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: walk(each) for name, each in value.items()}
        if isinstance(value, list):
            return [walk(each) for each in value]
        return said.format(next(numbers)) if value == WRITTEN else value

    found: dict[str, Any] = walk(rich(kind=kind))
    return found


def read(content: bytes) -> dict[str, Cells]:
    book = load_workbook(io.BytesIO(content))
    return {s.title: [["" if v is None else v for v in row] for row in s.iter_rows(values_only=True)] for s in book}


def yes(is_so: bool) -> str:
    return "có" if is_so else "không"


def worded(each: dict[str, Any]) -> str:
    found = each.get("worded", {})
    return "\n".join(
        [*([found["content"]] if found else []), *([f"Kiến nghị: {found['proposal']}"] if "proposal" in found else [])]
    )


def annex(data: dict[str, Any]) -> Cells:
    chosen = "; ".join(
        f"{label}: {data['difficulties'][0]['chosen'][name] or 'không nêu'}"
        for name, label in (("field", "lĩnh vực"), ("agency", "cơ quan có thẩm quyền"))
    )
    return [
        [
            n, d["code"], d["report"], "đột xuất" if d["adhoc"] else "định kỳ", d["organisation"], d["field"],
            d["procedure"], d["legal"], d["content"], d["proposal"], worded(d), d["agency"], at(d["sent_at"]),
            yes(d["late"]), len(d["files"]), chosen if "chosen" in d else "", d.get("title", ""), d.get("outside", ""),
        ]
        for n, d in enumerate(data["difficulties"], 1)
    ]  # fmt: skip


def lines(data: dict[str, Any]) -> Cells:
    agencies = {code: each["name"] for each in data["agencies"] for code in each["difficulties"]}
    new = [
        [
            n, d["code"], "mới trong kỳ", d["organisation"], data["body"]["short"], d["field"], d["procedure"],
            d["procedure_codes"], d["legal_refs"], d["content"], d["legal"], agencies[d["code"]], d["proposal"],
            d["forwarded"], STANDS[d["state"]], d["result"], at("2026-10-31T17:00:00Z"), 1, d["members"], d["report"],
            at(d["sent_at"]), yes(d["late"]), len(d["files"]),
        ]
        for n, d in enumerate(data["difficulties"], 1)
    ]  # fmt: skip
    carried = [
        [
            n, c["code"], "kỳ trước chuyển sang", c["organisation"], data["body"]["short"], c["field"], c["procedure"],
            "", "", c["content"], "", c["agency"], c["proposal"], "", STANDS[c["state"]], "",
            at("2026-08-31T17:00:00Z"), c["times"], 1, c["report"], "", "", "",
        ]
        for n, c in enumerate(data["carried"], len(new) + 1)
    ]  # fmt: skip
    return [*new, *carried]


def carried(data: dict[str, Any]) -> Cells:
    return [
        [
            n, c["code"], c["organisation"], c["field"], c["procedure"], c["content"], c["times"], "tháng 9/2026",
            STANDS[c["state"]], "vẫn còn" if c["said"] else "", c["words"], c["said_in"] or "", worded(c),
            f"thủ tục hành chính: {c['chosen']['procedure']}" if "chosen" in c else "", c.get("title", ""),
            c.get("outside", ""),
        ]
        for n, c in enumerate(data["carried"], 1)
    ]  # fmt: skip


def crossed(found: list[dict[str, Any]]) -> Cells:
    """Members by fields, with both margins; members that bear one code are one."""
    fields = list(dict.fromkeys(each["field"] for each in found))
    names = {each["seat"]: each["organisation"] for each in found}
    counts = Counter((each["seat"], each["field"]) for each in found)
    rows: Cells = [
        [n, name, *(counts[seat, f] or "" for f in fields), sum(counts[seat, f] for f in fields)]
        for n, (seat, name) in enumerate(names.items(), 1)
    ]
    sums = [sum(counts[seat, f] for seat in names) for f in fields]
    return [["STT", "Thành viên", *fields, "Tổng cộng"], *rows, ["", "Tổng cộng", *sums, len(found)]]


def seats(data: dict[str, Any]) -> Cells:
    return [
        [
            n, s["organisation"], SEATS[s["state"]], s["report"] or "", at(s["sent_at"]) if s["sent_at"] else "",
            yes(s["state"].endswith("_late")) if s["sent_at"] else "", s["sender"] or "",
            s["difficulties"] if s["report"] else "", "",
        ]
        for n, s in enumerate(data["seats"], 1)
    ]  # fmt: skip


def test_every_cell_of_every_sheet_is_what_the_snapshot_says() -> None:
    data = numbered()
    first, everything = data["difficulties"][0], [*data["difficulties"], *data["carried"]]

    book = read(xlsx.build(data))

    body = {name: rows[1:] for name, rows in book.items()}
    assert body.pop("Phụ lục") == annex(data)
    files = [(d, name, h) for d in data["difficulties"] for name, h in zip(d["files"], d["file_hashes"], strict=True)]
    assert body.pop("Tệp kèm theo") == [
        [n, d["code"], d["organisation"], name, h] for n, (d, name, h) in enumerate(files, 1)
    ]
    assert body.pop("Cùng kiến nghị") == [[1, first["code"], first["organisation"], first["field"], first["members"]]]
    own, agreed = data["directed"]
    assert body.pop("Ý kiến chỉ đạo") == [
        [1, first["code"], at(own["at"]), own["words"]],
        [2, first["code"], at(agreed["at"]), f"đồng ý đề xuất của Cơ quan thường trực: {agreed['words']}"],
    ]
    assert body.pop("Theo quy định") == [
        [1, first["legal_refs"], 1, first["code"]],
        [2, f"Mã thủ tục {first['procedure_codes']}", 1, first["code"]],
    ]
    [rule] = data["conflicts"]
    assert body.pop("Mâu thuẫn, chồng chéo") == [
        [
            1, rule["code"], rule["outside"], rule["organisation"], "quy định mâu thuẫn, chồng chéo",
            "\n".join(rule["provisions"]), rule["content"], rule["proposal"], rule["agency"],
        ]
    ]  # fmt: skip
    assert body.pop("Kỳ trước chuyển sang") == carried(data)
    assert body.pop("Thành viên") == seats(data)
    assert body.pop("Nhiệm vụ") == courses(data)
    assert book["Nhiệm vụ theo cơ quan chủ trì"] == by_lead(data)
    del body["Nhiệm vụ theo cơ quan chủ trì"]
    assert body.pop("Dữ liệu") == lines(data)
    assert book["Bảng chéo - mới"] == crossed(data["difficulties"])
    assert book["Bảng chéo - đang theo dõi"] == crossed([d for d in everything if d["state"] in OPEN])
    assert [list(row[:8]) for row in body["Diễn biến"][: len(data["trend"]) + 1]] == runs(data)
    assert set(body) == {"Bảng chéo - mới", "Bảng chéo - đang theo dõi", "Biểu đồ", "Diễn biến", "Tổng hợp"}
    sums(data, book, everything)


PARTS = {"lead": "chủ trì", "coord": "phối hợp"}


def test_every_cell_of_a_quarters_sheets_of_tasks_and_opinions_is_what_the_snapshot_says() -> None:
    data = numbered(kind="quarter")

    book = read(xlsx.build(data))

    tasks, opinions = book["Kết quả thực hiện nhiệm vụ"], book["Ý kiến chung"]
    fixed = ["STT", "Thành viên", "Mã báo cáo", "Mã nhiệm vụ", "Nhiệm vụ", "Vai trò", "Thời hạn", "Tình trạng"]
    went = ["Trạng thái", "Tiến độ", "Số lần gia hạn", "Thời hạn ban đầu", "Đang đề nghị gia hạn đến"]
    said = ["Ngày hoàn thành", "Kết quả", "Văn bản", "Nguyên nhân chậm"]
    assert tasks[0] == [*fixed, *said, *went, "Kết quả đã xác nhận"]
    assert tasks[1:] == [
        [
            n, t["organisation"], t["report"], t["code"], t["title"], PARTS[t["part"]], day(t["due_on"]),
            BUCKETS[t["bucket"]], day(t["done_on"]), *(t.get(name, "") for name in ("result", "document", "cause")),
            *stated(t),
        ]
        for n, t in enumerate(data["tasks"], 1)
    ]  # fmt: skip
    assert {row[7] for row in tasks[1:]} == set(BUCKETS.values())
    assert opinions == [
        ["STT", "Thành viên", "Mã báo cáo", "Sáng kiến, cách làm hay, kiến nghị chung"],
        *([n, o["organisation"], o["report"], o["text"]] for n, o in enumerate(data["opinions"], 1)),
    ]


def runs(data: Mapping[str, Any]) -> list[list[object]]:
    """How the periods went, the present one last."""
    now = [each for each in data["seats"] if each["report"]]
    found = [(r["period"]["number"], r["due"], r["sent"], r["reckoning"]) for r in data["trend"]]
    return [
        [
            f"tháng {month}/2026",
            due,
            sent,
            r["carried"],
            r["new"],
            r["reopened"] + r["unmerged"],
            r["closed"] + r["merged"],
            r["open"],
        ]
        for month, due, sent, r in [*found, (11, len(data["seats"]), len(now), data["reckoning"])]
    ]


def sums(data: dict[str, Any], book: Mapping[str, Any], everything: Sequence[Mapping[str, Any]]) -> None:
    """The totals and what is charted are those of the snapshot."""
    totals = {str(row[0]): row[1] for row in book["Tổng hợp"]}
    assert totals["SHA-256 của số liệu"] == sha256(data)
    assert totals["Tổng số khó khăn, vướng mắc"] == len(data["difficulties"])
    assert {name: totals[name] for name in SEATS.values()} == {SEATS[state]: data["ledger"][state] for state in SEATS}
    for label, term in (
        ("Vướng mắc kỳ trước chuyển sang", "carried"),
        ("Vướng mắc mới trong kỳ", "new"),
        ("Vướng mắc kết thúc theo dõi", "closed"),
        ("Vướng mắc đang theo dõi", "open"),
    ):
        assert totals[label] == data["reckoning"][term]
    assert (totals["Người duyệt số liệu"], totals["Thời điểm duyệt số liệu"]) == (
        data["released"]["by"],
        at(data["released"]["at"]),
    )
    charted = {row[0]: row[1:3] for row in book["Biểu đồ"] if row[0]}
    for field in data["fields"]:
        open_in = sum(each["field"] == field["name"] and each["state"] in OPEN for each in everything)
        assert charted[field["name"]] == [field["count"], open_in]


ODD = st.one_of(
    st.sampled_from(
        [*HOSTILE, UNPRINTABLE, "ma\u0302\u0301t", "\u202eabc", "đ" * 40_000, "<a href='http://x.vn'>x</a>"]
    ),
    st.text(max_size=60),
    st.text(alphabet="=+-@\t\r\n'\"<>&{}\ud800\u0000\ufffe", max_size=20),
)


@pytest.mark.parametrize("kind", ["release", "addendum", "quarter"])
@settings(max_examples=8)
@given(text=ODD)
def test_whatever_people_write_no_paper_of_a_period_is_spoilt(kind: str, text: str) -> None:
    data = rich(text, difficulties=2, kind=kind)

    book = load_workbook(io.BytesIO(xlsx.build(data)))
    document = opened_docx(docx.build(data))

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)
    assert cells_of(document.tables[-1])[1][6] == clean(text)
    links = [part for part in document.part.rels.values() if part.is_external]
    assert not links


@settings(max_examples=8)
@given(text=ODD)
def test_whatever_people_write_no_slip_and_no_report_on_a_span_is_spoilt(text: str) -> None:
    said = dict.fromkeys(("agency", "organisation"), text)
    answers = [[name, text] for name, _ in SLIP["answers"]]
    sources = [{"code": "VM-2611-040", "organisation": text, "content": text}]
    of_slip = {**SLIP, **said, "answers": answers, "sources": sources, "members": 2}
    bodies = [{**each, "seats": [{**seat, "organisation": text} for seat in each["seats"]]} for each in SPAN["bodies"]]
    of_span = {**SPAN, "bodies": bodies}

    assert cells_of(opened_docx(slip.build(of_slip)).tables[-1])[1][3] == clean(text)
    assert opened_docx(span_docx.build(of_span)).tables
    book = load_workbook(io.BytesIO(span_xlsx.build(of_span)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


IN_WORKBOOK_ALONE = {
    *(f"difficulties.{name}" for name in ("outside", "forwarded", "result")),
    *(f"carried.{name}" for name in ("content", "proposal", "agency", "worded.content", "title", "outside")),
    *(f"courses.rows.{name}" for name in ("basis", "title", "coordinating", "progress.words", "result", "document")),
}
PRINTED = "Đ{0}ầy đủ từng chữ của lời thứ {0}, nước ngoài ướt{0}ạ"


def letters(pdf: bytes, path: Path) -> str:
    """Return all that stands on the pages, without the space between."""
    path.write_bytes(pdf)
    command = ["pdftotext", "-raw", "-nopgbrk", str(path), "-"]
    return bare(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode())


@pytest.mark.usefixtures("pages_can_be_read")
def test_every_section_sheet_and_slip_is_printed_whole(to_pdf: ToPdf, tmp_path: Path) -> None:
    data = numbered(PRINTED)
    of_slip = {**SLIP, "agency": PRINTED.format(1), "organisation": PRINTED.format(2), "members": 2}
    of_slip["answers"] = [[name, PRINTED.format(n)] for n, (name, _) in enumerate(SLIP["answers"], 3)]
    of_slip["sources"] = [{"code": "VM-2611-040", "organisation": PRINTED.format(6), "content": PRINTED.format(7)}]

    paper = letters(to_pdf(docx.build(data), "docx"), tmp_path / "paper.pdf")
    book = letters(to_pdf(xlsx.build(data), "xlsx"), tmp_path / "book.pdf")
    on_slip = letters(to_pdf(slip.build(of_slip), "docx"), tmp_path / "slip.pdf")

    where = dict(places(data, ""))
    assert {place for place, text in where.items() if bare(text) not in book} == {"adhoc.sender"}
    assert {place for place, text in where.items() if bare(text) not in paper} == {"adhoc.sender", *IN_WORKBOOK_ALONE}
    assert all(bare(PRINTED.format(n)) in on_slip for n in range(1, 8))


def places(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield where in a snapshot something that people wrote stands; of a list the last that has it."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from places(each, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for each in value:
            yield from places(each, place)
    elif isinstance(value, str) and "ầy đủ từng chữ" in value:
        yield place, value
