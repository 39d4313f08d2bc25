"""What periods come to together: their beginning and all terms are their end, whatever happened in them."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.following import Reckoning
from bot.domain.periods import Period
from bot.domain.spans import Break, Part, breaks, summed

MONTHS = Period(2026, 1)


def played(seed: int, months: int) -> list[Part]:
    """Months in which lines come, end, come back and are merged at random, counted one by one."""
    dice, number, parts, period = random.Random(seed), 0, [], MONTHS
    open_: set[str] = {f"old-{n}" for n in range(dice.randrange(5))}
    ended: set[str] = set()
    for _ in range(months):
        carried = frozenset(open_)
        new = {f"new-{number + n}" for n in range(dice.randrange(5))}
        number += len(new)
        back = {each for each in sorted(ended) if dice.random() < 0.2}
        gone = {each for each in sorted(open_ | new) if dice.random() < 0.4}
        merged = {each for each in sorted(gone) if dice.random() < 0.3}
        open_ = (open_ | new | back) - gone
        ended = (ended | gone) - back
        counts = Reckoning(
            carried=len(carried),
            new=len(new),
            reopened=len(back),
            closed=len(gone - merged),
            merged=len(merged),
            open=len(open_),
        )
        assert counts.adds_up
        parts.append(Part(period, carried, frozenset(open_), counts))
        period = period.next()
    return parts


@given(st.integers(), st.integers(1, 12))
def test_months_that_follow_each_other_join_and_come_to_their_beginning_and_end(seed: int, months: int) -> None:
    parts = played(seed, months)

    found = summed(parts)

    assert breaks(parts) == []
    assert found.adds_up
    assert (found.carried, found.open, found.unknown) == (len(parts[0].carried), len(parts[-1].open), 0)
    assert found.new == sum(part.reckoning.new for part in parts)


@given(st.integers(), st.integers(3, 12), st.data())
def test_over_a_month_without_papers_only_the_difference_is_stated(seed: int, months: int, data: st.DataObject) -> None:
    parts = played(seed, months)
    gap = data.draw(st.integers(1, months - 2))
    before, gone, after = parts[gap - 1 : gap + 2]

    left = [part for part in parts if part is not gone]
    found = summed(left)

    assert breaks(left) == []
    assert found.adds_up
    assert found.unknown == len(after.carried) - len(before.open)
    assert found.new == sum(part.reckoning.new for part in left)


def test_months_that_do_not_join_are_named_with_the_lines_that_only_one_has() -> None:
    parts = played(3, 4)
    parts[2] = replace(parts[2], carried=parts[2].carried ^ {"new-0", "lost"})
    left, began = len(parts[1].open), len(parts[2].carried)

    assert breaks(parts) == [Break(Period(2026, 2), Period(2026, 3), left, began, ["lost", "new-0"])]
