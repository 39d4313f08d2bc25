"""A period as it stands: the summary in the chat, and its files. Freezes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.domain.operations import SendFile, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.periods import Cadence, Period, SeatState
from bot.domain.texts import Screen, Text
from bot.exports import NAMES, file_name
from bot.exports.snapshot import canonical, sha256
from bot.screens import desk as wording
from bot.screens.reporting.quarterly import total_lines
from bot.services.desk.snapshots import PROVISIONAL, by_field, make_snapshot
from bot.services.reply import Reply
from bot.services.standing import LedgerRow, Window, accepting_now, ledger, period_schedule, window
from storage import snapshots
from storage.unit import Unit


def aggregate(unit: Unit, actor: Actor, period: Period | None) -> Reply:
    """Show a period as it stands and send its files. Freezes nothing."""
    open_ = accepting_now(unit, Cadence.MONTH)
    # The month whose data window holds today is always open.
    schedule = period_schedule(unit, period) if period else open_[0]
    found = window(unit, schedule)
    snapshot = make_snapshot(unit, found)
    # Kept, as the files are built when they are sent: they have to say what the chat says.
    number = snapshots.add_snapshot(unit.db, schedule.period.iso, unit.now, canonical(snapshot), sha256(snapshot))
    caption = wording.file_caption(schedule.period, unit.now, sha256(snapshot))
    topic = Topic(TopicKind.PROVISIONAL, {"period": schedule.period.iso})
    files = tuple(
        SendFile(actor.to, f"make:{name}:{PROVISIONAL}:{number}", file_name(name, snapshot), caption, topic)
        for name in NAMES
    )
    return Reply(_summary(unit, found, [*(s.period for s in open_), *_quarters(unit)]), notices=files)


def _quarters(unit: Unit) -> list[Period]:
    """The quarters that are open, where anybody has to report by quarter."""
    return [open_.period for open_ in accepting_now(unit, Cadence.QUARTER) if ledger(unit, open_)]


def members_by_state(rows: Sequence[LedgerRow]) -> Mapping[SeatState, list[str]]:
    """Return the organisations in each state, by rank."""
    members: dict[SeatState, list[str]] = defaultdict(list)
    for row in rows:
        members[row.state].append(row.seat.organisation)
    return members


def _summary(unit: Unit, found: Window, open_: list[Period]) -> Screen:
    schedule, members = found.schedule, members_by_state(found.rows)
    fields = [(Text("{field}", field=unit.rules.fields[code].name), count) for code, count in by_field(unit, found)]
    others = [period for period in open_ if period != schedule.period]
    return wording.aggregate(
        schedule.period,
        unit.now,
        schedule.due_at,
        members,
        fields,
        others,
        [row.report.code for row in found.adhoc],
        tasks_stated(found.rows),
    )


def tasks_stated(rows: Sequence[LedgerRow]) -> Sequence[Text]:
    """Return what is said of the tasks in the reports of these rows; nothing where they state none."""
    return total_lines([row.report.quarterly for row in rows if row.report and row.report.quarterly])
