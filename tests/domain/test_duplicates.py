"""Which difficulties may be about one thing, and how well that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alike import Reason
from bot.domain.duplicates import THRESHOLD, Sketch, Weights, compare, sketch
from scripts.bench.alike import Statement, quality

WRITTEN = Path(__file__).parent / "alike_statements.tsv"
ARTICLE, LAW = "khoản 2 Điều 5 Nghị định số 09/2019/NĐ-CP", "Luật Đất đai năm 2024"
LAND = "Nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu đất đai."
BORDER = "Xe chở hàng tươi chờ kiểm dịch tại cửa khẩu hơn mười ngày."

sketches = st.builds(
    sketch,
    st.lists(st.sampled_from([LAND, BORDER, "TTHC", "", "đất"]), max_size=3),
    st.sampled_from(["", "Kiểm dịch", "kiem dich"]),
    st.lists(st.sampled_from([ARTICLE, LAW, "1.002755", "Điều 5"]), max_size=3),
)


def about(text: str, procedure: str = "", *understood: str) -> Sketch:
    return sketch([text], procedure, understood)


def written() -> list[Statement]:
    lines = [line.split("\t") for line in WRITTEN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Statement(text, "" if issue == "-" else issue) for issue, text in lines]


def test_statements_of_one_issue_find_each_other_and_others_do_not() -> None:
    statements = written()

    found = quality(statements)

    assert len({each.issue for each in statements} - {""}) >= 15
    assert sum(bool(each.issue) for each in statements) >= 60
    assert found.recall == 1.0
    assert found.pairs >= 0.95, str(found)
    assert found.above >= 0.9, str(found)
    assert found.alarms <= 5, str(found)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("TTHC của UBND xã", "Thủ tục hành chính của Ủy ban nhân dân xã"),
        ("csdl của dn", "cơ sở dữ liệu của doanh nghiệp"),
        ("Thẩm duyệt PCCC", "tham duyet phong chay chua chay"),
    ],
)
def test_what_is_written_short_is_what_it_stands_for(short: str, long: str) -> None:
    assert about(short).terms == about(long).terms


def test_the_same_procedure_and_the_same_article_are_reasons_and_add_to_the_words() -> None:
    weights = Weights({}, 0)
    bare = compare(about(LAND), about(BORDER), weights)
    same = compare(about(LAND, "Kiểm dịch", ARTICLE), about(BORDER, "kiem dich", ARTICLE), weights)
    law = compare(about(LAND, "", LAW), about(BORDER, "", LAW), weights)

    assert bare.reasons == () == law.reasons
    assert same.reasons == (Reason.PROCEDURE, Reason.PROVISION)
    assert same.score > THRESHOLD > bare.score
    assert compare(about(LAND), about(LAND), weights).percent == 100


@given(sketches, sketches, st.integers(0, 100_000))
def test_likeness_is_the_same_both_ways_round_and_between_nothing_and_all(
    one: Sketch, other: Sketch, total: int
) -> None:
    weights = Weights({term: min(total, 3) for term in one.terms}, total)

    found = compare(one, other, weights)

    assert found.reasons == compare(other, one, weights).reasons
    assert abs(found.score - compare(other, one, weights).score) < 1e-9
    assert 0 <= found.score <= 1 + 1e-9
    assert compare(one, one, weights).score >= found.score - 1e-9 or not one.terms
