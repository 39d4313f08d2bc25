"""Drafts: saved at every accepted step, closed when they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass, replace
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain.attachments import Attachment, FileKind, Kept, Refusal
from bot.domain.carrying import Carried
from bot.domain.difficulties import DifficultyAct
from bot.domain.form_edits import refs_of
from bot.domain.forms import At, Burst, Draft, Position, Refused
from bot.domain.writing import Source, Written
from storage import kept_files
from storage.rows import as_json, change, insert, instant, iso, maybe_instant, one, rows, value

_EMPTY: Mapping[str, Any] = {
    "items": [],
    "files": [],
    "codes": [],
    "carried": [],
    "refused": [],
    "surplus": 0,
    "opening": "",
    "cosigned": [],
    "hint": "",
    "closing": None,
    "turn": 0,
    "burst": None,
    "kept": [],
    "long": [],
    "sources": [],
    "closing_sources": [],
    "refs": [],
    "report": "",
    "base": 0,
    "came_from": "",
    "origin": {},
}
"""The answers of a draft that holds none."""


def draft_by_id(db: Database, draft: int) -> Draft | None:
    """Return a draft, closed ones included."""
    row = one(db, "SELECT * FROM drafts WHERE id = :id", id=draft)
    return _maybe_draft(db, row)


def turn_of(db: Database, draft: int) -> int | None:
    """Return at which of its turns a draft is, closed ones included; None where there is none."""
    found = value(db, "SELECT coalesce(json_extract(answers, '$.turn'), 0) FROM drafts WHERE id = :id", id=draft)
    return None if found is None else int(found)


def live_draft(db: Database, person: int, seat: int, kind: str, subject: str) -> Draft | None:
    """Return the draft a person has of this kind for this seat and subject."""
    # A unique index sees to it that there is at most one.
    row = one(
        db,
        """SELECT * FROM drafts WHERE person = :person AND coalesce(seat, 0) = :seat AND kind = :kind
           AND subject = :subject AND closed_at IS NULL""",
        person=person,
        seat=seat,
        kind=kind,
        subject=subject,
    )
    return _maybe_draft(db, row)


def draft_sent_with(db: Database, person: int, ref: str) -> Draft | None:
    """Return the draft of a person that was sent with a message in it, or None."""
    row = one(
        db,
        """SELECT * FROM drafts WHERE person = :person AND closed_at IS NOT NULL
           AND EXISTS (SELECT 1 FROM json_each(answers, '$.refs') WHERE value = :ref)""",
        person=person,
        ref=ref,
    )
    return _maybe_draft(db, row)


def live_drafts(db: Database, person: int) -> list[Draft]:
    """Return a person's drafts, the one saved last first."""
    found = rows(
        db, "SELECT * FROM drafts WHERE person = :person AND closed_at IS NULL ORDER BY updated_at DESC", person=person
    )
    return _drafts(db, found)


def seats_drafting(db: Database, kind: str, subject: str) -> frozenset[int]:
    """Return the seats for which somebody has a draft with something in it, or one that waits for approval."""
    # A draft that was only opened says nothing: its seat still counts as one that has not begun.
    found = rows(
        db,
        """SELECT DISTINCT seat FROM drafts WHERE kind = :kind AND subject = :subject AND closed_at IS NULL
           AND (json_array_length(json_extract(answers, '$.items')) > 0 OR json_extract(answers, '$.closing') <> ''
                OR EXISTS (SELECT 1 FROM json_each(answers, '$.carried') WHERE json_extract(value, '$.chosen') <> ''
                    OR json_extract(value, '$.words') <> '')
               OR id IN (SELECT draft FROM submissions WHERE ended_at IS NULL))""",
        kind=kind,
        subject=subject,
    )
    return frozenset(row["seat"] for row in found)


def is_being_written(db: Database, seat: int, kind: str, subject: str) -> bool:
    """Return whether somebody has a draft of this kind for a seat and subject."""
    found = one(
        db,
        "SELECT 1 FROM drafts WHERE seat = :seat AND kind = :kind AND subject = :subject AND closed_at IS NULL",
        seat=seat,
        kind=kind,
        subject=subject,
    )
    return found is not None


def add_draft(db: Database, person: int, seat: int, kind: str, subject: str, hint: str, now: datetime) -> Draft:
    """Start a draft at its opening."""
    draft = insert(
        db,
        """INSERT INTO drafts (seat, person, kind, subject, rev, step, answers, updated_at)
           VALUES (:seat, :person, :kind, :subject, 0, :step, :answers, :now)""",
        seat=seat or None,
        person=person,
        kind=kind,
        subject=subject,
        step=as_json(_plain(Position(At.OPENING))),
        answers=as_json({**_EMPTY, "hint": hint}),
        now=iso(now),
    )
    added = draft_by_id(db, draft)
    assert added is not None
    return added


def save_draft(db: Database, draft: Draft, now: datetime) -> None:
    """Keep what an event made of a draft."""
    # No comparing of revisions here: one writer takes one update after the other, and each reads the draft anew.
    change(
        db,
        "UPDATE drafts SET rev = :rev, step = :step, answers = :answers, updated_at = :now WHERE id = :id",
        id=draft.id,
        rev=draft.rev,
        step=as_json(_plain(draft.position)),
        answers=_answers(draft),
        now=iso(now),
    )


def move_draft(db: Database, draft: int, subject: str, now: datetime) -> None:
    """Make a draft one of another period; what its screens offered before is out of date."""
    change(
        db,
        "UPDATE drafts SET subject = :subject, rev = rev + 1, updated_at = :now WHERE id = :id",
        id=draft,
        subject=subject,
        now=iso(now),
    )


def close_draft(db: Database, draft: int, result_code: str, now: datetime) -> None:
    """End a draft: its code stays, so that a second press can be answered with it; its text and its files go.

    So do the names of its messages, by which one that is edited later is known.
    """
    known = draft_by_id(db, draft)
    assert known is not None
    change(
        db,
        """UPDATE drafts SET closed_at = :now, result_code = :code, rev = rev + 1, answers = :answers WHERE id = :id""",
        id=draft,
        code=result_code,
        answers=json.dumps({**_EMPTY, "refs": sorted(refs_of(known))}),
        now=iso(now),
    )
    # It may be open on another account of the same person too.
    change(db, "UPDATE accounts SET open_draft = NULL WHERE open_draft = :id", id=draft)


def drafts_of_seat(db: Database, person: int, seat: int) -> list[Draft]:
    """Return the drafts that a person has for a seat."""
    return [draft for draft in live_drafts(db, person) if draft.seat == seat]


def give_draft(db: Database, draft: int, person: int, subject: str) -> None:
    """Make a draft another person's, under a subject; its screens are out of date, and nobody has it open."""
    change(
        db,
        "UPDATE drafts SET person = :person, subject = :subject, rev = rev + 1 WHERE id = :id",
        id=draft,
        person=person,
        subject=subject,
    )
    change(db, "UPDATE accounts SET open_draft = NULL WHERE open_draft = :id", id=draft)


def drafts_beside(db: Database, person: int, seat: int, kind: str, subject: str) -> list[Draft]:
    """Return what others than a person have begun of this kind for this seat and subject, what was saved last first."""
    found = rows(
        db,
        """SELECT * FROM drafts WHERE seat = :seat AND kind = :kind AND subject = :subject AND closed_at IS NULL
           AND person <> :person ORDER BY updated_at DESC""",
        seat=seat,
        kind=kind,
        subject=subject,
        person=person,
    )
    return _drafts(db, found)


def take_draft(db: Database, draft: int, person: int, now: datetime) -> None:
    """Make a draft a colleague's, who asked for it; what its screens offered is out of date.

    Unlike one that is given, it stays open where it is: what is typed there next is told from what belongs to nothing.
    """
    change(
        db,
        "UPDATE drafts SET taken_from = person, taken_at = :now, person = :person, rev = rev + 1 WHERE id = :id",
        id=draft,
        person=person,
        now=iso(now),
    )


def drop_draft(db: Database, draft: int) -> None:
    """Delete a draft with all that was entered."""
    change(db, "DELETE FROM drafts WHERE id = :id", id=draft)


def _answers(draft: Draft) -> str:
    kept = {
        "items": [dict(item) for item in draft.items],
        "files": [[_file(each) for each in files] for files in draft.files],
        "codes": list(draft.codes),
        "carried": [_plain(each) for each in draft.carried],
        "refused": [_plain(each) for each in draft.refused],
        "surplus": draft.surplus,
        "opening": draft.opening,
        "cosigned": list(draft.cosigned),
        "hint": draft.hint,
        "closing": draft.closing,
        "turn": draft.turn,
        "burst": _plain(draft.burst) if draft.burst else None,
        "kept": [_plain(each) for each in draft.kept],
        "long": [_plain(each) for each in draft.long],
        "sources": [{name: [_plain(each) for each in of] for name, of in item.items()} for item in draft.sources],
        "closing_sources": [_plain(each) for each in draft.closing_sources],
        "report": draft.report,
        "base": draft.base,
        "came_from": draft.came_from,
        "origin": dict(draft.origin),
    }
    return as_json(kept)


def _plain(kept: Any) -> dict[str, Any]:
    """Return a dataclass as JSON has it. Unlike `asdict` it copies nothing: it is written at once."""
    return {name: _value(each) for name, each in vars(kept).items()}


def _value(kept: Any) -> Any:
    if isinstance(kept, tuple):
        return [_value(each) for each in kept]
    return _plain(kept) if is_dataclass(kept) else kept


def _file(attachment: Attachment) -> dict[str, Any]:
    """What is kept with a draft of a file: what has become of its bytes stands with these."""
    return {name: each for name, each in _plain(attachment).items() if name != "kept"}


def _maybe_draft(db: Database, row: Row | None) -> Draft | None:
    return _drafts(db, [row])[0] if row else None


def _drafts(db: Database, found: Sequence[Row]) -> list[Draft]:
    """Read drafts and, in one statement for all of them, what has become of their files."""
    drafts = [_draft(row) for row in found]
    numbers = {each.file for draft in drafts for files in draft.files for each in files if each.file}
    kept = kept_files.by_id(db, numbers)
    return [_with_kept(draft, kept) if draft.files else draft for draft in drafts]


def _with_kept(draft: Draft, kept: Mapping[int, Kept]) -> Draft:
    # A number that nothing is known of is as good as none: the file is asked for again.
    files = tuple(
        tuple(replace(each, kept=kept.get(each.file), file=each.file if each.file in kept else 0) for each in of_item)
        for of_item in draft.files
    )
    return replace(draft, files=files)


def _draft(row: Row) -> Draft:
    answers = {**_EMPTY, **json.loads(row["answers"])}  # older ones hold less
    return Draft(
        id=row["id"],
        seat=row["seat"] or 0,
        person=row["person"],
        kind=row["kind"],
        subject=row["subject"],
        rev=row["rev"],
        position=_position(json.loads(row["step"])),
        items=tuple(answers["items"]),
        updated_at=instant(row["updated_at"]),
        files=tuple(tuple(_attachment(each) for each in files) for files in answers["files"]),
        codes=tuple(answers["codes"]),
        carried=tuple(_carried(each) for each in answers["carried"]),
        refused=tuple(Refused(**{**each, "why": Refusal(each["why"])}) for each in answers["refused"]),
        surplus=answers["surplus"],
        opening=answers["opening"],
        closing=answers["closing"],
        cosigned=tuple(answers["cosigned"]),
        hint=answers["hint"],
        turn=answers["turn"],
        burst=_burst(answers["burst"]) if answers["burst"] else None,
        kept=_written(answers["kept"]),
        long=_written(answers["long"]),
        sources=tuple({name: _sources(of) for name, of in item.items()} for item in answers["sources"]),
        closing_sources=_sources(answers["closing_sources"]),
        refs=tuple(answers["refs"]),
        report=answers["report"],
        base=answers["base"],
        came_from=answers["came_from"],
        origin=answers["origin"],
        closed_at=maybe_instant(row["closed_at"]),
        result_code=row["result_code"],
        taken_from=row["taken_from"],
        taken_at=maybe_instant(row["taken_at"]),
    )


def _carried(kept: dict[str, Any]) -> Carried:
    chosen = DifficultyAct(kept["chosen"]) if kept["chosen"] else None
    return Carried(**{**kept, "chosen": chosen, "sources": _sources(kept["sources"])})


def _position(kept: dict[str, Any]) -> Position:
    return Position(**{**kept, "at": At(kept["at"]), "offered": tuple(kept.get("offered", ()))})


def _burst(kept: dict[str, Any]) -> Burst:
    return Burst(
        _written(kept["messages"]),
        _position(kept["position"]),
        kept["answer"],
        _sources(kept["sources"]),
        _written(kept.get("used", [])),
    )


def _written(kept: list[dict[str, Any]]) -> tuple[Written, ...]:
    return tuple(Written(**each) for each in kept)


def _sources(kept: list[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(Source(**each) for each in kept)


def _attachment(kept: dict[str, Any]) -> Attachment:
    return Attachment(**{**kept, "kind": FileKind(kept["kind"])})
