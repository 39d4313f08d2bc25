"""Whom the desk calls, in which order, and from when on again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.answering import Matter
from bot.domain.calls import CallMade, Late, Outcome, ToCall, again_on, to_call
from bot.domain.directory import Call, DirectoryEntry
from bot.domain.people import Duty, Honorific, Person, Role, Seat

TODAY, TOMORROW, LATER = date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 18)
A, B = (Seat(number, f"S{number}", "council", f"Member {number}", number, date(2020, 1, 1), None) for number in (1, 2))
FOCAL, PRINCIPAL = Duty(Role.FOCAL, A), Duty(Role.PRINCIPAL, A)
TASK = Late(Matter("NV-26-001", A.id, date(2026, 11, 18)), 4)
REPORT = Late(Matter("2026-11", B.id, date(2026, 11, 20)), 2)


def entry(number: int, *duties: Duty, phone: str = "0912000111") -> DirectoryEntry:
    person = Person(number, f"P{number}", f"Person {number}", "", Honorific.NONE, "vi", phone)
    return DirectoryEntry(person, duties, number, datetime(2026, 1, 1, tzinfo=UTC), True, 0, None)


FOCAL_A, HEAD_A = entry(1, FOCAL), entry(2, PRINCIPAL)
FOCAL_B = entry(3, Duty(Role.FOCAL, B))
HOLDERS = {A.id: [(HEAD_A, PRINCIPAL), (FOCAL_A, FOCAL)], B.id: [(FOCAL_B, FOCAL_B.duties[0])]}


def made(outcome: Outcome, again: date, *late: Late, person: int | None = 1, seat: int = A.id) -> CallMade:
    keys = frozenset(each.matter.key for each in late)
    return CallMade(
        1, seat, person, "0912000111", outcome, "", keys, again, 9, "Chi", datetime(2026, 11, 25, tzinfo=UTC)
    )


def listed(
    *calls: CallMade, late: dict[int, list[Late]] | None = None, on: date = TODAY, **more: object
) -> list[ToCall]:
    found = {A.id: [TASK], B.id: [REPORT]} if late is None else late
    away: list[Call] = more.get("away", [])  # type: ignore[assignment]
    announced: dict[int, list[Late]] = more.get("announced", {})  # type: ignore[assignment]
    return to_call(away, found, announced, HOLDERS, {A.id: A, B.id: B}, calls, on)


def names(found: list[ToCall]) -> list[int]:
    return [each.person for each in found]


def test_what_is_overdue_longest_comes_first_and_the_focal_person_is_called() -> None:
    assert names(listed()) == [1, 3]
    assert names(listed(late={A.id: [replace(TASK, days=1)], B.id: [REPORT]})) == [3, 1]


@pytest.mark.parametrize("outcome", [Outcome.SPOKEN, Outcome.PASSED_ON])
def test_after_a_talk_nobody_is_called_about_the_same_again(outcome: Outcome) -> None:
    assert names(listed(made(outcome, LATER, TASK))) == [3]
    assert names(listed(made(outcome, LATER, TASK), on=LATER)) == [3]


def test_another_deadline_is_another_matter() -> None:
    moved = Late(Matter("NV-26-001", A.id, date(2026, 11, 23)), 1)

    assert names(listed(made(Outcome.SPOKEN, LATER, TASK), late={A.id: [moved]})) == [1]


def test_who_did_not_answer_is_back_on_the_next_working_day_and_the_principal_at_once() -> None:
    call = made(Outcome.NO_ANSWER, TOMORROW, TASK)

    assert names(listed(call, late={A.id: [TASK]})) == [2]
    assert names(listed(call, late={A.id: [TASK]}, on=TOMORROW)) == [1, 2]


def test_a_wrong_number_counts_until_it_is_changed() -> None:
    (found, _) = listed(made(Outcome.WRONG_NUMBER, TODAY, TASK), late={A.id: [TASK]})

    assert found.wrong_number
    changed = replace(found, entry=entry(1, FOCAL, phone="0912000222"))
    assert not changed.wrong_number


def test_who_cannot_be_reached_is_named_once_with_everything() -> None:
    away = [Call(A, FOCAL_A, FOCAL, nobody_else=False), Call(B, None, None, nobody_else=True)]

    found = listed(late={A.id: [TASK]}, away=away)

    assert [(each.person, each.is_away, each.late) for each in found] == [(1, True, (TASK,)), (0, True, ())]


def test_an_announcement_is_that_of_a_person_and_once_for_them() -> None:
    notice = Late(Matter("TB-2611-001", 0, date(2026, 11, 20)), 3, announced=True)

    found = listed(late={}, announced={1: [notice]})

    assert [(each.person, each.late) for each in found] == [(1, (notice,))]
    assert listed(made(Outcome.SPOKEN, LATER, notice), late={}, announced={1: [notice]}) == []


def test_again_is_the_next_working_day_or_the_next_deadline() -> None:
    deadlines = [date(2026, 11, 20), LATER, date(2027, 1, 20)]

    assert again_on(Outcome.NO_ANSWER, TODAY, TOMORROW, deadlines) == TOMORROW
    assert again_on(Outcome.WRONG_NUMBER, TODAY, TOMORROW, deadlines) == TODAY
    assert again_on(Outcome.SPOKEN, TODAY, TOMORROW, deadlines) == LATER
    assert again_on(Outcome.SPOKEN, TODAY, TOMORROW, []) == date.max
