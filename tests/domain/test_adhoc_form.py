"""A form whose opening asks for one of several: the ad hoc report."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_source import load_reminder_rules
from bot.domain.characters import utf16_length
from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.forms import Act, At, Done, Draft, Event, Outcome, Position, Tap
from bot.domain.people import Reader
from bot.domain.reports import ADHOC, Urgency, adhoc_form
from bot.i18n import plain, render
from bot.screens.reporting.adhoc import View as FormView
from bot.screens.reporting.adhoc import draft_screen as adhoc_screen
from tests.domain.drafting import (
    EMAIL,
    FIELDS,
    FORM,
    FULL_ITEM,
    START,
    TEXTS,
    at,
    events,
    in_the_report,
    of,
    readers,
    tap_of,
    valid_answer,
)

RULES = load_reminder_rules()
URGENT_FORM = adhoc_form(FIELDS, 2)
URGENT_START = replace(START, kind=ADHOC, subject="")
ANSWERS = {"content": TEXTS["content"], "proposal": TEXTS["proposal"]}


def adhoc_buttons(draft: Draft) -> list[Tap]:
    view = FormView(URGENT_FORM, {field.code: field for field in FIELDS}, "Hiệp hội A", "Nguyễn Văn An", email=EMAIL)
    return [tap_of(choice) for row in adhoc_screen(RULES, view, draft).rows for choice in row]


def adhoc_shape(draft: Draft) -> object:
    """What decides which screen is shown and what it accepts: of the other item only whether it is whole."""
    here = draft.position.item
    whole = tuple(set(item) >= {"field", *ANSWERS} for item in draft.items)
    shown = tuple(sorted(draft.items[here])) if here < len(draft.items) else ()
    return draft.position, draft.opening, whole, shown, bool(draft.attached(here))


@cache
def adhoc_reachable() -> list[tuple[Draft, list[tuple[Tap, Outcome]]]]:
    """Every position of the ad hoc form that buttons and valid answers lead to, and what becomes of each button."""
    found, waiting, seen = [], deque([URGENT_START]), {adhoc_shape(URGENT_START)}
    while waiting:
        draft = waiting.popleft()
        pressed = [(tap, step(URGENT_FORM, draft, tap)) for tap in adhoc_buttons(draft)]
        found.append((draft, pressed))
        outcomes = [outcome for _, outcome in pressed]
        if draft.position.at is At.STEP:
            outcomes.append(step(URGENT_FORM, draft, valid_answer(URGENT_FORM, draft)))
        for outcome in outcomes:
            if outcome.done is None and adhoc_shape(outcome.draft) not in seen:
                seen.add(adhoc_shape(outcome.draft))
                waiting.append(outcome.draft)
    return found


adhoc_drafts = st.integers(0, 10**6).map(lambda n: adhoc_reachable()[n % len(adhoc_reachable())][0])


def test_it_asks_for_as_many_items_as_the_form_takes_and_never_for_nothing() -> None:
    drafts_found = [draft for draft, _ in adhoc_reachable()]

    places = {At.OPENING, At.STEP, At.REVIEW, At.ITEM, At.DROP, At.UNDERSTOOD}
    assert {draft.position.at for draft in drafts_found} == places
    assert max(len(draft.items) for draft in drafts_found) == 2
    assert {draft.opening for draft in drafts_found} == {"", *Urgency}


def test_every_button_of_the_ad_hoc_form_is_accepted() -> None:
    refused = [(draft.position, tap) for draft, pressed in adhoc_reachable() for tap, after in pressed if after.remark]

    assert refused == []


def test_an_ad_hoc_report_is_sent_only_with_its_level_and_every_answer() -> None:
    sent = [draft for draft, pressed in adhoc_reachable() for _, after in pressed if after.done is Done.SEND]

    assert sent
    assert all(draft.opening in tuple(Urgency) and set(draft.items[0]) >= {"field", *ANSWERS} for draft in sent)


@settings(max_examples=150)
@given(adhoc_drafts, events)
def test_the_ad_hoc_form_keeps_every_answer_and_its_level_until_another_is_chosen(draft: Draft, event: Event) -> None:
    outcome = step(URGENT_FORM, draft, of(draft, event))

    if draft.position.at is not At.OPENING:
        assert outcome.draft.opening == draft.opening
    if draft.position.at not in (At.STEP, At.DROP):
        assert outcome.draft.items == draft.items
    if outcome.remark:
        assert in_the_report(outcome.draft) == in_the_report(draft)
    assert outcome.done is not Done.SEND_NIL


@given(adhoc_drafts, st.integers(1, 100), st.sampled_from(Act), st.integers(0, 9))
def test_a_stale_button_of_the_ad_hoc_form_changes_nothing(draft: Draft, later: int, what: Act, index: int) -> None:
    assert step(URGENT_FORM, draft, Tap(draft.rev + later, what, index)) == Outcome(draft, STALE)


@pytest.mark.parametrize("what", [Act.BEGIN, Act.NOTHING])
def test_an_opening_that_asks_for_a_choice_takes_nothing_else(what: Act) -> None:
    assert step(URGENT_FORM, URGENT_START, Tap(0, what)) == Outcome(URGENT_START, STALE)


@pytest.mark.parametrize("index", [2, 36**9])
def test_a_level_that_was_not_offered_is_not_taken(index: int) -> None:
    assert step(URGENT_FORM, URGENT_START, Tap(0, Act.CHOOSE, index)) == Outcome(URGENT_START, STALE)


def test_a_form_without_openings_takes_no_choice_at_its_opening_and_has_none_to_go_back_to() -> None:
    at_review = at(Position(At.REVIEW), FULL_ITEM)

    assert step(FORM, START, Tap(0, Act.CHOOSE)) == Outcome(START, STALE)
    assert step(FORM, at_review, Tap(at_review.rev, Act.REOPEN)) == Outcome(at_review, STALE)


@settings(max_examples=40)
@given(adhoc_drafts, readers, st.sampled_from(["x" * 2000, "🏛" * 1000, "<" * 2000]))
def test_every_screen_of_the_ad_hoc_form_fits_into_one_message(draft: Draft, reader: Reader, long: str) -> None:
    full = tuple({**item, **{name: long for name in ANSWERS if name in item}} for item in draft.items)
    view = FormView(
        URGENT_FORM, {field.code: field for field in FIELDS}, "Hiệp hội Chế biến " * 16, "Ô" * 100, email=EMAIL
    )

    rendered = render(adhoc_screen(RULES, view, replace(draft, items=full)), reader, 4096)

    assert utf16_length(plain(rendered)) <= 4096
