"""What a verb has done by the running program: named acts on plain data, each in one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.data_source import load_seats
from bot.services.people import changes
from bot.services.people.changes import Changes
from storage.unit import Unit

BY = "operator"
"""Who the audit names for what is done on the command line."""

Plain = Mapping[str, Any]
"""Whatever JSON can hold."""
Act = Callable[[Unit, Plain], Plain]


def import_roster(unit: Unit, asked: Plain) -> Plain:
    """Carry out the changes of a roster."""
    changes.apply(unit, Changes.of_plain(asked), BY, load_seats())
    return {}


ACTS: Mapping[str, Act] = {"import-roster": import_roster}
