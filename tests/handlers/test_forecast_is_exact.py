"""What comes to people whom nobody answers is what the forecast of the first day had said, card by card."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.handlers.forecasting import said_and_came


async def test_what_comes_in_three_weeks_is_the_forecast(tmp_path: Path) -> None:
    said, came = await said_and_came(tmp_path, "btp-2026", date(2026, 12, 6))

    assert (came - said, said - came) == ({}, {})
    assert came.total() >= 40
