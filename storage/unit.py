"""What a service receives: an open unit of work that somebody else began and will commit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.agencies import Agency
from bot.domain.calendars import Calendar
from bot.domain.fields import Field
from bot.domain.periods import Period, Schedule, schedule
from bot.domain.profiles import Profile
from bot.domain.reminder_rules import Ruleset
from storage.database import attempt
from storage.in_force import in_force

if TYPE_CHECKING:  # a verb that shows no form and reads no words has no use for them
    from bot.domain.day_phrases import Today
    from bot.domain.forms import Form


@dataclass(frozen=True)
class Rules:
    """What the program goes by: the profile, the calendar, the fields, the agencies, the key of its hashes, and when it
    reminds of what.
    """

    profile: Profile
    calendar: Calendar
    fields: Mapping[str, Field]
    agencies: Mapping[str, Agency]
    key: bytes
    reminders: Ruleset
    laid_over: dict[tuple[object, ...], Rules] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What these became with what an office has set last (`in_force`)."""
    schedules: dict[Period, Schedule] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The instants of the periods that were asked for: they follow from the profile and the calendar alone."""

    @cached_property
    def fingerprint(self) -> str:
        """Another one where other reminders may follow from the same facts: of the office, its days and its rules."""
        # The order of a set is another in each process.
        plain = {kind: replace(rule, audience=frozenset()) for kind, rule in self.reminders.rules.items()}
        rules = sorted((kind, repr(rule), sorted(self.reminders.rules[kind].audience)) for kind, rule in plain.items())
        days, decided = sorted(self.calendar.days.items()), self.calendar.decided_through
        said = repr((self.profile.bodies, self.profile.periods, days, decided, self.reminders.version, rules))
        return sha256(said.encode()).hexdigest()

    def schedule(self, period: Period) -> Schedule:
        """Return the instants of a period."""
        if period not in self.schedules:
            self.schedules[period] = schedule(period, self.profile.periods, self.calendar)
        return self.schedules[period]

    @cached_property
    def report_form(self) -> Form:
        """The form of a periodic report."""
        from bot.domain.reports import report_form

        return report_form(tuple(self.fields.values()), self.profile.difficulties_max)

    @cached_property
    def quarterly_form(self) -> Form:
        """The form of a periodic report of a body that reports by quarter."""
        from bot.domain.reports import quarterly_form

        return quarterly_form(tuple(self.fields.values()), self.profile.difficulties_max)

    @cached_property
    def adhoc_form(self) -> Form:
        """The form of an ad hoc report."""
        from bot.domain.reports import adhoc_form

        return adhoc_form(tuple(self.fields.values()), self.profile.difficulties_max)


@dataclass(frozen=True)
class Result:
    """What was reckoned beside a unit: what came of it, on what basis, and how often it had to be done."""

    value: object
    basis: str
    rounds: int


@dataclass(frozen=True)
class Beside:
    """What is too long for a unit and is reckoned in a process of its own (`bot.services.beside`)."""

    most: int
    """Up to such a size work is done in the unit itself."""
    results: dict[Hashable, Result] = field(default_factory=dict)
    """By what was to be reckoned, and how exactly."""


@dataclass(frozen=True)
class Unit:
    """An open unit of work: the database inside a transaction, and the instant it happens at (aware, UTC).

    `shipped` are the rules that the program came with; what it goes by are its `rules`. Where nobody is kept waiting,
    as in a verb, nothing is done `beside` it.
    """

    db: Database
    now: datetime
    shipped: Rules
    beside: Beside | None = field(default=None, kw_only=True, compare=False)

    @cached_property
    def rules(self) -> Rules:
        """The rules in force as the unit began; a service that changes them goes on with a new unit."""
        return in_force(self.db, self.shipped)

    def supposing(self, rules: Rules) -> Unit:
        """Return a unit that goes by other rules, to see what would follow from them; nothing is written with it."""
        return _Supposing(self.db, self.now, self.shipped, rules)

    @cached_property
    def today(self) -> date:
        """The day in Viet Nam."""
        return self.now.astimezone(VN).date()

    @property
    def today_for_words(self) -> Today:
        """Today and the calendar: what a day said in words is understood by."""
        from bot.domain.day_phrases import Today

        return Today(self.today, self.rules.calendar)

    def attempt(self, work: Callable[[], object]) -> Exception | None:
        """Do a part of the work that may fail alone; return what it raised, which undoes that part and nothing else.

        Raises where SQLite has ended the whole transaction: nothing of the unit stands any more.
        """
        return attempt(self.db, work)[1]


@dataclass(frozen=True)
class _Supposing(Unit):
    """A unit that goes by rules that are not in force."""

    supposed: Rules

    @cached_property
    def rules(self) -> Rules:
        return self.supposed
