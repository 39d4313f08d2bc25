"""Which difficulties look alike, and why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alike import Compared, Reason, compared, likeness

LAND = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu."
LAND_TOO = "Bị yêu cầu nộp lại trích lục bản đồ mặc dù dữ liệu đã có trên cơ sở dữ liệu đất đai."
BORDER = "Xe chở hàng tươi chờ kiểm dịch tại cửa khẩu hơn mười ngày."
OFFICIAL = "Doanh nghiệp đề nghị cơ quan nhà nước giải quyết thủ tục hành chính theo quy định."
OFFICIAL_TOO = "Thủ tục hành chính theo quy định do cơ quan nhà nước thực hiện cho doanh nghiệp."
ARTICLE, LAW = "khoản 2 Điều 5 Nghị định số 09/2019/NĐ-CP", "Luật Đất đai năm 2024"

compareds = st.builds(
    compared,
    st.lists(st.sampled_from([LAND, LAND_TOO, BORDER, OFFICIAL, ""]), max_size=2),
    st.sampled_from(["", "Kiểm dịch", "kiem dich"]),
    st.lists(st.sampled_from([ARTICLE, LAW, "1.002755", "Điều 5"]), max_size=3),
)


def about(text: str, procedure: str = "", *understood: str) -> Compared:
    return compared([text], procedure, understood)


def reasons(one: Compared, other: Compared) -> tuple[Reason, ...]:
    found = likeness(one, other)
    return found.reasons if found else ()


def test_similar_words_are_alike_with_and_without_accents() -> None:
    assert reasons(about(LAND), about(LAND_TOO)) == (Reason.WORDS,)
    assert reasons(about(LAND), about("phai nop lai trich luc ban do du du lieu da co tren co so du lieu"))
    assert reasons(about(LAND), about(BORDER)) == ()


def test_words_that_stand_in_every_difficulty_make_none_alike() -> None:
    assert reasons(about(OFFICIAL), about(OFFICIAL_TOO)) == ()


def test_the_same_procedure_or_code_is_a_reason_however_it_is_spelt() -> None:
    assert reasons(about(LAND, "Kiểm dịch"), about(BORDER, "kiem dich")) == (Reason.PROCEDURE,)
    assert reasons(about(LAND, "", "1.002755"), about(BORDER, "", "1.002755")) == (Reason.PROCEDURE,)
    assert reasons(about(LAND), about(BORDER)) == ()


def test_the_same_article_of_a_document_is_a_reason_a_whole_law_and_a_lone_article_are_not() -> None:
    assert reasons(about(LAND, "", ARTICLE), about(BORDER, "", ARTICLE)) == (Reason.PROVISION,)
    assert reasons(about(LAND, "", LAW), about(BORDER, "", LAW)) == ()
    assert reasons(about(LAND, "", "Điều 5"), about(BORDER, "", "Điều 5")) == ()


@given(compareds, compareds)
def test_two_are_alike_both_ways_round_and_for_a_reason(one: Compared, other: Compared) -> None:
    found = likeness(one, other)

    assert found == likeness(other, one)
    assert found is None or (found.reasons and found.score >= len(found.reasons))
