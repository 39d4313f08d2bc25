"""A day is understood as people say it, on the day they say it; what is not clear is refused and never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import calendar_around
from bot.domain import day_steps, form_edits, form_engine
from bot.domain.day_phrases import NotADay, Side, Today, Why
from bot.domain.days import Reading, kept, quoted, read
from bot.domain.deadlines import DeadlineKind, due_on
from bot.domain.forms import Draft, Form, Outcome, Typed
from bot.domain.texts import Text
from bot.domain.writing import Written
from bot.verbs.opening import say
from bot.verbs.read_notice import understood

_TABLE = Path(__file__).with_name("day_phrases.tsv")
FRIDAY = date(2026, 11, 27)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
PIECES = (
    "trước hết cuối trong đến chậm nhất sau ngày tháng quý năm tuần thứ chủ nhật hai sáu 6 t7 mai kia hôm nay này tới"
    " đầu hằng 0 1 02 5 15 29 30 31 12 13 2026 2027 99 999 / - . IV q4 làm việc nữa 30/02 31/12 25/11/2026"
)
WORDS = st.one_of(
    st.lists(st.sampled_from(PIECES.split(" ")), max_size=6).map(" ".join),
    st.sampled_from([line.split("\t")[2] for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]]),
)


def today_of(day: date, side: Side = Side.AHEAD) -> Today:
    return Today(day, calendar_around(day), side)


def rows() -> Iterator[Sequence[str]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def test_every_phrase_of_the_table_means_the_day_that_stands_beside_it() -> None:
    table = list(rows())
    wrong = []
    for today, side, phrase, kind, day, counts, other in table:
        found = read(phrase, today_of(date.fromisoformat(today), Side(side)))
        got = (
            [found.why.value, found.day, None, None]
            if isinstance(found, NotADay)
            else [found.kind.value, found.day, found.counts, found.other]
        )
        if ["" if each is None else str(each) for each in got] != [kind, day, counts, other]:
            wrong.append((today, phrase, got))

    assert wrong == []
    assert len({(today, phrase) for today, _, phrase, *_ in table}) >= 200


def test_what_is_said_may_have_old_tone_marks_other_cases_and_blanks_that_are_not_seen() -> None:
    today = today_of(FRIDAY)
    for phrase, same in [
        ("THỨ SÁU  TUẦN SAU.", "thứ sáu tuần sau"),
        ("hêt thàng 12", "hết tháng 12"),
        ("30\u200b/12", "30/12"),
        ("\u2060hoà thành trước 15/12", "hòa thành trước 15/12"),
        ("Quý Ⅳ/2026", "quý IV/2026"),
        ("３０/12", "30/12"),
    ]:
        assert read(phrase, today) == read(same, today)
    assert isinstance(read("３０/12", today), Reading)


@given(st.one_of(WORDS, st.text(max_size=90)), DAYS, st.sampled_from(Side))
def test_nothing_that_is_typed_raises_and_a_day_lies_on_the_side_that_is_asked_for(
    text: str, day: date, side: Side
) -> None:
    today = today_of(day, side)
    found = read(text, today)
    if isinstance(found, NotADay) or found.day is None:
        return
    assert found.counts is not None
    assert found.day <= day if side is Side.BEHIND else day <= min(found.day, found.counts)
    assert side is Side.BEHIND or today.calendar.is_working(found.counts)
    assert side is Side.BEHIND or read(say(understood(found)), today) == found


@given(WORDS, DAYS)
def test_a_list_of_tasks_has_the_same_day_as_the_words_it_was_read_from(text: str, day: date) -> None:
    found = read(text, today_of(day))
    if isinstance(found, Reading):
        assert due_on(found.kind, found.deadline, found.recurrence, day) == found.last


@given(st.one_of(WORDS, st.text(max_size=200)), DAYS)
def test_deadlines_in_a_document_stand_where_they_are_said_to_and_never_overlap(text: str, day: date) -> None:
    behind = 0
    for found in quoted(text, today_of(day)):
        assert behind <= found.start < found.end <= len(text)
        behind = found.end


def test_a_document_names_many_days_and_only_some_are_deadlines() -> None:
    text = (
        "Theo Nghị quyết số 97/NQ-CP ngày 08/7/2023 và Nghị định số 09/2019/NĐ-CP, Bộ Tài chính trình trước ngày"
        " 15/12/2023; các bộ hoàn thành trong tháng 10/2023, báo cáo định kỳ hằng quý, chậm nhất ngày 31 tháng 12 năm"
        " 2023. Đạt 20 % trong 1.146 quy định."
    )
    found = list(quoted(text, today_of(date(2023, 10, 16))))

    assert [(text[each.start : each.end], each.reading.deadline) for each in found] == [
        ("trước ngày 15/12/2023", "15/12/2023"),
        ("hoàn thành trong tháng 10/2023", "10/2023"),
        ("định kỳ hằng quý", ""),
        ("chậm nhất ngày 31 tháng 12 năm 2023", "31/12/2023"),
    ]


def _form(today: Today) -> Form:
    by = today.day + timedelta(days=92)
    step = day_steps.deadline("by", (Text("?"),), today, earliest=today.day + timedelta(days=1), latest=by)
    after = day_steps.day_of_document("of", Text("?"), today)
    return Form((step, after), items_max=1, keeps=False)


def _typed(today: date, *texts: str) -> Outcome:
    form = _form(today_of(today))
    draft = Draft(1, 0, 1, "x", "", 1, form.start(), (), datetime(2026, 11, 27, tzinfo=UTC))
    outcome = Outcome(draft)
    for number, text in enumerate(texts):
        outcome = form_engine.step(form, outcome.draft, Typed(text, f"m{number}"))
    return outcome


@pytest.mark.parametrize(
    ("typed", "stored", "said"),
    [
        ("30/11/2026", "30/11/2026", None),
        ("thứ Sáu", "04/12/2026", "Today is {today:day}. Understood as {day:day}; where today is meant, please change"),
        ("cuối tháng", "30/11/2026", "Understood as {day:day}."),
        ("mai", "30/11/2026", "{day:day} is a day off: {meant:day} is the last day."),
        ("trước 15/12", "14/12/2026", "Before {day:day}: {meant:day} is the last day."),
        ("hôm nay", None, "{day:date} is too early: please name a day from {earliest:date} on."),
        ("31/5/2027", None, "{day:date} is too late: please name a day until {latest:date}."),
        ("25/11", None, "{day:date} has passed."),
        ("30/2", None, '"{typed}": there is no such day.'),
        ("thứ Hai, ngày 01/12/2026", None, '"{typed}" does not fit: it is {day:day}.'),
        ("hằng tháng", None, '"{typed}" names no day that can be taken.'),
    ],
)
def test_an_answer_is_kept_in_figures_and_how_it_was_understood_is_said(
    typed: str, stored: str | None, said: str | None
) -> None:
    outcome = _typed(FRIDAY, typed)

    assert (outcome.draft.items[0]["by"] if outcome.draft.items else None) == stored
    assert outcome.remark is None if said is None else outcome.remark and outcome.remark.msgid.startswith(said)


def test_words_that_are_kept_mean_the_same_day_when_they_are_read_tomorrow() -> None:
    answer = _typed(FRIDAY, "mai").draft.items[0]["by"]

    assert kept(answer) == date(2026, 11, 30)
    assert [kept(text) for text in ("1-12-2026", "2026-12-01", "mai", "", "30/02/2026")] == [
        date(2026, 12, 1),
        date(2026, 12, 1),
        None,
        None,
        None,
    ]


def test_an_edited_message_is_understood_anew_and_one_that_names_no_day_changes_nothing() -> None:
    form, draft = _form(today_of(FRIDAY)), _typed(FRIDAY, "mai", "hôm qua").draft

    better = form_edits.edit(form, draft, Written("m0", "thứ Hai tuần sau nữa"))
    worse = form_edits.edit(form, draft, Written("m0", "chưa rõ ngày nào"))

    assert draft.items[0] == {"by": "30/11/2026", "of": "26/11/2026"}
    assert better.draft.items[0]["by"] == "07/12/2026"
    assert worse.draft.items[0]["by"] == "30/11/2026"
    assert worse.remark is not None
    assert worse.remark.msgid.startswith('"{typed}" names no day')


def test_the_day_of_a_document_is_not_one_that_comes() -> None:
    refused = _typed(FRIDAY, "30/11/2026", "28/11/2026").remark
    found = read("28/11/2026", replace(today_of(FRIDAY), side=Side.BEHIND))

    assert found == NotADay(Why.FUTURE, date(2026, 11, 28))
    assert refused is not None
    assert refused.msgid.startswith("The day of a document is not after today")
    assert read("tháng 12", today_of(FRIDAY)) == Reading(DeadlineKind.MONTH, date(2026, 12, 31), date(2026, 12, 31))
