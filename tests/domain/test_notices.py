"""Of the text of a notice what is an order becomes a proposal, each value with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import calendar_around
from bot.data_source import load_agencies
from bot.domain.day_phrases import Today
from bot.domain.days import quoted
from bot.domain.encodings import unicode_of
from bot.domain.notice_parties import parties
from bot.domain.notice_text import flat, tidy
from bot.domain.notices import Confidence, Notice, read_notice
from scripts.notices import FOLDER, SOURCES, UNSEEN, measured, notices, read

KINDS = st.sampled_from([path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))])
OF_2023 = date(2023, 8, 6)


def read_on(text: str, day: date = date(2026, 10, 12)) -> Notice:
    return read_notice(tidy(text), load_agencies(), calendar_around(day), day)


def sources() -> Iterator[list[str]]:
    for path in SOURCES.glob("*.tsv"):
        yield from (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#")


def test_of_notices_written_beside_the_reader_little_is_missed_and_little_read_that_is_not_there() -> None:
    listed = list(notices())
    found = measured(listed)

    assert min(measure.precision for measure in found.values()) >= 0.9
    assert min(measure.recall for measure in found.values()) >= 0.9
    assert len(listed) >= 12
    assert [each.name for each in listed if not each.expected and each.found] == ["23-khong-gioi-thieu"]
    assert sum(not each.expected for each in listed) >= 5


def test_of_notices_that_no_reader_was_written_for_most_tasks_are_read() -> None:
    found = measured(notices(UNSEEN))

    assert found["task"].precision >= 0.8
    assert found["task"].recall >= 0.7


def test_what_published_texts_say_in_short_is_read_as_was_found_by_reading_them() -> None:
    rows = list(sources())
    calendar = calendar_around(OF_2023)
    for _, field, start, end, value, words in rows:
        plain = flat(words)
        if field == "lead":
            assert [(p.end, p.code) for p in parties(plain, 0, len(plain), load_agencies())] == [(len(words), value)]
        if field == "deadline":
            (found,) = quoted(words, Today(OF_2023, calendar))
            assert (words, f"{found.reading.kind.value}:{found.reading.deadline}") == (
                words[found.start : found.end],
                value,
            )
        assert int(start) < int(end)
        assert not words or int(end) - int(start) == len(words)
    assert len([row for row in rows if row[1] == "task"]) == 18


def test_every_value_stands_where_it_is_said_to_and_says_how_sure_it_is() -> None:
    text = tidy((FOLDER / "02-diem-con.txt").read_text(encoding="utf-8"))
    notice = read(text)

    first, second = notice.proposals[:2]
    assert notice.sign == "615/TB-VPCP"
    assert notice.stated == date(2026, 10, 20)
    for proposal in notice.proposals:
        named = [*proposal.lead, *proposal.coordinating]
        read_from = [(each.span, each.words) for each in named]
        read_from += [(due.span, due.words) for due in [proposal.due] if due]
        for span, words in (*read_from, *((each.span, each.words) for each in proposal.quantities)):
            assert text[span.start : span.end] == words
        assert " ".join(text[proposal.title_span.start : proposal.title_span.end].split())[1:] == proposal.title[1:]
    assert first.due is not None
    assert (first.lead[0].confidence, first.due.confidence) == (Confidence.LIKELY, Confidence.DOUBTFUL)
    assert (second.lead[0].confidence, second.confidence) == (Confidence.CLEAR, Confidence.CLEAR)


@given(st.one_of(st.text(max_size=300), st.tuples(KINDS, st.integers(0, 400), st.text(max_size=5), KINDS)))
def test_whatever_the_text_nothing_raises_and_every_span_lies_in_it(
    given_text: str | tuple[str, int, str, str],
) -> None:
    if isinstance(given_text, tuple):
        one, at, between, other = given_text
        given_text = one[:at] + between + other[at // 2 :]
    text = tidy(given_text)
    for proposal in read_notice(text, load_agencies(), calendar_around(OF_2023), OF_2023).proposals:
        assert 0 <= proposal.span.start <= proposal.title_span.start <= proposal.title_span.end <= proposal.span.end
        assert proposal.span.end <= len(text)
        assert proposal.title


def test_forty_pages_give_each_of_their_tasks() -> None:
    page = (FOLDER / "01-danh-so.txt").read_text(encoding="utf-8")

    assert len(read_on(page * 60).proposals) == 180


def test_a_word_that_only_looks_like_an_ordinal_is_none() -> None:
    notice = read_on("Thủ tướng Chính phủ giao Bộ Y tế rà soát quy định về giấy phép hoạt động.")

    assert [(p.title, p.lead[0].code) for p in notice.proposals] == [
        ("Rà soát quy định về giấy phép hoạt động", "BYT"),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "Bé T­ ph¸p hoµn thµnh viÖc rµ so¸t quy ®Þnh tr­íc ngµy 15/12/2026.",
        "Boä Tö phaùp hoaøn thaønh vieäc raø soaùt quy ñònh tröôùc ngaøy 15/12/2026.",
    ],
)
def test_a_notice_in_a_legacy_font_is_read_as_what_it_says(typed: str) -> None:
    text = unicode_of(tidy(typed))
    (proposal,) = read_on(text).proposals

    assert text == "Bộ Tư pháp hoàn thành việc rà soát quy định trước ngày 15/12/2026."
    assert proposal.lead[0].code == "BTP"
    assert proposal.due is not None
    assert proposal.due.reading.deadline == "15/12/2026"
    assert unicode_of("Bộ Tư pháp, Loïc và 100 % hồ sơ") == "Bộ Tư pháp, Loïc và 100 % hồ sơ"


def test_without_a_day_of_its_own_a_notice_has_no_deadlines() -> None:
    text = "Bộ Y tế rà soát quy định về giấy phép hoạt động trong tháng 12."

    undated = read_notice(text, load_agencies(), calendar_around(OF_2023))

    assert undated.stated is None
    assert undated.proposals[0].due is None
    assert read_on(text).proposals[0].due is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Chiều 09/6/2026, Tổ công tác họp. Bộ Y tế rà soát thủ tục trước ngày 30/6/2026.", date(2026, 6, 9)),
        ("Giao Bộ Y tế rà soát thủ tục trước ngày 30/6/2026. Hà Nội, ngày 01/6/2026", date(2026, 6, 1)),
        ("Theo Quyết định số 932/QĐ-TTg ngày 06/8/2023. Hà Nội, ngày 16 tháng 10 năm 2023", date(2023, 10, 16)),
        ("Theo Quyết định số 932/QĐ-TTg, ngày 06/8/2023 của Thủ tướng", date(2023, 8, 6)),
        ("Thông báo số 1/TB-VPCP ngày 31/02/2026, sửa ngày 03/3/2026", date(2026, 3, 3)),
    ],
)
def test_a_deadline_or_the_day_of_another_document_is_not_the_day_of_the_notice(text: str, day: date) -> None:
    assert read_notice(tidy(text), load_agencies(), calendar_around(day)).stated == day


def test_a_line_that_begins_with_a_capital_that_has_marks_begins_a_paragraph() -> None:
    found = read_on(
        "Bộ Y tế công bố thủ tục trong tháng 11/2026.\nỦy ban nhân dân các tỉnh niêm yết thủ tục."
    ).proposals

    assert [each.title for each in found] == ["Công bố thủ tục trong tháng 11/2026", "Niêm yết thủ tục"]


def test_a_sentence_that_only_says_who_does_what_is_less_sure_than_an_order() -> None:
    (told,) = read_on("Bộ Tư pháp hướng dẫn các bộ.").proposals
    (ordered,) = read_on("Giao Bộ Tư pháp hướng dẫn các bộ.").proposals

    assert (told.confidence, ordered.confidence) == (Confidence.LIKELY, Confidence.CLEAR)
