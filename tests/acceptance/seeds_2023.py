"""A world that begins at 08:15 on 17/10/2023, the day after the second session of the Working Group.

The demonstration of that day is in it, as `run --sandbox --start 2023-10-17` lays it out: the fifteen seats of the
Working Group and the thirty of the council, nothing sent, no task given. Everybody of the roster has a phone and is
linked. Whoever plays something there subclasses `Autumn` (time passes from one moment to the next) or `TurnedAutumn`
(the sandbox's own clock, turned by its page), gives it `acts` (see `at`), an `end` and, where tasks or people are to be
there from the beginning, a `fill` that begins with that of `Autumn`. Both go on where their directory was left, so
either can be lived through in processes that are killed: `warm_up`, then `one_life` with a `Fate`, in a process of
its own, as `tests.acceptance.desk_months` does.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import ClassVar

from bot.clock import VN
from bot.data_source import cast_on, load_demonstration
from bot.services import demonstration
from storage.unit import Unit
from tests.acceptance.played import Act, Played
from tests.acceptance.turned import Turned

START = datetime(2023, 10, 17, 8, 15, tzinfo=VN)
END = datetime(2023, 10, 27, 18, tzinfo=VN)
DESK, LEADER = "TT01", "TT02"
FINANCE, CONTROL = "TC07", "TC15"
"""Focal persons of the Ministry of Finance and of the Administrative Procedures Control Agency."""
SEAFOOD, AMCHAM = "TV01", "TV08"
"""Focal persons of two seats of the council; the second reads English."""

_DEMONSTRATION = load_demonstration(cast_on(START.date()))
_SHOWN = {phone.person_code: phone.user_id for phone in _DEMONSTRATION.phones if phone.person_code}


def _people() -> dict[str, int]:
    """Whoever has a phone on the sandbox's page has the same one here."""
    codes = dict.fromkeys(row["person_code"] for row in csv.DictReader(_DEMONSTRATION.roster_csv.splitlines()))
    return {code: _SHOWN.get(code, 720001 + number) for number, code in enumerate(codes)}


USERS = _people()


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of 2023 in Viet Nam."""
    return datetime.combine(date(2023, month, day), time(hour, minute), VN)


class Autumn(Played):
    """The sandbox of autumn 2023, in which nobody does anything yet."""

    profile: ClassVar[str] = "vpcp-2023"
    start: ClassVar[datetime] = START
    end: ClassVar[datetime] = END
    acts: ClassVar[Sequence[Act]] = ()
    users: ClassVar[dict[str, int]] = USERS

    def fill(self, unit: Unit) -> None:
        demonstration.seed(unit, _DEMONSTRATION, "telegram")

    def next_moment(self, after: datetime) -> datetime:
        """Of nights and days off nothing is waited for; what comes hourly is made up for in the morning."""
        moment = super().next_moment(after)
        while not (self._is_of_work(moment) or moment == self.end):
            moment = super().next_moment(moment)
        return moment

    def _is_of_work(self, moment: datetime) -> bool:
        local = moment.astimezone(VN)
        is_working = self.rules.calendar.is_working(local.date()) and 7 <= local.hour < 19
        return is_working or any(act.at == moment for act in self.acts)


class TurnedAutumn(Turned, Autumn):
    """The same days on the sandbox's own clock, turned by its page from one act to the next."""
