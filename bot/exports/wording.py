"""How documents put things: always in Vietnamese, dates and shares the official way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.domain.people import Reader
from bot.domain.periods import Cadence, Period
from bot.domain.texts import N_, Text
from bot.i18n import translate

STATES: Mapping[str, str] = {
    "open": N_("State in a document: not sent"),
    "drafting": N_("State in a document: being drafted"),
    "reported": N_("State in a document: sent"),
    "reported_late": N_("State in a document: sent late"),
    "nil": N_("State in a document: nothing to report"),
    "nil_late": N_("State in a document: nothing to report, sent late"),
    "missing": N_("State in a document: not sent, overdue"),
    "excused": N_("State in a document: excused"),
}
"""The states of a seat's report in the ledger, in the order in which they are listed."""

URGENCIES: Mapping[str, str] = {
    "khan": N_("Urgency in a document: urgent"),
    "som": N_("Urgency in a document: soon"),
}
"""How soon an ad hoc report asks to be handled, by `bot.domain.reports.Urgency`."""

_READER = Reader(lang="vi")


def vietnamese(text: Text) -> str:
    """Return `text` as a document prints it."""
    return translate(text, _READER)


def official_date(day: date) -> str:
    """Return "ngày 05 tháng 3 năm 2026".

    Days under 10 and the months 1 and 2 take a leading zero, the months 3 to 9 do not:
    Decree 30/2020/NĐ-CP, Appendix I, part I, section II.4 (place and time of issue).
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return vietnamese(Text("day {day} month {month} year {year}", day=f"{day.day:02}", month=month, year=str(day.year)))


def percent(part: int, whole: int) -> str:
    """Return the share of `part` in `whole` with one decimal, rounded half up: "33,3%", "100%"."""
    # Neither `round` nor a format rounds half up, and floats are not exact.
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share:f}".removesuffix(".0").replace(".", ",") + "%"


def period_of(snapshot: Mapping[str, Any]) -> Period:
    """Return the period that `snapshot` is about."""
    period = snapshot["period"]
    return Period(period["year"], period["number"], Cadence(period["cadence"]))


def instant(iso: str) -> datetime:
    """Return the aware time that a snapshot's "2026-11-20T02:14:00Z" names."""
    return datetime.fromisoformat(iso)
