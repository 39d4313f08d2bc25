"""Reports filed without a chat."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.attachments import Attachment
from bot.domain.forms import Item
from bot.domain.people import Seat
from bot.domain.periods import Period
from bot.domain.reports import Quarterly, Report, Urgency
from bot.services.reporting import filing
from storage.unit import Unit


def file_report(
    unit: Unit,
    seat: Seat,
    person: int,
    period: Period,
    items: Sequence[Item],
    files: Sequence[tuple[Attachment, ...]] = (),
    quarterly: Quarterly | None = None,
) -> Report:
    """Store the report of a seat for a period."""
    contents = filing.Contents(items, files)
    return filing.file_report(unit, filing.compose(unit, seat, person, period, contents, quarterly))


def file_adhoc(
    unit: Unit, seat: Seat, person: int, urgency: Urgency, item: Item, files: tuple[Attachment, ...]
) -> Report:
    """Store an ad hoc report of one difficulty."""
    contents = filing.Contents((item,), (files,))
    return filing.file_report(unit, filing.compose_adhoc(unit, seat, person, urgency, contents))
