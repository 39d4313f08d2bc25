"""What becomes of every reminder, told by an oracle that lives through the same days beside the program."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from tests.domain.reminder_oracle import Deadline, Office, last_day_late, said_on
from tests.services.reminder_facts import Facts, Matter

FROM, CARD, UNTIL = time(7), time(8, 30), time(17)
_AROUND = 60
_OF_PERIOD = ("report", "closing")
_OF_TASKS, _AHEAD = ("task", "joint"), timedelta(days=21)
"""What is due by the deadline of a task is not planned before it is so near."""


@dataclass
class Ending:
    """Where a reminder stands: `day` is its own, `sent_on` the one on which it went out."""

    day: date
    became: str = "planned"
    sent_on: date | None = None
    held: bool = False
    """Whether its reader's pause kept it back."""

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
        self._planned_by: datetime | None = None
        self._ran: datetime | None = None

        @cache
        def days(owed: Deadline) -> tuple[tuple[str, date], ...]:
            around = (owed.day + timedelta(days=n) for n in range(-_AROUND, _AROUND))
            return tuple((mark, day) for day in around if (mark := said_on(day, owed, office)))

        self._days = days

    def look(self, now: datetime, planned: datetime | None, hour: datetime | None) -> None:
        """Live through a moment; `planned` and `hour` are the slots of the plan and of the half hours that it ran."""
        if planned:
            self._plan(now)
            self._planned_by = planned
        if hour:
            if FROM <= now.time() < UNTIL and (self._morning_has_come(now) or self._is_any_of_the_day(now)):
                self._plan(now)
                self._morning(now)
            self._ran = hour

    def _morning_has_come(self, now: datetime) -> bool:
        morning = datetime.combine(now.date(), CARD, now.tzinfo)
        return (self._ran is None or self._ran < morning) and morning <= now

    def _is_any_of_the_day(self, now: datetime) -> bool:
        return any(each.became == "planned" and _is_of_the_day(mark, each, now) for (_, mark), each in self._all())

    def _all(self) -> list[tuple[tuple[Matter, str], Ending]]:
        return sorted(self.found.items(), key=lambda each: (each[1].day, each[0][0].day))

    def _plan(self, now: datetime) -> None:
        owed, today = self.facts.owed(now), now.date()
        for (matter, _), ending in self.found.items():
            if ending.became == "planned" and matter not in owed:
                missed = matter.kind in _OF_PERIOD and ending.day <= today
                closed = missed and self.facts.has_closed(matter.subject, now)
                still = closed and self.facts.is_missing(matter.subject, matter.seat)
                ending.became = "skipped: closed" if still else "superseded"
        unseen = min(self._first_unseen(today), today)
        for matter, deadline in owed.items():
            self._deadlines[matter] = deadline
            for mark, day in self._days(deadline):
                known = self.found.get((matter, mark))
                if known is None and matter.kind in _OF_TASKS and day > today + _AHEAD:
                    continue
                if known is None:
                    self.found[matter, mark] = Ending(day, "planned" if day >= unseen else "skipped: planned_late")
                elif (known.became == "superseded" and day >= today) or known.became == "planned":
                    moved = known.became == "superseded" or known.day != day
                    known.became, known.day, known.held = "planned", day, known.held and not moved

    def _first_unseen(self, today: date) -> date:
        """The first day whose morning the plan has not seen: on it, nothing could be known to be due."""
        if self._planned_by is None:
            return today
        seen = self._planned_by.date()
        return seen + timedelta(days=1) if self._planned_by.time() >= CARD else seen

    def _morning(self, now: datetime) -> None:
        today, works = now.date(), self.office.works(now.date())
        nearest = defaultdict[object, list[tuple[Matter, str]]](list)
        for (matter, mark), ending in self._all():
            of_the_day = _is_of_the_day(mark, ending, now)
            if ending.became != "planned" or ending.day > today or not (works or of_the_day):
                continue
            if self.facts.paused.get(matter.person, date.min) >= today and not of_the_day:
                ending.held = True
            else:
                # That a period closes stands for that its report is overdue.
                nearest[matter[1:4] if matter.kind in _OF_PERIOD else matter].append((matter, mark))
        to_send: dict[str, list[tuple[str, Ending]]] = defaultdict(list)
        for found in nearest.values():
            if works:
                for each in found[:-1]:
                    self.found[each].became = "folded"
            for matter, mark in found[-1:] if works else found:
                last = self.found[matter, mark]
                if works and today > last_day_late(last.day, mark, self._deadlines[matter], self.office):
                    last.became = "skipped: paused" if last.held else "skipped: late"
                else:
                    to_send[matter.person].append((mark, last))
        for person, endings in to_send.items():
            self._card(person, endings, now)

    def _card(self, person: str, endings: list[tuple[str, Ending]], now: datetime) -> None:
        """One message, at half past eight or when the program is there again; later in the day only of that day."""
        if now.time() < CARD:
            return
        going = [ending for mark, ending in endings if self._morning_has_come(now) or _is_of_the_day(mark, ending, now)]
        told = [ending for ending in going if not ending.held] or going
        for ending in going:
            if person in self.facts.unreachable:
                ending.became = "skipped: unreachable"
            elif any(ending is each for each in told):
                ending.became, ending.sent_on = "sent", now.date()
            else:
                ending.became = "folded"


def _is_of_the_day(mark: str, ending: Ending, now: datetime) -> bool:
    return mark == "d0" and ending.day == now.date()
