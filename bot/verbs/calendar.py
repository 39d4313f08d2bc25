"""`calendar`: the days of a year that differ from the plain week, who says so, and what is provisional."""

from __future__ import annotations

from argparse import Namespace

from bot.calendar_source import first_known, last_year, load_calendar
from bot.clock import VN
from bot.config import Settings
from bot.domain.calendar_days import DaysSet, differing
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.screens import calendar_year
from bot.verbs.opening import clock_of, database, say, to_read
from storage import calendar_days


def run(options: Namespace, settings: Settings) -> int:
    """Print the year, with the days that the office has set; where there is no base yet, what ships alone."""
    today = clock_of(settings.directory()).now().astimezone(VN).date()
    year, first, last = options.year or today.year, first_known(today).year, last_year()
    if not first <= year <= last:
        raise BotError("calendar_unknown", year=year, first=first, last=last)
    own = _own(settings)
    calendar = own.over(load_calendar(year, year))
    found = calendar_year.Year(year, list(differing(calendar, year)), calendar, own, range(0), ())
    print(say(Text(N_("Calendar of {year}"), year=year)))
    for line in calendar_year.remarks(found):
        print(say(line))
    for day, each in found.days:
        print(say(calendar_year.line(found, day, each)))
    return 0


def _own(settings: Settings) -> DaysSet:
    if not database(settings.directory()).exists():
        return DaysSet()
    with to_read(settings) as base:
        version = calendar_days.latest(base.db)
        return version.days if version else DaysSet()
