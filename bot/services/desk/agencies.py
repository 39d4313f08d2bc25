"""The difficulties of a window by the agency in charge of each."""

from __future__ import annotations

from bot.domain.agencies import current
from bot.domain.characters import key
from bot.domain.reports import Difficulty
from bot.services.standing import Window
from storage.unit import Unit


def by_agency(unit: Unit, window: Window) -> list[dict[str, object]]:
    """Return how many difficulties each agency is in charge of, most first, then as they come in the annex.

    An agency that is known is named as it is called today; those for which nobody named one stand last, without a name.
    """
    # As it was written first, where it is on no list.
    names: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    for each in (difficulty for _, report in window.reports for difficulty in report.difficulties):
        place, name = in_charge(unit, each)
        names.setdefault(place, name)
        codes.setdefault(place, []).append(each.code)
    ranked = sorted(codes.items(), key=lambda pair: (not pair[0], -len(pair[1])))
    known = unit.rules.agencies
    return [
        {
            "code": place if place in known else "",
            "name": names[place],
            "count": len(found),
            "difficulties": found,
        }
        for place, found in ranked
    ]


def in_charge(unit: Unit, difficulty: Difficulty) -> tuple[str, str]:
    """Return by what a difficulty is counted, and the name of its agency; nothing where none is named."""
    code, typed = difficulty.answers.get("agency_code", ""), difficulty.answers.get("agency", "")
    if code in unit.rules.agencies:
        agency = current(unit.rules.agencies, code, unit.today)
        return agency.code, agency.name
    return " ".join(key(typed).lower().split()), " ".join(typed.split())
