"""The frozen papers of a period: what is said with them, and their files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.calendars import Provisional
from bot.domain.operations import Lane, SendFile, Topic, TopicKind
from bot.domain.people import To
from bot.domain.periods import Period
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.exports import NAMES, SPAN, file_name
from bot.exports.snapshot import sha256
from bot.exports.span import is_span
from bot.screens import digesting as wording
from bot.services.desk import span_summaries
from bot.services.desk.snapshots import ADDENDUM
from bot.services.desk.summaries import summary_of
from storage import snapshots
from storage.rows import instant
from storage.snapshots import Frozen
from storage.unit import Unit


def _stop(unit: Unit, snapshot: Mapping[str, Any]) -> datetime | Provisional:
    """When the period closes, or closed: provisional before that, where the snapshot says so."""
    at = instant(snapshot["period"]["stop_at"])
    is_provisional = at.astimezone(VN).date().isoformat() in snapshot.get("provisional_days", ())
    return Provisional(at) if is_provisional and unit.now < at else at


def screen_of(unit: Unit, frozen: Frozen) -> Screen:
    """Return the summary of a frozen aggregate, read from what was frozen."""
    screen, again = _screen_of(unit, frozen), frozen.snapshot.get("again")
    return (
        screen.with_line_first(wording.again_issued(frozen.number, again["of"], frozen.taken_at)) if again else screen
    )


def _screen_of(unit: Unit, frozen: Frozen) -> Screen:
    snapshot, period = frozen.snapshot, Period.parse(frozen.period)
    if period.is_span:
        return span_summaries.screen_of(frozen)
    summary = summary_of(unit, snapshot)
    if snapshot["kind"] != ADDENDUM:
        stop_at = _stop(unit, snapshot)
        made = wording.Made(frozen.made.reports, *_released(snapshot))
        return wording.digest(period, made, stop_at, summary, sha256(snapshot))
    before = [each for each in snapshots.digests(unit.db, frozen.period) if each.place < frozen.place][-1]
    after = snapshot.get("after")
    return wording.addendum(
        period,
        frozen.number,
        before.made.reports,
        frozen.made.reports,
        len(frozen.told - before.told),
        summary,
        wording.After(after["difficulties"], after["reports"], after["adhoc"]) if after else None,
    )


def _released(snapshot: Mapping[str, Any]) -> tuple[datetime, str] | tuple[()]:
    """When and by whom a paper was released, where the desk does that."""
    found = snapshot.get("released")
    return (instant(found["at"]), found["by"]) if found else ()


def check_not_removed(db: Database, period: Period, number: int) -> None:
    """Raise BotError("paper_removed") where the content of a frozen aggregate was removed."""
    removed = snapshots.removed_digest(db, period.iso, number)
    if removed:
        raise BotError(
            "paper_removed",
            period=period,
            number=number,
            at=removed.removed_at,
            again=removed.again,
            sha256=removed.sha256,
        )


def reference_to(frozen: Frozen, name: str) -> str:
    """Return how a file of a frozen aggregate is referred to."""
    return f"make:{name}:{frozen.snapshot['kind']}:{frozen.id}"


def topic_of(frozen: Frozen) -> Topic:
    """Return what messages with a frozen aggregate are about."""
    return Topic(TopicKind.AGGREGATE, {"period": frozen.period, "number": frozen.number})


def files_of(frozen: Frozen, to: To, lane: Lane = Lane.INTERACTIVE, key: str = "") -> list[SendFile]:
    """Return the files of a frozen aggregate on their way to somebody; with a `key` they are sent once."""
    snapshot = frozen.snapshot
    caption = wording.caption(Period.parse(frozen.period), frozen.taken_at, sha256(snapshot))
    return [
        SendFile(
            to,
            reference_to(frozen, name),
            file_name(name, snapshot),
            caption,
            topic_of(frozen),
            lane,
            key=f"{key}:{name}" if key else "",
        )
        for name in (SPAN if is_span(snapshot) else NAMES)
    ]
