"""From screens to words: dates, counts, forms of address, markup, excerpts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VN
from bot.domain.characters import utf16_length
from bot.domain.people import MEMBER_ROLES, Honorific, Person, Reader, Role, reader_of
from bot.domain.periods import Cadence, Period
from bot.domain.texts import BLANK, Choice, Excerpt, Label, Screen, Text
from bot.domain.verbs.home import ShowHelp, ShowHome
from bot.domain.verbs.reporting import ContinueDraft
from bot.i18n import LANGUAGES, plain, render, translate

VI, EN = Reader("vi"), Reader("en")
LONG = "Nội dung dài. " * 100
VIEW = Choice(Text("View help"), ShowHelp())
NOVEMBER = Period(2026, 11)


def at(*when: int) -> datetime:
    """An instant given in Viet Nam's time and handed over in UTC."""
    return datetime(*when, tzinfo=VN).astimezone(UTC)  # type: ignore[misc, arg-type]


def said(msgid: str, reader: Reader = VI, **params: object) -> str:
    return translate(Text(msgid, **params), reader)


@pytest.mark.parametrize(
    ("spec", "vi", "en"),
    [
        ("full", "17:00 thứ Sáu, ngày 20/11/2026", "17:00, Friday 20 November 2026"),
        ("stamp", "17:00 ngày 20/11/2026", "17:00, 20 November 2026"),
        ("short", "17:00 ngày 20/11", "17:00, 20 November"),
        ("clock", "17:00", "17:00"),
        ("date", "20/11/2026", "20 November 2026"),
    ],
)
def test_an_instant_is_written_in_viet_nams_time_as_each_language_writes_it(spec: str, vi: str, en: str) -> None:
    due = at(2026, 11, 20, 17)

    assert said(f"{{due:{spec}}}", VI, due=due) == vi
    assert said(f"{{due:{spec}}}", EN, due=due) == en


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (16, "thứ Hai, ngày 16/11/2026"),
        (17, "thứ Ba, ngày 17/11/2026"),
        (18, "thứ Tư, ngày 18/11/2026"),
        (19, "thứ Năm, ngày 19/11/2026"),
        (20, "thứ Sáu, ngày 20/11/2026"),
        (21, "thứ Bảy, ngày 21/11/2026"),
        (22, "Chủ nhật, ngày 22/11/2026"),
    ],
)
def test_every_weekday_is_written_in_words(day: int, written: str) -> None:
    assert said("{day:day}", day=date(2026, 11, day)) == written


def test_shortly_after_midnight_in_viet_nam_it_is_the_new_day_although_utc_has_the_old_one() -> None:
    assert said("{now:full}", now=datetime(2026, 11, 21, 17, 5, tzinfo=UTC)) == "00:05 Chủ nhật, ngày 22/11/2026"


def test_days_and_months_under_ten_have_two_digits() -> None:
    assert said("{day:date} {day:short}", day=date(2026, 3, 5)) == "05/03/2026 05/03"


@pytest.mark.parametrize(("count", "vi", "en"), [(0, "00", "0"), (3, "03", "3"), (10, "10", "10"), (120, "120", "120")])
def test_counts_under_ten_have_two_digits_in_vietnamese(count: int, vi: str, en: str) -> None:
    assert said("{n:count}", VI, n=count) == vi
    assert said("{n:count}", EN, n=count) == en


@pytest.mark.parametrize(
    ("n", "vi", "en"), [(999, "999", "999"), (2350, "2.350", "2,350"), (10**6, "1.000.000", "1,000,000")]
)
def test_thousands_are_set_off_with_dots_in_vietnamese_and_commas_in_english(n: int, vi: str, en: str) -> None:
    assert said("{n:number}", VI, n=n) == vi
    assert said("{n:number}", EN, n=n) == en


@pytest.mark.parametrize(
    ("period", "vi", "short", "en"),
    [
        (NOVEMBER, "tháng 11/2026", "tháng 11", "November 2026"),
        (Period(2026, 9), "tháng 9/2026", "tháng 9", "September 2026"),
        (Period(2027, 1), "tháng 01/2027", "tháng 1", "January 2027"),
        (Period(2026, 4, Cadence.QUARTER), "quý IV/2026", "quý IV", "Q4 2026"),
    ],
)
def test_a_period_is_named_as_people_name_it(period: Period, vi: str, short: str, en: str) -> None:
    assert said("{p}", VI, p=period) == vi
    assert said("{p:short}", VI, p=period) == short
    assert said("{p}", EN, p=period) == en


def test_a_name_from_the_data_is_shown_in_the_readers_language() -> None:
    land = Label("Đất đai", "Land")

    assert (said("{f}", VI, f=land), said("{f}", EN, f=land)) == ("Đất đai", "Land")


@pytest.mark.parametrize(
    ("honorific", "of_desk", "written"),
    [
        (Honorific.COMRADE, False, "đồng chí, Đồng chí, đồng chí Trần Văn An"),
        (Honorific.MR, False, "Ông, Ông, Ông Trần Văn An"),
        (Honorific.MS, False, "Bà, Bà, Bà Trần Văn An"),
        (Honorific.NONE, False, "Quý thành viên, Quý thành viên, Quý thành viên"),
        (Honorific.COMRADE, True, "đồng chí, Đồng chí, đồng chí Trần Văn An"),
        (Honorific.MR, True, "Ông, Ông, Ông Trần Văn An"),
        (Honorific.MS, True, "Bà, Bà, Bà Trần Văn An"),
        (Honorific.NONE, True, "đồng chí, Đồng chí, đồng chí Trần Văn An"),
    ],
)
def test_everybody_is_addressed_as_chosen_and_neutrally_otherwise(
    honorific: Honorific, of_desk: bool, written: str
) -> None:
    reader = Reader("vi", honorific, "Trần Văn An", of_desk)

    assert said("{you}, {You}, {dear}", reader) == written


@pytest.mark.parametrize("roles", [{Role.FOCAL}, {Role.PRINCIPAL, Role.SECRETARIAT}, set()])
def test_who_reports_for_a_member_or_holds_no_duty_is_never_called_comrade_unasked(roles: set[Role]) -> None:
    person = Person(1, "AN", "Trần Văn An", "", Honorific.NONE, "vi", "")

    assert said("{you}", reader_of(person, frozenset(roles))) == "Quý thành viên"


@pytest.mark.parametrize("role", sorted(set(Role) - MEMBER_ROLES))
def test_officers_are_called_comrade_where_nothing_else_is_recorded(role: Role) -> None:
    person = Person(1, "CHI", "Phạm Thu Chi", "", Honorific.NONE, "vi", "")

    assert said("{you}", reader_of(person, frozenset({role}))) == "đồng chí"


@pytest.mark.parametrize("honorific", list(Honorific))
def test_english_readers_are_called_you(honorific: Honorific) -> None:
    assert said("{you} {You}", Reader("en", honorific, "An")).lower().startswith("you")


@given(st.text(st.sampled_from("<b>/code{}&x ")))
def test_what_people_typed_is_never_read_as_markup_or_as_a_template(typed: str) -> None:
    rendered = render(Screen((Text("<b>{title}</b> {typed}", title="Mục", typed=typed),)), VI, 4096)

    assert plain(rendered) == f"Mục {typed}"
    assert rendered["runs"] == [["b", "Mục"], ["", f" {typed}"]]


def test_bold_and_code_come_from_the_template_alone() -> None:
    rendered = render(Screen((Text("<b>{name}</b>: <code>{code}</code>", name="<i>An", code="</code>"),)), VI, 4096)

    assert rendered["runs"] == [["b", "<i>An"], ["", ": "], ["code", "</code>"]]


def test_lines_follow_each_other_with_empty_lines_where_they_are_meant() -> None:
    assert plain(render(Screen((Text("một"), BLANK, Text("hai"))), VI, 4096)) == "một\n\nhai"


def test_nothing_is_written_for_what_is_not_there() -> None:
    assert said("a{gone}b", gone=None) == "ab"


def test_a_long_text_is_whole_where_there_is_room_and_has_no_button_to_view_it() -> None:
    rendered = render(Screen((Text("{t}", t=Excerpt(LONG, VIEW)),)), VI, 4096)

    assert plain(rendered) == LONG
    assert rendered["rows"] == []


def test_long_texts_that_do_not_fit_are_cut_and_each_can_be_viewed() -> None:
    lines = tuple(Text("{t}", t=Excerpt(LONG * 2, Choice(Text("{n}", n=n), ContinueDraft(n)))) for n in range(3))

    rendered = render(Screen(lines, ((Choice(Text("Main screen"), ShowHome()),),)), VI, 4096)

    assert utf16_length(plain(rendered)) <= 4096
    assert plain(rendered).count("…") == 3
    assert rendered["rows"] == [[["0", "d:0"], ["1", "d:1"]], [["2", "d:2"]], [["Về màn hình chính", "h"]]]


def test_a_short_text_beside_long_ones_stays_whole_and_needs_no_view() -> None:
    long, short = (
        Excerpt(LONG * 3, Choice(Text("dài"), ContinueDraft(1))),
        Excerpt("ngắn", Choice(Text("ngắn"), ContinueDraft(2))),
    )

    rendered = render(Screen((Text("{t}", t=long), Text("{t}", t=short))), VI, 4096)

    assert "ngắn" in plain(rendered)
    assert rendered["rows"] == [[["dài", "d:1"]]]


def test_two_texts_with_the_same_view_have_one_button() -> None:
    same = tuple(Text("{t}", t=Excerpt(LONG * 2, VIEW)) for _ in range(2))

    assert render(Screen(same), VI, 2000)["rows"] == [[["Xem hướng dẫn", "g"]]]


@given(st.lists(st.integers(0, 3000), max_size=20), st.sampled_from([1024, 4096]))
def test_a_screen_of_long_texts_stays_within_the_channels_limit(lengths: list[int], limit: int) -> None:
    screen = Screen(tuple(Text("{t}", t=Excerpt("🏛" * length)) for length in lengths))

    assert utf16_length(plain(render(screen, VI, limit))) <= limit


@given(st.integers(0, 6 * 366 * 24 * 60), st.sampled_from(LANGUAGES))
def test_every_minute_of_the_coming_years_can_be_written(minutes: int, lang: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=VN) + timedelta(minutes=minutes)

    written = said("{now:full}", Reader(lang), now=now.astimezone(UTC))

    assert written.startswith(f"{now:%H:%M}")
    assert written.endswith(f"{now:%Y}")


SAID = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60) | st.text(
    "a b\n\u0301\u200d👩🚀", max_size=60
)


@given(st.lists(SAID, min_size=1, max_size=8), st.integers(1, 120), st.sampled_from([VI, EN]))
def test_no_screen_is_longer_than_its_channel_takes_whatever_it_says_and_its_choices_stay(
    said_: list[str], limit: int, reader: Reader
) -> None:
    lines = tuple(
        Text("<b>{a}</b> – {b}", a=text, b=Excerpt(text * 9, VIEW if number % 2 else None))
        for number, text in enumerate(said_)
    )
    whole = plain(render(Screen(lines), reader, 10**6))

    rendered = render(Screen(lines, ((VIEW,),)), reader, limit)

    text = plain(rendered)
    assert utf16_length(text) <= limit
    assert rendered["rows"][-1] == [[translate(VIEW.label, reader), VIEW.verb.data]]  # type: ignore[index]
    assert text == whole or "…" in text


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("một hai ba", 10, "một hai ba"),
        ("một hai bốn", 10, "một hai…"),
        ("dòng một\ndòng hai", 12, "dòng một…"),
        ("motchudaikhongcach", 10, "motchudai…"),
        ("aaaa e\u0301e\u0301e\u0301", 8, "aaaa…"),
        ("👩\u200d🚀👩\u200d🚀", 6, "👩\u200d🚀…"),
        ("\u2068một hai ba bốn\u2069", 12, "\u2068một hai…\u2069"),
    ],
)
def test_what_is_too_long_is_cut_where_it_does_no_harm(text: str, limit: int, kept: str) -> None:
    assert plain(render(Screen((Text("{text}", text=text),)), VI, limit)) == kept


@pytest.mark.parametrize(
    ("organisation", "said"),
    [
        ("Hiệp hội A", "Báo cáo BC (khẩn) của Hiệp hội A:"),
        ("ABC Co., Ltd.", "Báo cáo BC (khẩn) của ABC Co., Ltd.:"),
    ],
)
def test_what_ends_with_a_stop_keeps_it_before_another_mark(organisation: str, said: str) -> None:
    text = Text("Urgent report {code} of {organisation}:", code="BC", organisation=organisation)

    assert translate(text, VI) == said


@pytest.mark.parametrize("end", [".", "…", "?", "!"])
def test_a_sentence_is_ended_once_whatever_its_last_word_brings(end: str) -> None:
    text = Text("Period: {period}. Member: {organisation}.", period=Period(2026, 11), organisation=f"Hội A{end}")

    assert translate(text, VI).endswith(f"Hội A{end}")


def test_a_list_whose_last_part_ends_with_a_semicolon_gets_no_second_one() -> None:
    text = Text("State: {bucket}; {how}", bucket="xong;", how="đúng hạn")

    assert "xong; đúng hạn" in translate(text, VI)


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        (Period(2026, 11), "15/10 đến 14/11/2026", "15 October to 14 November 2026"),
        (Period(2027, 1), "15/12/2026 đến 14/01/2027", "15 December 2026 to 14 January 2027"),
        (Period(2027, 1, Cadence.QUARTER), "15/12/2026 đến 14/03/2027", "15 December 2026 to 14 March 2027"),
    ],
)
def test_the_days_of_a_periods_data_name_both_years_where_they_are_of_two(period: Period, vi: str, en: str) -> None:
    written = {lang: translate(Text("{period:window}", period=period), Reader(lang=lang)) for lang in ("vi", "en")}

    assert written == {"vi": vi, "en": en}
