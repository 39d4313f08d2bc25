"""How a difficulty is classified after corrections: they count while its sender says what was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VN
from bot.data_source import load_agencies, load_fields
from bot.domain.calendars import Calendar
from bot.domain.classifying import AFTER, BEFORE, CODE, MATTER, NAMES, SAID, UNCLASSIFIED, Criterion, Matter
from bot.domain.correcting import corrected, criteria_in, criteria_text, overruled
from bot.domain.difficulties import (
    DONE_AT,
    UNDOES,
    DifficultyAct,
    DifficultyEvent,
    as_they_stand,
    current_state,
)
from bot.domain.following import Made, course, times_raised
from bot.domain.handling import AGENCY, HELD, asked_until, is_solved, may_be_added_to, revocable, silent_until
from bot.domain.periods import Period
from bot.domain.questions import kept
from bot.domain.reports import Difficulty
from bot.domain.suggesting import likely
from bot.domain.triage import group_of, in_charge, is_overdue
from tests.domain.test_handling import ways

AT = datetime(2026, 11, 16, 2, tzinfo=UTC)
SENT = DifficultyEvent(DifficultyAct.SENT, AT, "person:AN")
ITEM = {
    "field": "dat_dai",
    "procedure": "Trích lục bản đồ 1.000884",
    "content": "Phải nộp lại trích lục dù dữ liệu đã có.",
    "legal": "Điều 5 Nghị định 09/2019/NĐ-CP",
    "proposal": "Bãi bỏ thành phần hồ sơ.",
    "agency": "Bộ TNMT",
}
TODAY = date(2026, 11, 16)


def sent(**changes: str) -> Difficulty:
    return Difficulty(7, "VM-2611-001", kept({**ITEM, **changes}, load_agencies()))


def correction(
    matter: Matter, said: str, after: str, more: Mapping[str, object] | None = None, minutes: int = 1
) -> DifficultyEvent:
    words = {MATTER: matter.value, SAID: said, BEFORE: said, AFTER: after, **(more or {})}
    return DifficultyEvent(DifficultyAct.CORRECTED, AT + timedelta(minutes=minutes), "person:CHI", words)


def undone(event: DifficultyEvent) -> DifficultyEvent:
    detail = {UNDOES: event.act.value, DONE_AT: event.at.isoformat()}
    return DifficultyEvent(DifficultyAct.UNDONE, event.at + timedelta(minutes=1), "person:CHI", detail)


FIELD = correction(Matter.FIELD, "dat_dai", "dau_tu", {NAMES: ["Đất đai", "Land", "Đầu tư", "Investment"]})
PROCEDURE = correction(Matter.PROCEDURE, ITEM["procedure"], "Chấp thuận chủ trương đầu tư 1.009645")
CHARGE = correction(Matter.AGENCY, "Bộ TNMT", "Bộ Tài chính", {CODE: "BTC"})


def test_what_is_corrected_takes_the_place_of_what_was_said_and_both_are_kept_and_found() -> None:
    own = sent()
    title = correction(Matter.TITLE, "", "Nộp lại trích lục")
    outside = correction(Matter.OUTSIDE, "", "PAKN.20260812.0012")
    marked = correction(Matter.CRITERIA, "", criteria_text([Criterion.BURDEN, Criterion.CONFLICT]))

    found = corrected(own, [SENT, FIELD, PROCEDURE, CHARGE, title, outside, marked])

    assert (found.field, found.procedure) == ("dau_tu", "Chấp thuận chủ trương đầu tư 1.009645")
    assert (found.answers["agency"], found.answers["agency_code"]) == ("Bộ Tài chính", "BTC")
    assert found.procedure_codes == ("1.009645",)
    assert found.provisions == own.provisions == ("Điều 5 Nghị định số 09/2019/NĐ-CP",)
    assert found.answers["content"] == own.answers["content"]
    assert found.classified.criteria == (Criterion.CONFLICT, Criterion.BURDEN)
    assert found.classified.chosen["field"] == "dat_dai"
    assert found.own == own
    assert corrected(found, [SENT]) == own
    assert found.searched.startswith(own.searched)
    for words in ("Trích lục bản đồ", "Chấp thuận chủ trương", "PAKN.20260812.0012", "Nộp lại trích lục", "Investment"):
        assert words in found.searched
    assert "PAKN" not in own.searched


def test_what_the_sender_changes_afterwards_counts_and_is_named_and_the_rest_stays_corrected() -> None:
    events = [SENT, FIELD, CHARGE]
    newer = sent(field="thue_hai_quan")

    found = corrected(newer, events)

    assert (found.field, found.answers["agency"]) == ("thue_hai_quan", "Bộ Tài chính")
    assert overruled(newer, events) == [FIELD]
    assert overruled(sent(field="dau_tu"), events) == []  # they agree by now
    assert corrected(sent(), events).field == "dau_tu"  # it says again what was corrected
    again = correction(Matter.FIELD, "thue_hai_quan", "dau_tu", minutes=9)
    assert corrected(newer, [*events, again]).field == "dau_tu"
    assert corrected(sent(content="Nội dung khác hẳn trước, dài hơn."), events).field == "dau_tu"


def test_the_last_correction_counts_and_taken_back_the_one_before() -> None:
    first, second = FIELD, correction(Matter.FIELD, "dat_dai", "moi_truong", minutes=2)

    both = as_they_stand([SENT, first, second])
    back = as_they_stand([SENT, first, second, undone(second)])
    none = as_they_stand([SENT, first, undone(first)])

    assert [corrected(sent(), events).field for events in (both, back, none)] == ["moi_truong", "dau_tu", "dat_dai"]
    assert corrected(sent(), none).classified == UNCLASSIFIED
    assert criteria_in("") == ()


def test_in_charge_is_whom_the_desk_named_last_by_forwarding_or_by_correcting() -> None:
    def forward(to: str) -> DifficultyEvent:
        return DifficultyEvent(DifficultyAct.FORWARDED, AT, "person:CHI", {AGENCY: to})

    named = ("Bộ TNMT", "Bộ Nông nghiệp và Môi trường")

    assert in_charge([SENT], *named) == named[1]
    assert in_charge([SENT, CHARGE], *named) == "Bộ Tài chính"
    assert in_charge([SENT, CHARGE, forward("Bộ Xây dựng")], *named) == "Bộ Xây dựng"
    assert in_charge([SENT, forward("Bộ Xây dựng"), CHARGE], *named) == "Bộ Tài chính"
    assert in_charge([SENT, forward("Bộ Xây dựng"), CHARGE], "Bộ Y tế", "Bộ Y tế") == "Bộ Xây dựng"
    assert in_charge([SENT, CHARGE], "Bộ Y tế", "Bộ Y tế") == "Bộ Y tế"


@given(ways(), st.data())
def test_corrections_wherever_they_stand_change_no_state_and_no_way(
    way: list[DifficultyEvent], data: st.DataObject
) -> None:
    mixed: list[DifficultyEvent] = [way[0]]
    for each in way[1:]:
        mixed += data.draw(st.lists(st.sampled_from([FIELD, PROCEDURE, CHARGE]), max_size=2))
        mixed.append(each)
    mixed += data.draw(st.lists(st.sampled_from([FIELD, PROCEDURE, CHARGE]), max_size=2))
    now, made = AT + timedelta(days=40), Made.at(AT + timedelta(days=1))

    def told(events: Sequence[DifficultyEvent]) -> list[object]:
        return [
            current_state(events),
            group_of(events),
            is_overdue(events, now, 2, _EVERY_DAY),
            silent_until(events),
            asked_until(events),
            may_be_added_to(events),
            is_solved(events),
            times_raised(events),
            course(events, Period(2026, 12), made),
            course(events, Period(2026, 11), made, is_new=True),
        ]

    assert told(mixed) == told([each for each in mixed if each.act is not DifficultyAct.CORRECTED]) == told(way)


_EVERY_DAY = Calendar({}, 2026)


def test_a_correction_can_be_taken_back_in_time_also_of_what_was_merged() -> None:
    held = correction(Matter.TITLE, "", "Tên", {HELD: (AT + timedelta(minutes=6)).isoformat()})
    merged = DifficultyEvent(DifficultyAct.MERGED, AT, "person:CHI", {"into": "VM-2611-002"})

    assert revocable([SENT, held], AT + timedelta(minutes=5)) == 2
    assert revocable([SENT, merged, held], AT + timedelta(minutes=5)) == 3
    assert revocable([SENT, held], AT + timedelta(minutes=6)) == 0


@pytest.mark.parametrize(
    ("cited", "of_field", "agency", "document"),
    [
        (["Điều 3 Thông tư số 12/2021/TT-BTNMT"], "BTC", "BNNMT", "Thông tư số 12/2021/TT-BTNMT"),
        (["Điều 5 Nghị định số 09/2019/NĐ-CP", "Thông tư số 12/2024/TT-BYT"], "", "BYT", "Thông tư số 12/2024/TT-BYT"),
        (["Thông tư liên tịch số 05/2014/TTLT-BCA-BTP"], "", "BCA", "Thông tư liên tịch số 05/2014/TTLT-BCA-BTP"),
        (["Điều 5 Nghị định số 09/2019/NĐ-CP"], "BKHDT", "BTC", ""),
        (["Quyết định số 12/2024/QĐ-UBND"], "", None, ""),
        ([], "", None, ""),
    ],
)
def test_who_issued_what_is_cited_is_likely_in_charge_else_who_has_the_field(
    cited: list[str], of_field: str, agency: str | None, document: str
) -> None:
    found = likely(cited, of_field, load_agencies(), TODAY)

    assert (found.agency.code if found else None, found.document if found else "") == (agency, document)


def test_every_field_but_the_last_has_an_agency_that_is_there() -> None:
    agencies = load_agencies()
    of_fields = {field.code: field.agency for field in load_fields()}

    assert [code for code, agency in of_fields.items() if not agency] == ["khac"]
    assert all(not agencies[agency].ended(AT.astimezone(VN).date()) for agency in of_fields.values() if agency)
