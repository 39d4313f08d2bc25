"""The form in which a seat says what became of a task: every place of it, whatever button is pressed or forged."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import questions
from bot.domain.characters import utf16_length
from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.forms import Act, At, Done, Draft, Event, Position, Tap, Typed
from bot.domain.people import Reader
from bot.domain.reports import TASK_RESULT, statement_form
from bot.domain.tasks import Bucket, Part, Statement, TaskFilter, TaskState
from bot.domain.texts import Choice, Text
from bot.domain.verbs.tasks import ListTasks
from bot.i18n import plain, render
from bot.screens.reporting.stating import View, draft_screen
from tests.domain.drafting import NOW, PHOTO, START, tap_of

FORM = statement_form(late=True)
GIVEN = {"result": "Đã trình.", "document": "Số 1", "cause": "Chờ ý kiến."}
DAY = date(2026, 11, 30)
TASK = TaskState("NV-26-000101", "T" * 500, Part.LEAD, DAY, DAY, Bucket.DONE_LATE, Statement(1, NOW, GIVEN))
LEAVE = Choice(Text("leave"), ListTasks(TaskFilter.OPEN, 0))
FIRST = replace(START, kind=TASK_RESULT, subject=TASK.code)
BEGINNINGS = (replace(FIRST, position=FORM.start()), replace(FIRST, items=(GIVEN,)))
"""Where nothing was said before, and where something was."""


def a_view(*, said: bool = True) -> View:
    task = TASK if said else replace(TASK, statement=None)
    return View(FORM, {}, "Bộ A", "Đỗ Văn Giáp", task, LEAVE, email="thu@vidu.vn")


def offered(draft: Draft) -> list[Tap]:
    rows = draft_screen(a_view(said=bool(draft.items)), draft).rows
    return [tap_of(choice) for row in rows for choice in row if choice is not LEAVE]


def shape(draft: Draft) -> object:
    """What decides which screen is shown and what it accepts."""
    return draft.position, [sorted(name for name, answer in item.items() if answer) for item in draft.items]


@cache
def reachable(*, forged: bool) -> list[Draft]:
    """Every place that buttons and answers lead to; with `forged`, buttons that no screen offers as well."""
    found, waiting, seen = [], deque(BEGINNINGS), [shape(draft) for draft in BEGINNINGS]
    while waiting:
        draft = waiting.popleft()
        found.append(draft)
        taps = [Tap(draft.rev, act, index) for act in Act for index in (0, 1, 2, 9)] if forged else offered(draft)
        events: list[Event] = [*taps, Typed(GIVEN.get(draft.position.step, "x" * 9))]
        for outcome in (step(FORM, draft, event) for event in events):
            if outcome.done is None and shape(outcome.draft) not in seen:
                seen.append(shape(outcome.draft))
                waiting.append(outcome.draft)
    return found


def test_every_place_has_its_screen_also_where_only_a_forged_button_leads() -> None:
    by_buttons, by_force = ({draft.position.at for draft in reachable(forged=forged)} for forged in (False, True))

    assert by_buttons == {At.OPENING, At.NIL, At.STEP, At.REVIEW, At.ITEM}
    assert by_force == by_buttons | {At.DROP}
    for draft in reachable(forged=True):
        assert all(draft_screen(a_view(said=said), draft).lines for said in (True, False))


def test_every_button_that_is_offered_is_accepted() -> None:
    refused = [
        (draft.position, tap)
        for draft in reachable(forged=True)
        for tap in offered(draft)
        if step(FORM, draft, tap).remark == STALE
    ]

    assert refused == []


def test_saving_is_offered_exactly_where_something_was_entered() -> None:
    for draft in reachable(forged=True):
        if draft.position.at is At.REVIEW:
            saving = any(tap.what is Act.SEND for tap in offered(draft))
            assert saving == any(draft.items[0].values()), draft


def test_no_answer_vanishes_but_by_another_answer_or_by_deleting() -> None:
    for draft in reachable(forged=True):
        before = draft.items[0] if draft.items else {}
        for act in set(Act) - {Act.DROP, Act.SKIP}:
            after = step(FORM, draft, Tap(draft.rev, act, 0)).draft.items
            assert before.items() <= (after[0] if after else {}).items(), (draft, act)


@pytest.mark.parametrize("draft", BEGINNINGS, ids=["nothing said", "something said"])
def test_files_are_refused_without_naming_a_step_that_is_not_there(draft: Draft) -> None:
    outcome = step(FORM, draft, PHOTO)

    assert outcome.draft == draft
    assert outcome.remark == Text("Files are not taken here. The file has not been stored.")


def test_taking_back_is_the_nil_of_this_form() -> None:
    at_nil = replace(FIRST, items=(GIVEN,), position=Position(At.NIL))

    assert step(FORM, at_nil, Tap(0, Act.SEND)).done is Done.SEND_NIL
    assert step(FORM, at_nil, Tap(0, Act.BACK)).draft.position.at is At.OPENING


def test_the_cause_is_asked_last_and_only_where_the_task_is_late() -> None:
    late, in_time = ([each.name for each in statement_form(late=late).steps] for late in (True, False))

    assert late == ["result", "document", questions.CAUSE]
    assert in_time == ["result", "document"]


@given(
    st.sampled_from(["k", "🏛", "<", "\n"]),
    st.integers(0, 10**6),
    st.sampled_from(["vi", "en"]),
    st.booleans(),
)
def test_every_screen_fits_into_one_message_whatever_was_entered(
    letter: str, number: int, lang: str, said: bool
) -> None:
    draft = reachable(forged=True)[number % len(reachable(forged=True))]
    longest = {each.name: (letter * each.most)[: each.most // utf16_length(letter)] for each in questions.STATEMENT}
    full = replace(draft, items=(longest,)) if draft.items else draft
    view = replace(a_view(said=said), task=replace(TASK, statement=Statement(1, NOW, longest) if said else None))

    screen = draft_screen(view, full).with_line_first(Text("x" * 200))

    assert utf16_length(plain(render(screen, Reader(lang), 4096))) <= 4096
