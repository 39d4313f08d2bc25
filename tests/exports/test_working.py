"""The sheets to work with: whatever the lines are, the margins of the cross-tables are the totals of the snapshot."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.difficulties import UNRESOLVED, DifficultyState
from bot.exports import xlsx
from bot.exports.charts import by_agency, by_field
from bot.exports.working import CrossTable, cross_table, lines
from tests.exports.samples import FIELDS, HOSTILE, MEMBERS, snapshot

STATES = [state.value for state in DifficultyState]
AGENCIES = ("Bộ Tài chính", "Bộ Xây dựng", "")
LINE = st.tuples(st.integers(0, 9), st.integers(0, 3), st.sampled_from(STATES), st.sampled_from(AGENCIES))


def working(new: list[tuple[int, int, str, str]], carried: list[tuple[int, int, str, str]]) -> dict[str, Any]:
    """A snapshot with these lines: member, field, state, agency in charge."""
    data = snapshot(len(new))
    for each, (seat, field, state, agency) in zip(data["difficulties"], new, strict=True):
        each.update(_place(seat, field), state=state, agency=agency)
    named = [each["agency"] for each in data["difficulties"]]
    data["agencies"] = [_agency(data, name) for name in dict.fromkeys(named)]
    counts = Counter(each["field"] for each in data["difficulties"])
    data["fields"] = [{"code": code, "name": name, "count": counts[name]} for code, name in FIELDS if counts[name]]
    since = {"year": 2026, "number": 9, "cadence": "month"}
    data["carried"] = [
        {**_place(seat, field), "code": f"VM-2609-{n:03}", "state": state, "agency": agency, "since": since, "times": 2}
        for n, (seat, field, state, agency) in enumerate(carried, 1)
    ]
    for each in data["carried"]:
        each.update(procedure="", content="Nội dung.", open=each["state"] in UNRESOLVED, report="BC-2609-001")
        each.update(said=None, words="", said_in=None, before="sent")
    data["body"] = {**data["body"], "short": "Hội đồng tư vấn"}
    return data


def _place(seat: int, field: int) -> dict[str, str]:
    code, organisation = MEMBERS[seat]
    return {"seat": code, "organisation": organisation, "field": FIELDS[field][1]}


def _agency(data: dict[str, Any], name: str) -> dict[str, Any]:
    codes = [each["code"] for each in data["difficulties"] if each["agency"] == name]
    return {"code": "", "name": name, "count": len(codes), "difficulties": codes}


def margins(table: CrossTable) -> tuple[dict[str, int], dict[str, int], int]:
    by_member, by_field_ = (
        zip(table.members, table.by_member, strict=True),
        zip(table.fields, table.by_field, strict=True),
    )
    return dict(by_member), dict(by_field_), table.total


@given(st.lists(LINE, max_size=30), st.lists(LINE, max_size=30))
@settings(max_examples=60)
def test_the_margins_of_the_cross_tables_are_the_totals_of_the_snapshot(new: Any, carried: Any) -> None:
    data = working(new, carried)

    found = lines(data)
    of_new = margins(cross_table([line for line in found if line.is_new]))
    followed = cross_table([line for line in found if line.is_open])

    assert of_new[0] == Counter(each["organisation"] for each in data["difficulties"])
    assert of_new[1] == {each["name"]: each["count"] for each in data["fields"]}
    assert of_new[2] == len(new)
    assert sum(followed.by_member) == sum(followed.by_field) == followed.total
    assert followed.total == sum(state in UNRESOLVED for _, _, state, _ in (*new, *carried))
    # The charts draw the same lines, and leave none out.
    for table in (by_field(data), by_agency(data)):
        if table.rows:
            assert [sum(column) for column in zip(*(n for _, n in table.shown), strict=True)] == [
                len(new),
                followed.total,
            ]


def test_many_agencies_are_drawn_as_fifteen_bars_that_still_come_to_all() -> None:
    data = working([(0, 0, "sent", f"Cơ quan {n % 40}") for n in range(100)], [])

    table = by_agency(data)

    assert len(table.shown) == 15
    assert table.shown[-1][0] == "Cơ quan khác"
    assert sum(counts[0] for _, counts in table.shown) == 100


@pytest.fixture(scope="module")
def content() -> bytes:
    """A workbook of forty lines."""
    return xlsx.build(working([(n % 10, n % 4, "sent", AGENCIES[n % 3]) for n in range(30)], [(1, 1, "sent", "")] * 10))


def sheet(content: bytes, name: str) -> Worksheet:
    found: Worksheet = load_workbook(io.BytesIO(content))[name]
    return found


@pytest.mark.parametrize("name", ["Dữ liệu", "Bảng chéo - mới", "Bảng chéo - đang theo dõi"])
def test_the_head_filters_stays_in_sight_and_repeats_on_pages_that_lie_across(content: bytes, name: str) -> None:
    found = sheet(content, name)

    assert found.freeze_panes == "C2"
    # The sum is not one of the rows that are filtered.
    rows = found.max_row - (name != "Dữ liệu")
    assert found.auto_filter.ref == f"A1:{found.cell(rows, found.max_column).coordinate}"
    assert found.print_title_rows == "$1:$1"
    assert (found.page_setup.orientation, found.page_setup.paperSize) == ("landscape", 9)
    assert found.oddFooter is not None
    assert "SHA-256" in str(found.oddFooter.left.text)


def test_the_cross_table_stands_in_the_sheet_as_numbers_with_its_margins(content: bytes) -> None:
    head, *rows, last = sheet(content, "Bảng chéo - mới").iter_rows(values_only=True)

    assert head == ("STT", "Thành viên", *(name for _, name in FIELDS), "Tổng cộng")
    assert last[2:] == (8, 8, 7, 7, 30)
    assert all(sum(filter(None, row[2:-1])) == row[-1] == 3 for row in rows)  # type: ignore[arg-type]


def test_charts_are_drawn_by_the_office_program_from_cells_of_their_sheet(content: bytes) -> None:
    found = sheet(content, "Biểu đồ")

    charts = found._charts  # type: ignore[attr-defined]
    assert len(charts) == 2
    assert all(series.val.numRef.f.startswith("'Biểu đồ'!$") for chart in charts for series in chart.series)
    assert [cell.value for cell in found["A"][:5]] == ["Lĩnh vực", "Đất đai", "Đầu tư", "Hải quan", "Môi trường"]


def test_the_same_snapshot_gives_the_same_bytes(content: bytes) -> None:
    again = xlsx.build(
        working([(n % 10, n % 4, "sent", AGENCIES[n % 3]) for n in range(30)], [(1, 1, "sent", "")] * 10)
    )

    assert again == content


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_text_in_the_data_too(text: str) -> None:
    data = working([(0, 0, "sent", text)], [(0, 0, "sent", text)])
    data["difficulties"][0].update(content=text, result=text, legal_refs=text)

    found = load_workbook(io.BytesIO(xlsx.build(data)))

    kinds = {cell.data_type for name in ("Dữ liệu", "Biểu đồ") for row in found[name].iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
