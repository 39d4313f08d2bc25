"""What a seat has filed in a period, in all its versions, and the difficulties that something happened to in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.domain.reports import Difficulty, Report
from storage.difficulties import stands
from storage.reports import reports_by_id
from storage.rows import instant, iso, listed, maybe_instant, rows, value


@dataclass(frozen=True)
class SentVersion:
    """A version of a report, and how it ended, if it has."""

    report: Report
    superseded_at: datetime | None
    withdrawn_at: datetime | None


def versions_of_seat(db: Database, seat: int, period: str, since: datetime, until: datetime) -> list[SentVersion]:
    """Return every version a seat sent for a period, and ad hoc from `since` to before `until`, as the codes came."""
    found = rows(
        db,
        """SELECT r.id, r.superseded_at, r.withdrawn_at FROM reports r
           JOIN reports first ON first.code = r.code AND first.version = 1
           WHERE r.seat = :seat AND (r.period = :period
               OR r.kind = 'adhoc' AND first.sent_at >= :since AND first.sent_at < :until)
           ORDER BY first.sent_at, first.id, r.version""",
        seat=seat,
        period=period,
        since=iso(since),
        until=iso(until),
    )
    of = {report.id: report for report in reports_by_id(db, [row["id"] for row in found])}
    return [
        SentVersion(
            of[row["id"]],
            maybe_instant(row["superseded_at"]),
            maybe_instant(row["withdrawn_at"]),
        )
        for row in found
    ]


def touched(db: Database, seat: int, reports: Collection[int], since: datetime, until: datetime) -> list[str]:
    """Return the difficulties of a seat that stand in these versions, or to which something happened in this time.

    In the order in which they were first sent, those of one report by their codes.
    """
    found = rows(
        db,
        f"""WITH touched AS (
               SELECT e.difficulty FROM difficulty_events e JOIN reports r ON r.id = e.report
               WHERE r.seat = :seat AND {stands("e")} AND (e.report IN (SELECT value FROM json_each(:reports))
                   OR e.at >= :since AND e.at < :until)
               UNION
               SELECT d.code FROM difficulties d JOIN reports r ON r.id = d.report
               WHERE r.seat = :seat AND d.report IN (SELECT value FROM json_each(:reports)))
           SELECT difficulty FROM touched
           ORDER BY (SELECT min(e.at) FROM difficulty_events e WHERE e.difficulty = touched.difficulty),
               length(difficulty), difficulty""",
        seat=seat,
        reports=listed(reports),
        since=iso(since),
        until=iso(until),
    )
    return [row["difficulty"] for row in found]


def newest_texts(db: Database, codes: Collection[str]) -> Mapping[str, tuple[Report, Difficulty]]:
    """Return each of these difficulties as it was sent last, with the version that has it so."""
    found = rows(
        db,
        """SELECT max(id) AS id FROM difficulties WHERE code IN (SELECT value FROM json_each(:codes)) GROUP BY code""",
        codes=listed(codes),
    )
    ids = {row["id"] for row in found}
    return {
        difficulty.code: (report, difficulty)
        for report in reports_by_id(db, (), ids)
        for difficulty in report.difficulties
        if difficulty.id in ids
    }


def first_sent(db: Database, seat: int) -> datetime | None:
    """Return when a seat sent its first report, None where it has sent none."""
    found = value(db, "SELECT min(sent_at) FROM reports WHERE seat = :seat", seat=seat)
    return instant(str(found)) if found else None
