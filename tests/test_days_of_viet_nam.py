"""The days off of Viet Nam are those of the package, though no other country is imported with them."""

from __future__ import annotations

from holidays import country_holidays

from bot.calendar_source import _viet_nam, last_year


def test_the_days_are_those_that_the_package_has() -> None:
    found = _viet_nam()(years=range(2022, 2030), language="vi")
    wanted = country_holidays("VN", years=range(2022, 2030), language="vi")

    assert dict(found) == dict(wanted)
    assert found.weekend_workdays == wanted.weekend_workdays
    assert last_year() == country_holidays("VN").end_year - 3
