"""What comes to people whom nobody answers is what the forecast of the first day had said, card by card."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.handlers.forecasting import said_and_came


@pytest.mark.timeout(1800)
async def test_a_quarter_over_the_years_end_and_tet_is_the_forecast_of_its_first_day(tmp_path: Path) -> None:
    said, came = await said_and_came(tmp_path, "vpcp-2023", date(2027, 2, 28))

    assert (came - said, said - came) == ({}, {})
    assert came.total() >= 300
