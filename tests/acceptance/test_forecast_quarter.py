"""A sandbox turned through a quarter brings to the phones exactly what the first day's forecast says, card by card."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.turned_quarter import lived_through


@pytest.mark.timeout(1800)
async def test_a_sandbox_turned_over_the_years_end_and_tet_sends_what_its_timeline_said(tmp_path: Path) -> None:
    quarter = await lived_through(tmp_path / "data")

    # The timeline shows so many messages to come and no more.
    last = max(at for at, _ in quarter.timeline)
    first_said = {each for each in quarter.shown(quarter.said) if each[0] < last}
    assert (quarter.came - quarter.said, quarter.said - quarter.came) == ({}, {})
    assert quarter.on_phones == quarter.shown(quarter.came)
    assert {each for each in quarter.timeline if each[0] < last} == first_said
    assert len(first_said) >= 100
    assert quarter.came.total() >= 300
    assert quarter.troubles == []
