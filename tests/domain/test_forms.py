"""The form engine at every position that can be reached, with the form and the screens of the periodic report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.form_questions import missing
from bot.domain.forms import NOT_MEANT, Act, At, Done, Draft, Event, Form, Outcome, Position, Tap
from bot.domain.people import Reader
from bot.i18n import plain, render
from bot.screens.reporting.periodic import draft_screen
from tests.catalogues import said
from tests.domain.drafting import (
    FORM,
    FULL_ITEM,
    SMALL,
    TEXTS,
    Visited,
    a_view,
    asks,
    at,
    drafts,
    events,
    every_reachable,
    in_the_report,
    of,
    offered,
)

HALF_ITEMS: list[dict[str, str]] = [
    {},
    {"field": "dau_tu"},
    {"field": "dau_tu", "procedure": ""},
    {**FULL_ITEM, "legal": ""},
    {name: text for name, text in FULL_ITEM.items() if name != "content"},
    {name: text for name, text in FULL_ITEM.items() if name != "proposal"},
    FULL_ITEM,
]


@pytest.fixture(scope="module")
def reachable() -> list[Visited]:
    return every_reachable()


def test_every_kind_of_place_is_reached_by_buttons_and_answers(reachable: list[Visited]) -> None:
    positions = [visited.draft.position for visited in reachable]

    carried = {At.CARRY, At.CARRY_ITEM, At.SUPPLEMENT}  # nothing is
    assert {position.at for position in positions} == set(At) - {At.CLOSING, At.COSIGN} - carried
    assert {position.step for position in positions} == {"", *(asked.name for asked in SMALL.steps)}
    assert all(any(getattr(position, kind) for position in positions) for kind in ("adding", "returning", "wide"))
    assert {len(visited.draft.items) for visited in reachable} == {0, 1, 2}


def test_every_button_of_every_reachable_screen_is_accepted(reachable: list[Visited]) -> None:
    refused = [
        (visited.draft.position, tap)
        for visited in reachable
        for _, tap, outcome in visited.pressed
        if outcome.remark == STALE
    ]

    assert refused == []


def test_every_callback_fits_in_64_bytes_whatever_the_numbers(reachable: list[Visited]) -> None:
    busy = [replace(visited.draft, id=2**40, rev=10**6) for visited in reachable[::10]]

    assert max(len(data.encode()) for draft in busy for data, _ in offered(SMALL, draft)) <= 64


def test_from_every_reachable_place_a_few_buttons_lead_out_with_everything_kept(reachable: list[Visited]) -> None:
    for visited in reachable:
        left = leave(SMALL, visited.draft, presses=4)

        assert left is not None, visited.draft.position
        assert left.items == visited.draft.items


def leave(form: Form, draft: Draft, presses: int) -> Draft | None:
    """Follow the buttons that leave or go back, as the screens offer them."""
    for _ in range(presses):
        taps = {tap.what: tap for _, tap in offered(form, draft)}
        outcome = step(form, draft, taps[Act.EXIT] if Act.EXIT in taps else taps[Act.BACK])
        if outcome.done is Done.EXIT:
            return outcome.draft
        draft = outcome.draft
    return None


def test_nothing_is_sent_from_a_reachable_place_while_a_mandatory_answer_is_missing(reachable: list[Visited]) -> None:
    sent = [visited.draft for visited in reachable for _, _, after in visited.pressed if after.done is Done.SEND]

    assert sent
    assert [draft for draft in sent if missing(SMALL, draft)] == []


TOUCHING = (Act.CHOOSE, Act.SKIP, Act.FILES_COMPLETE, Act.TAKE_BACK, Act.DROP, Act.TURN_UNDERSTOOD)
"""What answers, takes back or deletes, and what corrects how an answer is understood."""


@settings(max_examples=150)
@given(drafts, events)
def test_no_event_but_deleting_an_item_touches_an_answer_that_is_not_being_asked_for(
    draft: Draft, event: Event
) -> None:
    outcome = step(SMALL, draft, of(draft, event))

    deleted = draft.position.at is At.DROP and isinstance(event, Tap) and event.what is Act.DROP and event.rev == 0
    if not deleted:
        assert not_asked_for(outcome.draft, draft.position) == not_asked_for(draft, draft.position)


def not_asked_for(draft: Draft, position: Position) -> list[tuple[int, str, str]]:
    """Every answer but the one that is asked for at a position."""
    asked = (position.item, position.step) if position.at in (At.STEP, At.SHORTEN) else None
    return [
        (number, name, text)
        for number, item in enumerate(draft.items)
        for name, text in item.items()
        if (number, name) != asked and name != NOT_MEANT  # how an answer is understood is none
    ]


@settings(max_examples=150)
@given(drafts, st.sampled_from([act for act in Act if act not in TOUCHING]), st.integers(0, 6))
def test_going_back_jumping_and_leaving_keep_every_answer(draft: Draft, what: Act, index: int) -> None:
    outcome = step(SMALL, draft, Tap(draft.rev, what, index))

    assert outcome.draft.items == draft.items
    assert outcome.draft.files == draft.files


@given(drafts, st.integers(1, 100), st.sampled_from(Act), st.integers(0, 9))
def test_a_button_of_another_revision_changes_nothing(draft: Draft, later: int, what: Act, index: int) -> None:
    for rev in (draft.rev + later, max(draft.rev - later, -1)):
        assert step(SMALL, draft, Tap(rev, what, index)) == Outcome(draft, STALE)


@pytest.mark.parametrize(
    ("where", "what"),
    [
        (At.OPENING, Act.SEND),
        (At.NIL, Act.ADD_ITEM),
        (At.STEP, Act.DROP),
        (At.REVIEW, Act.DROP),
        (At.ITEM, Act.SEND),
        (At.DROP, Act.EXIT),
    ],
)
def test_an_act_that_belongs_to_another_place_changes_nothing(where: At, what: Act) -> None:
    draft = at(Position(where), FULL_ITEM)

    assert step(FORM, draft, Tap(draft.rev, what)) == Outcome(draft, STALE)


@pytest.mark.parametrize(
    ("position", "what"),
    [
        (asks("field"), Act.CHOOSE),
        (Position(At.REVIEW), Act.OPEN_ITEM),
        (Position(At.ITEM), Act.CHANGE),
    ],
)
def test_an_index_beyond_what_was_offered_changes_nothing(position: Position, what: Act) -> None:
    draft = at(position, FULL_ITEM)

    assert step(FORM, draft, Tap(draft.rev, what, 36**9)) == Outcome(draft, STALE)


@settings(max_examples=150)
@given(drafts, events)
def test_whoever_is_told_of_an_error_is_where_he_was_with_what_he_had(draft: Draft, event: Event) -> None:
    outcome = step(SMALL, draft, of(draft, event))

    if outcome.remark:
        assert in_the_report(outcome.draft) == in_the_report(draft)
        assert outcome.done is None


@pytest.mark.parametrize("half", HALF_ITEMS, ids=lambda item: "-".join(item) or "nothing")
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_draft_is_sent_only_with_every_mandatory_answer(half: dict[str, str], number: int) -> None:
    items = [FULL_ITEM, FULL_ITEM, FULL_ITEM]
    items[number] = half

    outcome = step(FORM, at(Position(At.REVIEW), *items), Tap(5, Act.SEND))

    complete = all(half.get(asked.name) for asked in FORM.steps if not asked.optional)
    assert outcome.done is (Done.SEND if complete else None)


def test_the_review_says_of_an_answer_that_is_still_missing_that_it_is() -> None:
    draft = at(Position(At.REVIEW), {"field": "dat_dai", "procedure": "", "content": TEXTS["content"]}, {})

    shown = plain(render(draft_screen(a_view(), draft), Reader(), 4096))

    assert shown.count(f": {said('not entered yet')}") == 3  # the proposal of the first, two answers of the second


def seen_by_a_person(draft: Draft) -> object:
    return draft.position, draft.items, draft.files, draft.kept, draft.long


@settings(max_examples=150)
@given(drafts, events)
def test_every_change_a_person_can_see_makes_the_buttons_before_it_stale(draft: Draft, event: Event) -> None:
    after = step(SMALL, draft, of(draft, event)).draft

    assert (after.rev == draft.rev + 1) == (seen_by_a_person(after) != seen_by_a_person(draft)) or (
        after == replace(draft, rev=draft.rev + 1, turn=draft.turn + 1)  # a button that leads to where it stands
    )
