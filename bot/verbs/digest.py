"""`digest`: the papers of a period as files, of the figures as they stand or of what is frozen."""

from __future__ import annotations

from argparse import Namespace
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path

from bot.config import Settings
from bot.domain.periods import Period
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.exports import BUILD_SECONDS, build_in_child, file_name, names_of
from bot.exports.snapshot import Snapshot, canonical, sha256
from bot.services.desk import files, spans
from bot.services.desk.papers import check_not_removed, reference_to
from bot.services.desk.previewing import preview
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from bot.verbs.changing import carry_out
from bot.verbs.opening import Base, say, to_read
from storage import releases, snapshots
from storage.snapshots import Frozen


def run(options: Namespace, settings: Settings) -> int:
    """Write the Word paper and the workbook into the directory: those of the number that is named.

    Without a number they are of the figures as they stand; once a period is closed, everything that is frozen of it.
    """
    period, out = Period.read(options.period), Path(options.out)
    with to_read(settings) as base:
        frozen = _frozen(base, period, options.no)
        snapshot = None if frozen else _as_it_stands(base, period)
    if snapshot:
        names = names_of(snapshot)
        _write(out, snapshot, {name: build_in_child(name, canonical(snapshot), BUILD_SECONDS) for name in names})
    for each in frozen:
        _write(out, each.snapshot, _papers(settings, each))
    return 0


def _frozen(base: Base, period: Period, number: int | None) -> list[Frozen]:
    unit = base.unit(base.db)
    found = snapshots.digests(base.db, period.iso)
    if number is None:
        return found if period.is_span or unit.now >= period_schedule(unit, period).stop_at else []
    check_not_removed(base.db, period, number)
    named = [each for each in found if each.number == number]
    if not named:
        raise BotError("not_frozen", period=period, number=number)
    return named


def _as_it_stands(base: Base, period: Period) -> Snapshot:
    """Where the period waits for its release, what would be released now.

    Raises BotError("span_empty") for half a year or a year of which nothing was frozen, BotError("span_broken") where
    its periods do not join.
    """
    if period.is_span:
        return _span(base, period)
    unit, fixed = base.unit(base.db), releases.waiting(base.db, period.iso)
    if fixed:
        return preview(unit, fixed).snapshot
    return make_snapshot(unit, window(unit, period_schedule(unit, period)))


def _span(base: Base, period: Period) -> Snapshot:
    made = spans.make(base.unit(base.db), period)
    if made.is_empty:
        raise BotError("span_empty", period=period)
    if made.breaks:
        raise BotError("span_broken", period=period, before=made.breaks[0].before, after=made.breaks[0].after)
    return made.snapshot


def _papers(settings: Settings, frozen: Frozen) -> Mapping[str, bytes]:
    """What has been built is read; what has not is built now and kept."""
    references = {name: reference_to(frozen, name) for name in names_of(frozen.snapshot)}
    with to_read(settings) as base:
        kept = {name: files.kept(base.db, reference) for name, reference in references.items()}
    missing = {name: references[name] for name, content in kept.items() if content is None}
    built = _built(settings, missing) if missing else {}
    return {name: content if content is not None else built[name] for name, content in kept.items()}


def _built(settings: Settings, references: Mapping[str, str]) -> Mapping[str, bytes]:
    with to_read(settings) as base:
        builders = {name: files.builder(base.db, reference) for name, reference in references.items()}
    papers = {references[name]: b64encode(build()).decode() for name, build in builders.items()}
    kept = carry_out(settings, "keep-papers", {"papers": papers})["papers"]
    return {name: b64decode(kept[reference]) for name, reference in references.items()}


def _write(out: Path, snapshot: Snapshot, papers: Mapping[str, bytes]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in papers.items():
            path = out / file_name(name, snapshot)
            path.write_bytes(content)
            print(path)
    except OSError as error:
        raise BotError("file_unwritable", path=str(out)) from error
    print(say(Text(N_("Data code (SHA-256): {sha256}"), sha256=sha256(snapshot))))
