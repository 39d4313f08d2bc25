"""What becomes of every reminder, told by an oracle that lives through the same days beside the program."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from tests.domain.reminder_oracle import Deadline, Office, last_day_late, said_on
from tests.services.reminder_facts import Facts, Matter

FROM, CARD, UNTIL = time(7, 30), time(8, 30), time(17)
_AROUND = 60


@dataclass
class Ending:
    """Where a reminder stands: `day` is its own, `sent_on` the one on which it went out."""

    day: date
    became: str = "planned"
    sent_on: date | None = None

    @property
    def kind_of_ending(self) -> str:
        """How it ended, apart from the day."""
        return "sent late" if self.sent_on and self.sent_on > self.day else self.became


class Endings:
    """The endings of all reminders, as one look after the other makes them."""

    def __init__(self, facts: Facts, office: Office) -> None:
        self.facts, self.office = facts, office
        self.found: dict[tuple[Matter, str], Ending] = {}
        self._deadlines: dict[Matter, Deadline] = {}
        self._cards: set[tuple[str, date]] = set()

        @cache
        def days(owed: Deadline) -> tuple[tuple[str, date], ...]:
            around = (owed.day + timedelta(days=n) for n in range(-_AROUND, _AROUND))
            return tuple((mark, day) for day in around if (mark := said_on(day, owed, office)))

        self._days = days

    def look(self, now: datetime, *, planned: bool, morning: bool) -> None:
        """Live through a moment at which the program planned, or had a morning before it."""
        in_hours = FROM <= now.time() < UNTIL
        if planned or (morning and in_hours):
            self._plan(now)
        if morning and in_hours:
            self._morning(now)

    def _plan(self, now: datetime) -> None:
        owed, today = self.facts.owed(now), now.date()
        for (matter, _), ending in self.found.items():
            if ending.became == "planned" and matter not in owed:
                missed = matter.kind == "report" and ending.day <= today
                closed = missed and self.facts.has_closed(matter.subject, now)
                still = closed and self.facts.is_missing(matter.subject, matter.seat)
                ending.became = "skipped: closed" if still else "superseded"
        for matter, deadline in owed.items():
            self._deadlines[matter] = deadline
            for mark, day in self._days(deadline):
                known = self.found.get((matter, mark))
                if known is None:
                    self.found[matter, mark] = Ending(day, "planned" if day >= today else "skipped: planned_late")
                elif (known.became == "superseded" and day >= today) or known.became == "planned":
                    known.became, known.day = "planned", day

    def _morning(self, now: datetime) -> None:
        today, nearest = now.date(), defaultdict[Matter, list[str]](list)
        for (matter, mark), ending in sorted(self.found.items(), key=lambda each: each[1].day):
            on_its_day = mark == "d0" and ending.day == today
            is_paused = self.facts.paused.get(matter.person, date.min) >= today and not on_its_day
            wanted = self.office.works(today) or on_its_day
            if ending.became == "planned" and ending.day <= today and wanted and not is_paused:
                nearest[matter].append(mark)
        to_send: dict[str, list[Ending]] = defaultdict(list)
        for matter, marks in nearest.items():
            for mark in marks[:-1]:
                self.found[matter, mark].became = "folded"
            last = self.found[matter, marks[-1]]
            if today > last_day_late(last.day, marks[-1], self._deadlines[matter], self.office):
                last.became = "skipped: late"
            else:
                to_send[matter.person].append(last)
        if now.time() >= CARD:
            for person, endings in to_send.items():
                self._card(person, endings, today)

    def _card(self, person: str, endings: list[Ending], today: date) -> None:
        if person in self.facts.unreachable:
            for ending in endings:
                ending.became = "skipped: unreachable"
        elif (person, today) not in self._cards:
            self._cards.add((person, today))
            for ending in endings:
                ending.became, ending.sent_on = "sent", today
