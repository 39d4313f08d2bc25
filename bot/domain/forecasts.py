"""What the program will say of its own accord, worked out ahead: plain facts, without anybody's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")

MOST_DAYS = 400
"""So far ahead can be looked: over a year's last period, and no further than occurrences are kept."""

DESK = "desk"
"""The subject of a card of the desk, which is a reminder of nobody's matters in particular."""


@dataclass(frozen=True)
class Matter:
    """A reminder that a message carries: `key` is its occurrence's, `subject` a period as ISO or a task's code."""

    key: str
    kind: str
    mark: str
    subject: str
    seat: int
    due_on: date


@dataclass(frozen=True)
class Push:
    """One message to be sent: `at` is aware; `person` is None where it goes to a group of the desk.

    `topic` is what it is about, a `TopicKind`, empty where it is about nothing in particular; `subject` which one.
    """

    at: datetime
    person: int | None
    topic: str
    subject: str = ""
    is_file: bool = False
    matters: tuple[Matter, ...] = ()

    @property
    def day(self) -> date:
        """The day in Viet Nam."""
        return self.at.astimezone(_VN).date()


@dataclass(frozen=True)
class Unsent:
    """A reminder that will not be sent, and why: a reason as the plan records it, none where a nearer one came.

    `day` is that on which it is known, or for which the desk cancelled it.
    """

    day: date
    person: int
    matter: Matter
    reason: str


@dataclass(frozen=True)
class Forecast:
    """What will be sent from `made_at` to the end of `until` if nobody does anything meanwhile."""

    made_at: datetime
    until: date
    pushes: tuple[Push, ...]
    unsent: tuple[Unsent, ...] = ()

    @property
    def persons(self) -> int:
        """How many persons will be written to."""
        return persons_of(self.pushes)

    def since(self, day: date) -> Forecast:
        """Return what is left of it from a day on."""
        return Forecast(
            self.made_at,
            self.until,
            tuple(push for push in self.pushes if push.day >= day),
            tuple(each for each in self.unsent if each.day >= day),
        )


def persons_of(pushes: Sequence[Push]) -> int:
    """Return how many persons some messages go to."""
    return len({push.person for push in pushes if push.person is not None})


def by_day(pushes: Sequence[Push]) -> Mapping[date, Sequence[Push]]:
    """Return messages by their day, in order of time."""
    found: dict[date, list[Push]] = defaultdict(list)
    for push in sorted(pushes, key=lambda push: push.at):
        found[push.day].append(push)
    return found


def by_person(pushes: Sequence[Push]) -> Mapping[int | None, Sequence[Push]]:
    """Return messages by whom they go to, who gets one first in front."""
    found: dict[int | None, list[Push]] = defaultdict(list)
    for push in sorted(pushes, key=lambda push: push.at):
        found[push.person].append(push)
    return found


def as_plain(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as JSON keeps it."""
    return {
        "made_at": forecast.made_at.isoformat(),
        "until": forecast.until.isoformat(),
        "pushes": [
            [push.at.isoformat(), push.person, push.topic, push.subject, push.is_file, [*map(_plain, push.matters)]]
            for push in forecast.pushes
        ],
        "unsent": [[each.day.isoformat(), each.person, _plain(each.matter), each.reason] for each in forecast.unsent],
    }


def of_plain(kept: Mapping[str, Any]) -> Forecast:
    """Return a forecast as `as_plain` kept it."""
    return Forecast(
        datetime.fromisoformat(kept["made_at"]),
        date.fromisoformat(kept["until"]),
        tuple(
            Push(datetime.fromisoformat(at), person, topic, subject, is_file, tuple(map(_matter, matters)))
            for at, person, topic, subject, is_file, matters in kept["pushes"]
        ),
        tuple(
            Unsent(date.fromisoformat(day), person, _matter(matter), reason)
            for day, person, matter, reason in kept["unsent"]
        ),
    )


def _plain(matter: Matter) -> list[Any]:
    return [matter.key, matter.kind, matter.mark, matter.subject, matter.seat, matter.due_on.isoformat()]


def _matter(kept: Sequence[Any]) -> Matter:
    key, kind, mark, subject, seat, due_on = kept
    return Matter(key, kind, mark, subject, seat, date.fromisoformat(due_on))
