"""Viet Nam's working calendar: the `holidays` package, and a file of our own that beats it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from bot.domain.calendar_days import FIRST_DECIDED, LAST_DECIDED, DaysSet, may_be
from bot.domain.calendars import Calendar, Day, DayKind, Feast
from bot.toml_file import Each, TomlFile, read_toml

_PACKAGE = "holidays"
_OWN_DAYS = Path(__file__).parent / "data" / "holidays.toml"


_FIRST_YEAR = 2022


def calendar_around(day: date) -> Calendar:
    """Return the calendar from 2022, or the year before that of `day`, to the second year after it.

    Deadlines of tasks go back to 2023. Outside these years only the plain week is known.
    """
    return load_calendar(first_known(day).year, last_known(day).year)


def first_known(day: date) -> date:
    """Return the first day that the calendar around a day knows."""
    return date(min(_FIRST_YEAR, day.year - 1), 1, 1)


def last_known(day: date) -> date:
    """Return the last day that the calendar around a day knows."""
    return date(day.year + 2, 12, 31)


def last_year() -> int:
    """Return the last year around which the calendar still knows the days off."""
    # Around a day three more years are computed: two that follow, and the swaps registered under the next.
    return int(_viet_nam().end_year) - 3


@cache
def load_calendar(first_year: int, last_year: int) -> Calendar:
    """Return the calendar of the years `first_year` to `last_year`. Raises what `days_in` raises."""
    file = read_toml(_OWN_DAYS)
    own = days_in(file)
    if own.decided_through is None:
        raise file.lack("decided_through")
    # The right side wins: what an authority has decided beats what is computed.
    feasts = {words: Feast(feast) for words, feast in file.data.get("feasts", {}).items()}
    return own.over(Calendar(_computed(first_year, last_year, feasts), own.decided_through))


_SHAPE = {
    "decided_through?": range(FIRST_DECIDED, LAST_DECIDED + 1),
    "feasts?": Each(Feast),
    "day?": [{"date": date, "kind": DayKind, "name": str, "source": str}],
}


def days_in(file: TomlFile) -> DaysSet:
    """Return the days in a file of the shape of the one that ships.

    Raises what `TomlFile.check` raises, BotError("bad_file") for a day that stands there twice, whose kind its day of
    the week cannot have, or that has no name or source.
    """
    file.check(_SHAPE)
    days: dict[date, Day] = {}
    for number, row in enumerate(file.data.get("day", ())):
        day = row["date"]
        if day in days:
            raise file.refusal(f"{day:%d/%m/%Y}", "day", number, "date")
        if not may_be(day, DayKind(row["kind"])):
            raise file.refusal(row["kind"], "day", number, "kind")
        for name in ("name", "source"):
            if not row[name].strip():
                raise file.refusal(row[name], "day", number, name)
        days[day] = Day(DayKind(row["kind"]), row["name"], row["source"])
    return DaysSet(days, file.data.get("decided_through"))


def _computed(first_year: int, last_year: int, feasts: Mapping[str, Feast]) -> dict[date, Day]:
    # A swap is registered under the year of its day off, so a make-up day may stand in the year before.
    found = _viet_nam()(years=range(first_year, last_year + 2), language="vi")
    make_up = {day: Day(DayKind.MAKE_UP, source=_PACKAGE) for day in found.weekend_workdays}
    return {day: Day(DayKind.HOLIDAY, name, _PACKAGE, _feast(name, feasts)) for day, name in found.items()} | make_up


def _feast(name: str, feasts: Mapping[str, Feast]) -> Feast | None:
    return next((feast for words, feast in feasts.items() if words in name), None)


@cache
def _viet_nam() -> Any:
    """Return the package's class for Viet Nam, imported when a calendar is first needed, and alone.

    `holidays.countries` has every country of the world: as long to import as the rest of the package, and 8 MB.
    """
    countries = find_spec(f"{_PACKAGE}.countries")
    assert countries is not None
    assert countries.origin is not None
    file = Path(countries.origin).with_name("vietnam.py")
    spec = spec_from_file_location(f"{_PACKAGE}.countries.vietnam", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Vietnam
