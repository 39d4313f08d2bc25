"""Reports as versions, with what they say of tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.carrying import WORDS
from bot.domain.difficulties import DifficultyEvent, current_state, on_new_version
from bot.domain.origins import Origin, Source
from bot.domain.reports import Approval, Endorsement, Quarterly, Report, Urgency, Via
from storage.difficulties import add_difficulty, add_event, codes_in_report, difficulties_of, events_of, said_in
from storage.people import person_by_id
from storage.receptions import await_acceptance
from storage.rows import change, insert, instant, iso, listed, maybe_iso_day, one, rows
from storage.search import index_report
from storage.stated_tasks import add_task, tasks_of

_LIVE = "superseded_at IS NULL AND withdrawn_at IS NULL"
# AND binds first: a version that is named is found whatever became of it.
_WANTED = f"(version = :version OR :version IS NULL AND {_LIVE})"
# The first of the versions that have been live without a break: nothing was withdrawn since it was sent.
_FIRST = """(first.version = 1 OR EXISTS (SELECT 1 FROM reports gone WHERE gone.code = first.code
                AND gone.version = first.version - 1 AND gone.withdrawn_at IS NOT NULL))
            AND NOT EXISTS (SELECT 1 FROM reports gone WHERE gone.code = first.code
                AND gone.version >= first.version AND gone.withdrawn_at IS NOT NULL)"""


def live_report(db: Database, seat: int, period: str) -> Report | None:
    """Return what a seat has reported for a period."""
    return next(iter(live_reports(db, [seat], [period])), None)


def live_reports(db: Database, seats: Collection[int], periods: Collection[str]) -> list[Report]:
    """Return what these seats have reported for these periods, in the order it came."""
    found = rows(
        db,
        f"""SELECT * FROM reports WHERE seat IN (SELECT value FROM json_each(:seats))
                AND period IN (SELECT value FROM json_each(:periods)) AND kind = 'periodic' AND {_LIVE}
            ORDER BY sent_at, id""",
        seats=listed(seats),
        periods=listed(periods),
    )
    return _reports(db, found)


def last_quarterly(db: Database, seat: int, before: str) -> Report | None:
    """Return the report of a seat for the latest period before this one that states tasks."""
    # Only a quarterly report has an opinion, be it an empty one. The periods of a seat are of one cadence, so that
    # their texts sort in order of time.
    row = one(
        db,
        f"""SELECT * FROM reports WHERE seat = :seat AND period < :before AND opinion IS NOT NULL AND {_LIVE}
            ORDER BY period DESC LIMIT 1""",
        seat=seat,
        before=before,
    )
    return _maybe_report(db, row)


def reports_of_period(db: Database, period: str) -> list[Report]:
    """Return the live reports of a period in the order they came."""
    found = rows(
        db,
        f"SELECT * FROM reports WHERE period = :period AND kind = 'periodic' AND {_LIVE} ORDER BY sent_at, id",
        period=period,
    )
    return _reports(db, found)


def reports_named(db: Database, references: Collection[str]) -> list[Report]:
    """Return these versions, named as BC-2611-007:1, in the order they came, whatever became of them since."""
    found = rows(
        db,
        # By code first, which an index finds.
        """SELECT * FROM reports
           WHERE code IN (SELECT substr(value, 1, instr(value, ':') - 1) FROM json_each(:references))
               AND code || ':' || version IN (SELECT value FROM json_each(:references))
           ORDER BY sent_at, id""",
        references=listed(references),
    )
    return _reports(db, found)


def report_by_code(db: Database, code: str, version: int | None = None) -> Report | None:
    """Return the report with this code: its live version, or this one as it was sent, whatever became of it."""
    row = one(db, f"SELECT * FROM reports WHERE code = :code AND {_WANTED}", code=code, version=version)
    return _maybe_report(db, row)


def report_of_difficulty(db: Database, code: str, version: int | None = None) -> Report | None:
    """Return the report that carries the difficulty with this code, or carried it in this version."""
    row = one(
        db,
        f"SELECT r.* FROM reports r JOIN difficulties d ON d.report = r.id WHERE d.code = :code AND {_WANTED}",
        code=code,
        version=version,
    )
    return _maybe_report(db, row)


def last_version(db: Database, code: str) -> Report | None:
    """Return the newest version of the report with this code, whatever became of it."""
    row = one(db, "SELECT * FROM reports WHERE code = :code ORDER BY version DESC LIMIT 1", code=code)
    return _maybe_report(db, row)


def codes_carrying(db: Database, difficulty: str) -> list[str]:
    """Return the codes of the reports that carry a difficulty in any version."""
    sql = "SELECT DISTINCT r.code FROM difficulties d JOIN reports r ON r.id = d.report WHERE d.code = :code"
    return [row["code"] for row in rows(db, sql, code=difficulty)]


def reports_by_id(db: Database, reports: Collection[int], difficulties: Collection[int] = ()) -> list[Report]:
    """Return these versions of reports, and those that these difficulties are in."""
    found = rows(
        db,
        """SELECT * FROM reports WHERE id IN (SELECT value FROM json_each(:reports)) OR id IN
               (SELECT report FROM difficulties WHERE id IN (SELECT value FROM json_each(:difficulties)))""",
        reports=listed(reports),
        difficulties=listed(difficulties),
    )
    return _reports(db, found)


def report_of_attachment(db: Database, attachment: int) -> Report | None:
    """Return the report that carries a file, in the version the file belongs to."""
    row = one(
        db,
        """SELECT r.* FROM reports r JOIN difficulties d ON d.report = r.id JOIN attachments a ON a.difficulty = d.id
           WHERE a.id = :id""",
        id=attachment,
    )
    return _maybe_report(db, row)


def withdrawn_code(db: Database, seat: int, period: str) -> str | None:
    """Return the code of the report that a seat withdrew last for a period it has no live one for, or None."""
    row = one(
        db,
        f"""SELECT code FROM reports r WHERE seat = :seat AND period = :period AND kind = 'periodic'
                AND NOT EXISTS (SELECT 1 FROM reports WHERE code = r.code AND {_LIVE}) ORDER BY id DESC LIMIT 1""",
        seat=seat,
        period=period,
    )
    return row["code"] if row else None


def unaccepted(db: Database, urgency: Urgency) -> list[Report]:
    """Return the live ad hoc reports of an urgency that nobody accepted, in the order they came."""
    found = rows(
        db,
        f"""SELECT r.* FROM receptions c CROSS JOIN reports r ON r.code = c.report_code
            WHERE c.accepted_at IS NULL AND r.urgency = :urgency AND {_LIVE} ORDER BY r.sent_at, r.id""",
        urgency=urgency.value,
    )
    return _reports(db, found)


def accepted_since(db: Database, urgency: Urgency, since: datetime) -> list[Report]:
    """Return the live ad hoc reports of an urgency that somebody accepted from `since` on, the latest first."""
    found = rows(
        db,
        f"""SELECT r.* FROM receptions c CROSS JOIN reports r ON r.code = c.report_code
            WHERE c.accepted_at >= :since AND r.urgency = :urgency AND {_LIVE}
            ORDER BY c.accepted_at DESC, r.id DESC""",
        since=iso(since),
        urgency=urgency.value,
    )
    return _reports(db, found)


def untold(db: Database, urgency: Urgency) -> list[Report]:
    """Return the live ad hoc reports nobody accepted of which somebody is still to be told, in the order they came.

    Of urgent ones that is the leaders, of those to be handled early the desk a second time.
    """
    found = rows(
        db,
        f"""SELECT r.* FROM receptions c CROSS JOIN reports r ON r.code = c.report_code
            WHERE c.accepted_at IS NULL AND c.escalated_at IS NULL AND r.urgency = :urgency
                AND (r.urgency = :urgent OR c.called_again_at IS NULL) AND {_LIVE}
            ORDER BY r.sent_at, r.id""",
        urgency=urgency.value,
        urgent=Urgency.URGENT.value,
    )
    return _reports(db, found)


def adhoc_reports(db: Database, body: str, since: datetime, until: datetime) -> list[Report]:
    """Return the live ad hoc reports of a body's seats filed from `since` to before `until`, as they came.

    An amendment stays where the first version belongs; one filed again after a withdrawal is a first one.
    """
    found = rows(
        db,
        f"""SELECT r.* FROM reports first JOIN reports r ON r.code = first.code JOIN seats s ON s.id = r.seat
            WHERE first.kind = 'adhoc' AND {_FIRST} AND first.sent_at >= :since AND first.sent_at < :until
                AND s.body = :body AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL
            ORDER BY first.sent_at, first.id""",
        body=body,
        since=iso(since),
        until=iso(until),
    )
    return _reports(db, found)


def adhoc_codes(db: Database, seats: Collection[int], since: datetime, until: datetime) -> dict[int, list[str]]:
    """Return the codes of the live ad hoc reports of these seats filed from `since` to before `until`, by seat."""
    found = rows(
        db,
        f"""SELECT r.seat, r.code FROM reports first JOIN reports r ON r.code = first.code
            WHERE first.kind = 'adhoc' AND {_FIRST} AND first.sent_at >= :since AND first.sent_at < :until
                AND r.seat IN (SELECT value FROM json_each(:seats)) AND r.period IS NULL
                AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL
            ORDER BY first.sent_at, first.id""",
        seats=listed(seats),
        since=iso(since),
        until=iso(until),
    )
    codes: dict[int, list[str]] = {seat: [] for seat in seats}
    for row in found:
        codes[row["seat"]].append(row["code"])
    return codes


def add_version(db: Database, report: Report) -> Report:
    """Store the next version under a report's code, the first where there is none; return it as it is stored.

    The version before is superseded at the instant this one was sent, and otherwise stays as it was. A difficulty that
    keeps its code keeps what happened to it; one that was taken out is withdrawn. An ad hoc report waits for acceptance
    once, whatever its versions. Raises sqlite3.IntegrityError where the seat has another live report for the period.
    """
    # Before the new row comes: the index allows a seat one live report for a period.
    change(
        db,
        f"UPDATE reports SET superseded_at = :now WHERE code = :code AND {_LIVE}",
        code=report.code,
        now=iso(report.sent_at),
    )
    # Versions are never deleted, so that their count is the number of the last.
    version = 1 + _versions(db, report.code)
    report_id = _add_row(db, report, version)
    codes = [difficulty.code for difficulty in report.difficulties]  # their events in this order
    # Of before the row is there: what the desk has corrected, it goes on to be found by.
    events = events_of(db, codes)
    for position, difficulty in enumerate(report.difficulties, 1):
        add_difficulty(db, report_id, position, difficulty, events.get(difficulty.code, ()))
    for position, task in enumerate(report.quarterly.tasks if report.quarterly else (), 1):
        add_task(db, report_id, position, task)
    if report.urgency:
        await_acceptance(db, report.code)
    _record(db, report.code, report_id, codes, report.sent_at, report.person)
    _add_statements(db, report, report_id)
    stored = report_by_code(db, report.code, version)
    assert stored is not None
    return stored


def withdraw(db: Database, code: str, now: datetime, by: int) -> bool:
    """Withdraw the live version of a report, and the difficulties in it; return False where there is none.

    `by` is the person who does so. The versions stay as they were sent.
    """
    found = rows(
        db,
        f"UPDATE reports SET withdrawn_at = :now WHERE code = :code AND {_LIVE} RETURNING id",
        code=code,
        now=iso(now),
    )
    for row in found:
        _record(db, code, row["id"], (), now, by)
    return bool(found)


def was_withdrawn(db: Database, code: str, version: int) -> bool:
    """Return whether a version was withdrawn, by itself or as one that the withdrawn version had replaced."""
    found = one(
        db,
        """SELECT 1 FROM reports WHERE code = :code AND version >= :version AND withdrawn_at IS NOT NULL""",
        code=code,
        version=version,
    )
    return found is not None


def _versions(db: Database, code: str) -> int:
    row = one(db, "SELECT count(*) AS versions FROM reports WHERE code = :code", code=code)
    assert row is not None
    return int(row["versions"])


def _record(db: Database, code: str, report: int, codes: Collection[str], at: datetime, person: int) -> None:
    """Write what becomes of difficulties where the report with this code now carries those of `codes`."""
    found = events_of(db, codes_in_report(db, code))
    # By what happened in this report: what a later one says goes on to hold, whatever becomes of this one.
    before = {each: current_state([e for e in events if e.report == code]) for each, events in found.items()}
    actor = _named(db, person)
    for each, act in on_new_version(before, codes).items():
        add_event(db, each, report, DifficultyEvent(act, at, actor))


def _add_statements(db: Database, report: Report, report_id: int) -> None:
    """Write what a version says of difficulties of earlier reports."""
    actor = _named(db, report.person)
    for said in report.said:
        detail = {WORDS: said.words} if said.words else {}
        add_event(db, said.code, report_id, DifficultyEvent(said.act, report.sent_at, actor, detail))


def _named(db: Database, person: int) -> str:
    return f"person:{person_by_id(db, person).code}"


def _first_sent(db: Database, found: Collection[Row]) -> Mapping[int, datetime]:
    """When the versions that are not the first were filed, by their id: judged as long as nothing was withdrawn."""
    later = [row["id"] for row in found if row["version"] > 1]
    if not later:
        return {}
    sent = rows(
        db,
        """SELECT r.id, min(f.sent_at) AS at FROM reports r JOIN reports f ON f.code = r.code AND f.version <= r.version
            WHERE r.id IN (SELECT value FROM json_each(:ids)) AND NOT EXISTS (
                SELECT 1 FROM reports gone WHERE gone.code = r.code AND gone.withdrawn_at IS NOT NULL
                    AND gone.version >= f.version AND gone.version < r.version)
            GROUP BY r.id""",
        ids=listed(later),
    )
    return {row["id"]: instant(row["at"]) for row in sent}


def _add_row(db: Database, report: Report, version: int) -> int:
    origin = report.endorsed.origin
    report_id = insert(
        db,
        """INSERT INTO reports (code, version, seat, kind, period, urgency, nil, by_person, via, sent_at, opinion,
                                approval, approved_by, origin_kind, origin_number, origin_on)
           VALUES (:code, :version, :seat, :kind, :period, :urgency, :nil, :person, :via, :sent_at, :opinion,
                   :approval, :approved_by, :origin_kind, :origin_number, :origin_on)""",
        code=report.code,
        version=version,
        seat=report.seat,
        kind="adhoc" if report.urgency else "periodic",
        period=report.period or None,
        urgency=report.urgency.value if report.urgency else None,
        nil=int(report.nil),
        person=report.person,
        via=report.endorsed.via.value,
        approval=report.endorsed.approval.value,
        approved_by=report.endorsed.approved_by,
        origin_kind=origin.source.value if origin else "",
        origin_number=origin.number if origin else "",
        origin_on=maybe_iso_day(origin.dated if origin else None),
        sent_at=iso(report.sent_at),
        opinion=report.quarterly.opinion if report.quarterly else None,
    )
    index_report(db, report_id, report.quarterly.opinion if report.quarterly else "")
    return report_id


def _maybe_report(db: Database, row: Row | None) -> Report | None:
    return _reports(db, [row])[0] if row else None


def _reports(db: Database, found: Collection[Row]) -> list[Report]:
    """Read what belongs to reports in a fixed number of statements, however many reports there are."""
    if not found:
        return []
    ids = [row["id"] for row in found]
    difficulties, tasks, said = difficulties_of(db, ids), tasks_of(db, ids), said_in(db, ids)
    first = _first_sent(db, found)
    return [
        Report(
            id=row["id"],
            code=row["code"],
            seat=row["seat"],
            period=row["period"] or "",
            nil=bool(row["nil"]),
            person=row["by_person"],
            sent_at=instant(row["sent_at"]),
            difficulties=difficulties[row["id"]],
            urgency=Urgency(row["urgency"]) if row["urgency"] else None,
            quarterly=None if row["opinion"] is None else Quarterly(tasks[row["id"]], row["opinion"]),
            said=said[row["id"]],
            version=row["version"],
            first_sent_at=first.get(row["id"]),
            endorsed=Endorsement(Via(row["via"]), Approval(row["approval"]), row["approved_by"], _origin(row)),
        )
        for row in found
    ]


def _origin(row: Row) -> Origin | None:
    if not row["origin_kind"]:
        return None
    dated = date.fromisoformat(row["origin_on"]) if row["origin_on"] else None
    return Origin(Source(row["origin_kind"]), row["origin_number"], dated)
