"""The form of a quarterly report: what closes it, whichever way it was come to, and the screens that show it."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.characters import utf16_length
from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.forms import Act, At, Done, Draft, Event, Outcome, Position, Tap, Typed
from bot.domain.people import Honorific, Reader
from bot.domain.periods import Cadence, Period, PeriodRules, schedule
from bot.domain.reports import quarterly_form
from bot.domain.tasks import Bucket, Part, Statement, TaskState
from bot.domain.texts import Text
from bot.i18n import plain, render
from bot.screens.reporting.periodic import View, draft_screen
from tests.domain.drafting import FIELDS, FULL_ITEM, NOW, START, TEXTS, WEEKDAYS, asks, in_the_report, tap_of
from tests.domain.drafting import shape as shape_without_closing

FORM = quarterly_form(FIELDS, 2)
LONG_FORM = quarterly_form(FIELDS, 20)
QUARTER = Period(2026, 4, Cadence.QUARTER)
FIRST = replace(START, subject=QUARTER.iso)
OPINION = "Đề nghị tập huấn trực tuyến cho cán bộ cấp xã."


def a_view(*tasks: TaskState, named: str = "Bộ A") -> View:
    return View(
        LONG_FORM,
        {field.code: field for field in FIELDS},
        named,
        named,
        schedule(QUARTER, PeriodRules(), WEEKDAYS),
        email="thu@vidu.vn",
        late=True,
        tasks=tasks,
    )


def offered(draft: Draft) -> list[Tap]:
    rows = draft_screen(replace(a_view(), form=FORM), draft).rows
    return [tap_of(choice) for row in rows for choice in row]


def at(position: Position, *items: dict[str, str], closing: str | None = None) -> Draft:
    return replace(FIRST, rev=5, position=position, items=items, closing=closing)


def shape(draft: Draft) -> object:
    """What decides which screen is shown and what it accepts."""
    return shape_without_closing(draft), draft.closing


@cache
def reachable() -> list[tuple[Draft, list[tuple[Tap, Outcome]]]]:
    """Every position that buttons and valid answers lead to, and what becomes of each button."""
    found, waiting, seen = [], deque([FIRST]), {shape(FIRST)}
    while waiting:
        draft = waiting.popleft()
        pressed = [(tap, step(FORM, draft, tap)) for tap in offered(draft)]
        found.append((draft, pressed))
        outcomes = [outcome for _, outcome in pressed]
        if draft.position.at is At.CLOSING:
            outcomes.append(step(FORM, draft, Typed(OPINION)))
        elif draft.position.at is At.STEP:
            outcomes.append(step(FORM, draft, Typed(TEXTS.get(draft.position.step, "Đất đai"))))
        for outcome in outcomes:
            if outcome.done is None and shape(outcome.draft) not in seen:
                seen.add(shape(outcome.draft))
                waiting.append(outcome.draft)
    return found


drafts = st.integers(0, 10**6).map(lambda n: reachable()[n % len(reachable())][0])
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Tap, st.sampled_from([0, 0, 0, -1, 1]), st.sampled_from(Act), st.integers(0, 20)),
    st.builds(Typed, st.sampled_from([OPINION, "x", "x" * 2001, *TEXTS.values()]), st.just(NOW)),
)


def test_every_place_is_reached_and_every_button_is_accepted() -> None:
    refused = [
        (draft.position, tap) for draft, pressed in reachable() for tap, after in pressed if after.remark == STALE
    ]

    carried = {At.CARRY, At.CARRY_ITEM, At.SUPPLEMENT}  # nothing is
    assert {draft.position.at for draft, _ in reachable()} == set(At) - {At.SHORTEN, At.DISCARD, At.COSIGN} - carried
    assert {draft.closing for draft, _ in reachable()} == {None, "", OPINION}
    assert refused == []


def test_nothing_is_sent_before_the_paragraph_was_asked_for_whichever_way_the_report_goes() -> None:
    sent = [draft for draft, pressed in reachable() for _, after in pressed if after.done in (Done.SEND, Done.SEND_NIL)]

    assert {draft.position.at for draft in sent} == {At.REVIEW, At.NIL}
    assert all(draft.closing is not None for draft in sent)


@settings(max_examples=200)
@given(drafts, events)
def test_the_paragraph_stays_until_it_is_answered_anew_or_skipped(draft: Draft, event: Event) -> None:
    event = replace(event, rev=draft.rev + event.rev) if isinstance(event, Tap) else event

    outcome = step(FORM, draft, event)

    if draft.position.at is not At.CLOSING:
        assert outcome.draft.closing == draft.closing
    if draft.position.at not in (At.STEP, At.DROP, At.UNDERSTOOD):
        assert outcome.draft.items == draft.items
    if outcome.remark:
        assert in_the_report(outcome.draft) == in_the_report(draft)


@settings(max_examples=200)
@given(drafts, events)
def test_every_change_makes_the_buttons_before_it_stale(draft: Draft, event: Event) -> None:
    event = replace(event, rev=draft.rev + event.rev) if isinstance(event, Tap) else event

    after = step(FORM, draft, event).draft

    if (after.position, after.items, after.closing) != (draft.position, draft.items, draft.closing):
        assert after.rev == draft.rev + 1


def test_after_the_last_difficulty_the_paragraph_is_asked_for_and_then_comes_the_review() -> None:
    asked = step(FORM, at(asks("files"), FULL_ITEM), Tap(5, Act.SKIP)).draft
    answered = step(FORM, asked, Typed(OPINION)).draft

    assert asked.position == Position(At.CLOSING)
    assert (answered.position, answered.closing) == (Position(At.REVIEW), OPINION)


def test_where_nothing_arose_the_paragraph_is_asked_for_too() -> None:
    asked = step(FORM, at(Position(At.OPENING)), Tap(5, Act.NOTHING)).draft
    skipped = step(FORM, asked, Tap(6, Act.SKIP)).draft

    assert asked.position == Position(At.CLOSING, nil=True)
    assert (skipped.position, skipped.closing) == (Position(At.NIL), "")


def test_it_is_asked_once_and_can_be_changed_from_the_screens_after_it() -> None:
    again = step(FORM, at(asks("files"), FULL_ITEM, closing=OPINION), Tap(5, Act.SKIP)).draft
    changing = step(FORM, again, Tap(6, Act.CHANGE_CLOSING)).draft
    back = step(FORM, changing, Tap(7, Act.BACK)).draft

    assert again.position == back.position == Position(At.REVIEW)
    assert changing.position == Position(At.CLOSING)
    assert back.closing == OPINION


def test_going_back_before_it_was_answered_leads_to_what_came_before() -> None:
    after_items = step(FORM, at(Position(At.CLOSING), FULL_ITEM, FULL_ITEM), Tap(5, Act.BACK)).draft
    after_nothing = step(FORM, at(Position(At.CLOSING, nil=True)), Tap(5, Act.BACK)).draft

    assert after_items.position == asks("files", item=1)
    assert after_nothing.position == Position(At.OPENING)


def test_going_back_out_of_a_difficulty_just_begun_leads_to_the_review() -> None:
    begun = at(FORM.start(1), FULL_ITEM, closing=OPINION)

    assert step(FORM, begun, Tap(5, Act.BACK)).draft.position == Position(At.REVIEW)


def test_a_report_that_is_not_complete_is_completed_before_the_paragraph_is_asked_for() -> None:
    half = at(Position(At.REVIEW), {"field": "dat_dai"})

    assert step(FORM, half, Tap(5, Act.CHANGE_CLOSING)) == Outcome(half, STALE)
    assert Act.CHANGE_CLOSING not in [tap.what for tap in offered(half)]


@pytest.mark.parametrize(("length", "taken"), [(2, False), (3, True), (2000, True), (2001, False)])
def test_the_paragraph_has_from_3_to_2000_units(length: int, taken: bool) -> None:
    outcome = step(FORM, at(Position(At.CLOSING), FULL_ITEM), Typed("x" * length))

    assert (outcome.draft.position == Position(At.REVIEW)) == taken
    assert (outcome.draft.closing == "x" * length) == taken


def a_task(number: int, title: str = "T" * 500, said: Statement | None = None) -> TaskState:
    day = date(2026, 11, 30)
    return TaskState(f"NV-26-{number:06}", title, Part.COORDINATING, day, day, Bucket.DONE_LATE, said)


FULL_STATEMENT = Statement(1, NOW, {"result": "k" * 1000, "document": "v" * 200, "cause": "n" * 500})


readers = st.builds(Reader, st.sampled_from(["vi", "en"]), st.sampled_from(Honorific), st.just("Nguyễn Văn An"))


@settings(max_examples=60)
@given(
    st.sampled_from([Position(a) for a in (At.OPENING, At.NIL, At.CLOSING, At.REVIEW)]),
    st.integers(1, 20),
    st.sampled_from(["x" * 2000, "🏛" * 1000, "<" * 2000, ""]),
    st.integers(0, 60),
    st.sampled_from([None, FULL_STATEMENT]),
    readers,
)
def test_every_screen_fits_into_one_message_however_many_tasks_and_difficulties_there_are(
    position: Position, items: int, long: str, tasks: int, said: Statement | None, reader: Reader
) -> None:
    longest = max(FIELDS, key=lambda field: len(field.name.vi)).code
    item = {"field": longest, "procedure": long[:300], "content": long, "legal": long[:500], "proposal": long}
    draft = at(position, *[item] * items, closing=long)
    view = a_view(*(a_task(number, said=said) for number in range(tasks)), named="Hiệp hội Chế biến " * 16)

    screen = draft_screen(view, draft).with_line_first(Text("x" * 200))

    assert utf16_length(plain(render(screen, reader, 4096))) <= 4096


def test_of_many_tasks_the_first_ten_are_named_and_the_others_counted() -> None:
    tasks = [a_task(number, "Rà soát") for number in range(12)]

    shown = plain(render(draft_screen(a_view(*tasks), at(Position(At.REVIEW), FULL_ITEM)), Reader(), 4096))

    assert "Nhiệm vụ được giao (12, tình trạng ghi nhận khi gửi): đã hoàn thành quá hạn 12." in shown
    assert "10. NV-26-000009 – phối hợp, đã hoàn thành quá hạn, 30/11/2026, hạn 30/11/2026 – Rà soát" in shown
    assert "NV-26-000010" not in shown
    assert "Báo cáo còn có 02 nhiệm vụ khác." in shown


def test_a_task_is_shown_in_one_line_with_at_most_90_units_of_its_title() -> None:
    shown = plain(render(draft_screen(a_view(a_task(1)), at(Position(At.REVIEW), FULL_ITEM)), Reader(), 4096))

    assert f"– {'T' * 89}…\n" in shown
