"""A period as it stands: the summary in the chat, and its files. Freezes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from bot.clock import VN
from bot.domain.operations import SendFile, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.periods import Cadence, Period, Schedule, SeatState
from bot.domain.texts import Screen, Text
from bot.exports import NAMES, file_name
from bot.exports.snapshot import canonical, sha256
from bot.screens import desk as wording
from bot.screens.reporting.quarterly import total_lines
from bot.services.desk.snapshots import PROVISIONAL, by_field, make_snapshot
from bot.services.reply import Reply
from bot.services.standing import LedgerRow, accepting_now, ledger, period_schedule
from storage import reports, snapshots
from storage.unit import Unit


def aggregate(unit: Unit, actor: Actor, period: Period | None) -> Reply:
    """Show a period as it stands and send its files. Freezes nothing."""
    open_ = accepting_now(unit, Cadence.MONTH)
    # The month whose data window holds today is always open.
    schedule = period_schedule(unit, period) if period else open_[0]
    rows = ledger(unit, schedule)
    snapshot = make_snapshot(unit, schedule, rows)
    # Kept, as the files are built when they are sent: they have to say what the chat says.
    number = snapshots.add_snapshot(unit.db, schedule.period.iso, unit.now, canonical(snapshot), sha256(snapshot))
    caption = wording.file_caption(schedule.period, unit.now, sha256(snapshot))
    topic = Topic(TopicKind.PROVISIONAL, {"period": schedule.period.iso})
    files = tuple(
        SendFile(actor.to, f"make:{name}:{PROVISIONAL}:{number}", file_name(name, snapshot), caption, topic)
        for name in NAMES
    )
    return Reply(_summary(unit, schedule, rows, [*(s.period for s in open_), *_quarters(unit)]), notices=files)


def _quarters(unit: Unit) -> list[Period]:
    """The quarters that are open, where anybody has to report by quarter."""
    return [open_.period for open_ in accepting_now(unit, Cadence.QUARTER) if ledger(unit, open_)]


def members_by_state(rows: list[LedgerRow]) -> Mapping[SeatState, list[str]]:
    """Return the organisations in each state, by rank."""
    members: dict[SeatState, list[str]] = defaultdict(list)
    for row in rows:
        members[row.state].append(row.seat.organisation)
    return members


def _summary(unit: Unit, schedule: Schedule, rows: list[LedgerRow], open_: list[Period]) -> Screen:
    members = members_by_state(rows)
    fields = [(Text("{field}", field=unit.rules.fields[code].name), count) for code, count in by_field(rows)]
    others = [period for period in open_ if period != schedule.period]
    return wording.aggregate(
        schedule.period,
        unit.now,
        schedule.stated(schedule.due_at) if unit.now <= schedule.due_at else schedule.due_at,
        members,
        fields,
        others,
        _adhoc(unit, schedule.period),
        tasks_stated(rows),
    )


def tasks_stated(rows: list[LedgerRow]) -> Sequence[Text]:
    """Return what is said of the tasks in the reports of these rows; nothing where they state none."""
    return total_lines([row.report.quarterly for row in rows if row.report and row.report.quarterly])


def _adhoc(unit: Unit, period: Period) -> list[str]:
    """The codes of what the period's bodies sent ad hoc inside its data window, days of Viet Nam."""
    since = datetime.combine(period.first_day, time(), VN)
    until = datetime.combine(period.last_day + timedelta(days=1), time(), VN)
    bodies = [body.code for body in unit.rules.profile.bodies.values() if body.cadence is period.cadence]
    return [code for body in bodies for code in reports.adhoc_codes(unit.db, body, since, until)]
