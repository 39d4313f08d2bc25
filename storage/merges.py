"""Which difficulties are followed together, read from what happened to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlite_utils import Database

from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.handling import head_of
from bot.domain.merging import Cluster, Source, root
from storage.difficulties import EVERYTHING, Mark, events_of
from storage.rows import listed, rows


def merged_into(db: Database, heads: Collection[str], until: Mark = EVERYTHING) -> dict[str, str]:
    """Return what is merged into one of these, by its code, directly; `until`: as members' words stood at a mark."""
    # An index on the code that the events name finds them; whether that is still so is a rule over all events.
    found = rows(
        db,
        """SELECT DISTINCT e.difficulty FROM difficulty_events e WHERE e.kind = 'merged'
           AND json_extract(e.detail, '$.into') IN (SELECT value FROM json_each(:heads))""",
        heads=listed(heads),
    )
    codes = [row["difficulty"] for row in found]
    into = {code: head_of(events) for code, events in events_of(db, codes, until).items()}
    return {code: head for code, head in into.items() if head in heads}


def heads(db: Database, codes: Collection[str]) -> dict[str, str]:
    """Return the head that each of these is followed with: itself, where it is merged into none."""
    into: dict[str, str] = {}
    asked = set(codes)
    while asked:
        found = {code: head_of(events) for code, events in events_of(db, asked).items()}
        into |= {code: head for code, head in found.items() if head}
        asked = {head for head in found.values() if head and head not in into}
    return {code: root(code, into) for code in codes}


def clusters(db: Database, heads: Collection[str]) -> Mapping[str, Cluster]:
    """Return each of these heads with all that is followed with it; an entry for each that a live report carries."""
    owner = {head: head for head in heads}
    layer: Collection[str] = list(owner)
    while layer:
        found = {code: owner[head] for code, head in merged_into(db, layer).items() if code not in owner}
        owner |= found
        layer = list(found)
    sources = _sources(db, owner)
    signed = rows(
        db,
        "SELECT difficulty, seat FROM cosigns WHERE difficulty IN (SELECT value FROM json_each(:codes))",
        codes=listed(owner),
    )
    cosigners: dict[str, set[int]] = {head: set() for head in heads}
    for row in signed:
        cosigners[owner[row["difficulty"]]].add(row["seat"])
    of_head: dict[str, list[Source]] = {head: [] for head in heads}
    for code, head in owner.items():
        if code in sources:
            of_head[head].append(sources[code])
    return {head: Cluster(head, tuple(found), frozenset(cosigners[head])) for head, found in of_head.items() if found}


def _sources(db: Database, codes: Collection[str]) -> dict[str, Source]:
    """Who sent each of these; one that stands in several reports comes as the newest has it."""
    found = rows(
        db,
        """SELECT d.code, r.seat, s.body, max(d.id) FROM difficulties d JOIN reports r ON r.id = d.report
               JOIN seats s ON s.id = r.seat
           WHERE d.code IN (SELECT value FROM json_each(:codes)) AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL
           GROUP BY d.code""",
        codes=listed(codes),
    )
    return {row["code"]: Source(row["code"], row["seat"], row["body"]) for row in found}


def orphans(db: Database) -> dict[str, str]:
    """Return each difficulty whose head was withdrawn by its own sender, with that head."""
    # Else the order would be taken from the index of all events.
    found = rows(
        db,
        """SELECT DISTINCT difficulty FROM difficulty_events INDEXED BY difficulty_events_merged
           WHERE kind = 'merged' ORDER BY difficulty""",
    )
    into = {code: head_of(events) for code, events in events_of(db, [row["difficulty"] for row in found]).items()}
    ends = events_of(db, {head for head in into.values() if head})
    gone = {head for head, events in ends.items() if current_state(events) is DifficultyState.WITHDRAWN}
    return {code: head for code, head in into.items() if head in gone}


def seats_of(db: Database, codes: Collection[str]) -> Mapping[str, int]:
    """Return by code the seat that sent each of these difficulties."""
    found = rows(
        db,
        """SELECT DISTINCT d.code, r.seat FROM difficulties d JOIN reports r ON r.id = d.report
           WHERE d.code IN (SELECT value FROM json_each(:codes))""",
        codes=listed(codes),
    )
    return {row["code"]: row["seat"] for row in found}
