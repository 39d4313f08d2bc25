"""Provisions and codes of procedures: what is typed is understood, nothing is invented, nothing breaks it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.citations import Citation, citations, normalised, passages
from bot.domain.legal_documents import Document
from bot.domain.procedure_codes import procedure_codes
from scripts.measure_citations import measured, phrases

DOCUMENTS = st.sampled_from(
    [
        None,
        Document("Nghị định", number="09", year="2019", sign="NĐ-CP"),
        Document("Thông tư", number="02", year="2017", sign="TT-VPCP"),
        Document("Thông tư", number="80", year="2021"),
        Document("Quyết định", number="468", sign="QĐ-TTg", of_year="2021"),
        Document("Nghị quyết", number="68", sign="NQ/TW"),
        Document("Luật", "Đất đai", of_year="2024"),
        Document("Luật", "Đất đai"),
        Document("Luật", "Đầu tư", number="61", year="2020", sign="QH14"),
        Document("Bộ luật", "Dân sự", of_year="2015"),
        Document("QCVN", "06:2022/BXD"),
    ]
)
NUMBERS = st.integers(1, 420).map(str)


@st.composite
def cited(draw: st.DrawFn) -> Citation:
    """Draw a provision, or a document as a whole."""
    document = draw(DOCUMENTS)
    article = draw(NUMBERS if document is None else st.one_of(st.just(""), NUMBERS))
    clause = draw(st.one_of(st.just(""), st.integers(1, 60).map(str))) if article else ""
    point = draw(st.sampled_from(["", *"abcdđeghiklm"])) if clause else ""
    return Citation(document, "", article, clause, point)


def test_the_phrases_valued_by_hand_are_understood_nearly_all() -> None:
    found = list(phrases())

    result = measured(found)

    assert len(found) >= 150
    assert sum(not each.wanted for each in found) >= 50
    assert result.precision >= 0.98
    assert result.recall >= 0.98


def test_no_innocent_phrase_is_taken_for_the_law_or_for_a_procedure() -> None:
    innocents = [each for each in phrases() if not each.wanted]

    assert [each.typed for each in innocents if each.understood] == []


@given(cited())
def test_how_a_provision_is_cited_is_understood_as_just_that(citation: Citation) -> None:
    assert citations(citation.text, asked=True) == (citation,)


@given(st.lists(cited(), min_size=1, max_size=5))
def test_lines_that_are_understood_once_are_understood_the_same_again(found: list[Citation]) -> None:
    once = normalised("\n".join(each.text for each in found), asked=True)

    assert all(normalised(line, asked=True) == (line,) for line in once)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    once = normalised(text, asked=True)

    assert set(normalised(text)) <= set(once)
    assert isinstance(procedure_codes(text, asked=True), tuple)


@given(
    st.lists(
        st.sampled_from(
            ["điểm a", "khoản 2", "k1,2", "Điều 5", "Đ39.2", "đ5", "NĐ 09/2019", "Luật Đất đai", "437/TB-VPCP", ", ",
             " và ", "; ", "\n", ": ", " của ", " đến ", " – ", "(", ")", " 7", "Chương II", "1.002755"]
        ),
        max_size=14,
    ).map("".join)
)  # fmt: skip
def test_whatever_parts_stand_together_what_is_understood_can_be_cited_again(text: str) -> None:
    for line in normalised(text, asked=True):
        assert normalised(line, asked=True) == (line,)


def test_an_article_without_a_document_counts_only_where_the_law_was_asked_for() -> None:
    assert normalised("Điều 5", asked=True) == ("Điều 5",)
    assert normalised("Điều 5") == ()


@given(
    st.one_of(
        st.text(max_size=200), st.lists(cited(), max_size=3).map(lambda found: " và ".join(c.text for c in found))
    )
)
def test_what_counts_unasked_is_what_is_read_with_its_document(text: str) -> None:
    read = [each for passage in passages(text) for each in passage.citations if each.document]

    assert {each.document for each in citations(text)} == {each.document for each in read}
    assert [each for each in citations(text) if each.is_provision] == list(
        dict.fromkeys(each for each in read if each.is_provision)
    )


def test_a_provision_is_found_by_whatever_part_of_it_is_asked_for() -> None:
    (whole,) = citations("khoản 2 Điều 5 Nghị định số 09/2019/NĐ-CP")

    for asked in ("NĐ 9/2019", "Điều 5", "nd 09/2019 dieu 5", "Đ5.2", "khoản 2 Điều 5 Nghị định 09/2019/NĐ-CP"):
        (each,) = citations(asked, asked=True)
        assert each.key in whole.keys
    for other in ("NĐ 30/2020", "Điều 2", "khoản 5 Điều 2 NĐ 09/2019", "điểm a khoản 2 Điều 5"):
        (each,) = citations(other, asked=True)
        assert each.key not in whole.keys
