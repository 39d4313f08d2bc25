"""A period as the desk asks for it: as it stands, which freezes nothing, or as it was frozen once it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.operations import Operation, Send
from bot.domain.people import Actor, Role
from bot.domain.periods import Cadence, Period, Schedule
from bot.domain.texts import Row
from bot.errors import BotError
from bot.exports import NAMES
from bot.exports.snapshot import Snapshot
from bot.screens import desk as wording
from bot.screens import digesting
from bot.services.beside import OverPapers, reckoned
from bot.services.desk import releasing, span_papers
from bot.services.desk.paper import Paper, paper_of, provisional_files
from bot.services.desk.papers import check_not_removed, files_of, told, topic_of
from bot.services.desk.previewing import preview
from bot.services.desk.snapshots import make_snapshot
from bot.services.reply import Reply
from bot.services.standing import accepting_now, ledger, period_schedule, window
from storage import releases, snapshots
from storage.snapshots import Head
from storage.unit import Unit

_CLOSED_SHOWN = 2
"""So many closed periods are offered; any other can be named."""


def aggregate(unit: Unit, actor: Actor, period: Period | None, number: int | None = None) -> Reply:
    """Show a period and send its files: as it was frozen where it is closed, else as it stands.

    Half a year or a year is shown as it was released, else as its frozen periods come to it.

    What waits for its release is shown as it would be frozen. With a number it is that frozen aggregate, closed or
    not. Raises BotError("stale") where there is none, and BotError("paper_removed") where its content was removed.
    """
    # The month whose data window holds today is always open.
    schedule = period_schedule(unit, period) if period else accepting_now(unit, Cadence.MONTH)[0]
    code = schedule.period.iso
    if number is not None:
        check_not_removed(unit.db, schedule.period, number)
        found = snapshots.head(unit.db, code, number)
        if found is None:
            raise BotError("stale")
        return _as_frozen(unit, actor, [found])
    if releases.waiting(unit.db, code):
        return releasing.show(unit, actor, schedule.period)
    frozen = snapshots.heads(unit.db, code)
    if schedule.period.is_span and not frozen:
        return span_papers.show(unit, actor, schedule.period)
    if frozen and (schedule.period.is_span or unit.now >= schedule.stop_at):
        return _as_frozen(unit, actor, frozen)
    return _as_it_stands(unit, actor, schedule, frozen)


@dataclass(frozen=True)
class PaperOf(OverPapers):
    """The work of making the paper of a period as it stands."""

    period: str

    def __call__(self, unit: Unit) -> Paper:
        """Make it."""
        found = window(unit, period_schedule(unit, Period.parse(self.period)))
        return paper_of(unit, found, make_snapshot(unit, found))


def present(unit: Unit, schedule: Schedule) -> Snapshot:
    """Return a period as it stands: what waits for its release as it would be frozen, with nothing kept of it."""
    waiting = releases.waiting(unit.db, schedule.period.iso)
    if waiting:
        return preview(unit, waiting).snapshot
    return make_snapshot(unit, window(unit, schedule))


def _as_frozen(unit: Unit, actor: Actor, frozen: Sequence[Head]) -> Reply:
    first, *addenda = (told(unit, each) for each in frozen)
    notices: list[Operation] = [*files_of(first, actor.to)]
    for each in addenda:
        notices += [Send(actor.to, each.screen, topic=topic_of(each)), *files_of(each, actor.to)]
    return Reply(first.screen, notices=tuple(notices))


def _as_it_stands(unit: Unit, actor: Actor, schedule: Schedule, frozen: Sequence[Head]) -> Reply:
    period = schedule.period
    paper = reckoned(unit, PaperOf(period.iso))
    files = provisional_files(unit, paper.files, actor.to, NAMES)
    rows = [*(digesting.frozen(period, each.number) for each in frozen), *_others(unit, period)]
    due_at = schedule.stated(schedule.due_at) if unit.now <= schedule.due_at else schedule.due_at
    todo = paper.todo if Role.SECRETARIAT in actor.roles else ()
    screen = wording.aggregate(period, paper.files.at, due_at, paper.summary, rows, todo)
    return Reply(screen, notices=tuple(files))


def _others(unit: Unit, shown: Period) -> list[Row]:
    """What waits for its release; then what is open, quarters where anybody has to report by quarter; then the last."""
    months = [each.period for each in accepting_now(unit, Cadence.MONTH)]
    quarters = [each.period for each in accepting_now(unit, Cadence.QUARTER) if ledger(unit, each)]
    waiting = [Period.parse(each.period) for each in releases.all_waiting(unit.db)]
    open_ = list(dict.fromkeys([*waiting, *months, *quarters]))
    known = map(Period.parse, snapshots.frozen_periods(unit.db))
    closed = [period for period in known if period not in open_][:_CLOSED_SHOWN]
    return [
        *(wording.other_period(period, closed=False) for period in open_ if period != shown),
        *(wording.other_period(period, closed=True) for period in closed if period != shown),
    ]
