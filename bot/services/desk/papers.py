"""The frozen papers of a period: what is said with them, and their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.calendars import Provisional
from bot.domain.following import Made
from bot.domain.operations import Lane, SendFile, Topic, TopicKind
from bot.domain.people import To
from bot.domain.periods import Period
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.exports import NAMES, SPAN, file_name
from bot.exports.snapshot import sha256
from bot.exports.span import is_span
from bot.screens import digesting as wording
from bot.services.beside import OverPapers, reckoned
from bot.services.desk import span_summaries
from bot.services.desk.snapshots import ADDENDUM
from bot.services.desk.summaries import summary_of
from storage import snapshots
from storage.rows import instant
from storage.snapshots import Frozen, Head
from storage.unit import Unit


def _stop(unit: Unit, snapshot: Mapping[str, Any]) -> datetime | Provisional:
    """When the period closes, or closed: provisional before that, where the snapshot says so."""
    at = instant(snapshot["period"]["stop_at"])
    is_provisional = at.astimezone(VN).date().isoformat() in snapshot.get("provisional_days", ())
    return Provisional(at) if is_provisional and unit.now < at else at


def screen_of(unit: Unit, frozen: Frozen, fingerprint: str) -> Screen:
    """Return the summary of a frozen aggregate, read from what was frozen."""
    screen, again = _screen_of(unit, frozen, fingerprint), frozen.snapshot.get("again")
    return (
        screen.with_line_first(wording.again_issued(frozen.number, again["of"], frozen.taken_at)) if again else screen
    )


def _screen_of(unit: Unit, frozen: Frozen, fingerprint: str) -> Screen:
    snapshot, period = frozen.snapshot, Period.parse(frozen.period)
    if period.is_span:
        return span_summaries.screen_of(frozen)
    summary = summary_of(unit, snapshot)
    if snapshot["kind"] != ADDENDUM:
        stop_at = _stop(unit, snapshot)
        made = wording.Made(frozen.made.reports, *_released(snapshot))
        return wording.digest(period, made, stop_at, summary, fingerprint)
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
    return _reference(name, frozen.snapshot["kind"], frozen.id)


def _reference(name: str, kind: str, number: int) -> str:
    return f"make:{name}:{kind}:{number}"


@dataclass(frozen=True)
class Told:
    """A frozen aggregate as it is told: its summary, and its files under the names by which they are sent."""

    id: int
    period: str
    number: int
    made: Made
    taken_at: datetime
    kind: str
    sha256: str
    screen: Screen
    names: Mapping[str, str]


def told_of(unit: Unit, frozen: Frozen, fingerprint: str | None = None) -> Told:
    """Return what is told of a frozen aggregate; its fingerprint where it is known."""
    snapshot = frozen.snapshot
    code = fingerprint or sha256(snapshot)
    names = {name: file_name(name, snapshot) for name in (SPAN if is_span(snapshot) else NAMES)}
    screen = screen_of(unit, frozen, code)
    return Told(
        frozen.id, frozen.period, frozen.number, frozen.made, frozen.taken_at, snapshot["kind"], code, screen, names
    )


@dataclass(frozen=True)
class ToldOf(OverPapers):
    """The work of reading a frozen aggregate; nothing comes of it where its content was removed."""

    id: int

    def __call__(self, unit: Unit) -> Told | None:
        """Read it."""
        frozen = snapshots.digest_by_id(unit.db, self.id)
        return told_of(unit, frozen) if frozen else None


def told(unit: Unit, head: Head) -> Told:
    """Return what is told of a frozen aggregate. Raises BotError("stale") where its content was just removed."""
    found = reckoned(unit, ToldOf(head.id))
    if found is None:
        raise BotError("stale")
    return found


def topic_of(frozen: Head | Told) -> Topic:
    """Return what messages with a frozen aggregate are about."""
    return Topic(TopicKind.AGGREGATE, {"period": frozen.period, "number": frozen.number})


def files_of(frozen: Told, to: To, lane: Lane = Lane.INTERACTIVE, key: str = "") -> list[SendFile]:
    """Return the files of a frozen aggregate on their way to somebody; with a `key` they are sent once."""
    caption = wording.caption(Period.parse(frozen.period), frozen.taken_at, frozen.sha256)
    return [
        SendFile(
            to,
            _reference(name, frozen.kind, frozen.id),
            file,
            caption,
            topic_of(frozen),
            lane,
            key=f"{key}:{name}" if key else "",
        )
        for name, file in frozen.names.items()
    ]
