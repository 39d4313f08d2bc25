"""The desk is told of a periodic report, or of what a version of one changes."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.amendments import Difference
from bot.domain.operations import Lane, Operation, Topic, TopicKind
from bot.domain.reports import Report
from bot.domain.texts import Text
from bot.screens import desk as desk_wording
from bot.screens.reporting import difference as differing
from bot.screens.reporting import periodic as wording
from bot.services.desk.notices import files_to_desk, has_left, naming_absent, to_desk, waiting_of
from bot.services.reporting.versions import told_of_withdrawal
from storage.unit import Unit


def told_to_desk(
    unit: Unit, view: wording.View, signed: Text, report: Report, found: Difference | None
) -> tuple[Operation, ...]:
    """The report as it is; of one that the desk has got already, what has changed."""
    waiting, topic = waiting_of(unit, report, view.amends), Topic(TopicKind.DESK_COPY, {"code": report.code})
    key = report.reference
    if found is None or view.amends is None or not has_left(unit, view.amends):
        screen = naming_absent(unit, desk_wording.new_report(view, report))
        files = files_to_desk(unit, report, Lane.BULK, waiting)
        return (*to_desk(unit, screen, f"desk:{key}", topic, waiting), *files)
    changed = differing.screen(view.amends, report, found, view.organisation, signed, view.fields)
    if report.difficulties:
        changed = replace(changed, rows=(*changed.rows, *desk_wording.to_act_on(report)))
    return (
        *to_desk(unit, naming_absent(unit, changed), f"desk:{key}", topic),
        *files_to_desk(unit, report, Lane.BULK, amends=view.amends),
        *told_of_withdrawal(unit, report, found),
    )
