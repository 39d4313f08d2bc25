"""Viet Nam's working calendar: the `holidays` package, and a file of our own that beats it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from bot.domain.calendars import Calendar, Day, DayKind, Feast

_PACKAGE = "holidays"
_OWN_DAYS = Path(__file__).parent / "data" / "holidays.toml"


def calendar_around(day: date) -> Calendar:
    """Return the calendar of the year of `day`, the one before it and the two after it.

    Outside these years only the plain week is known.
    """
    return load_calendar(day.year - 1, day.year + 2)


def last_year() -> int:
    """Return the last year around which the calendar still knows the days off."""
    from holidays import country_holidays

    # Around a day three more years are computed: two that follow, and the swaps registered under the next.
    return int(country_holidays("VN").end_year) - 3


@cache
def load_calendar(first_year: int, last_year: int) -> Calendar:
    """Return the calendar of the years `first_year` to `last_year`."""
    own = tomllib.loads(_OWN_DAYS.read_text(encoding="utf-8"))
    overrides = {row["date"]: Day(DayKind(row["kind"]), row["name"], row["source"]) for row in own["day"]}
    # The right side wins: what an authority has decided beats what is computed.
    feasts = {words: Feast(feast) for words, feast in own["feasts"].items()}
    return Calendar(_computed(first_year, last_year, feasts) | overrides, own["decided_through"])


def _computed(first_year: int, last_year: int, feasts: Mapping[str, Feast]) -> dict[date, Day]:
    from holidays import country_holidays  # 0.15 s to import: paid when a calendar is first needed

    # A swap is registered under the year of its day off, so a make-up day may stand in the year before.
    found = country_holidays("VN", years=range(first_year, last_year + 2), language="vi")
    make_up = {day: Day(DayKind.MAKE_UP, source=_PACKAGE) for day in found.weekend_workdays}
    return {day: Day(DayKind.HOLIDAY, name, _PACKAGE, _feast(name, feasts)) for day, name in found.items()} | make_up


def _feast(name: str, feasts: Mapping[str, Feast]) -> Feast | None:
    return next((feast for words, feast in feasts.items() if words in name), None)
