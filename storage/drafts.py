"""Drafts: saved at every accepted step, closed when they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain.attachments import Attachment, FileKind, Refusal
from bot.domain.form_edits import refs_of
from bot.domain.forms import At, Burst, Draft, Position, Refused
from bot.domain.writing import Source, Written
from storage.rows import change, insert, instant, iso, maybe_instant, one, rows

_EMPTY: Mapping[str, Any] = {
    "items": [],
    "files": [],
    "codes": [],
    "refused": [],
    "surplus": 0,
    "opening": "",
    "hint": "",
    "closing": None,
    "turn": 0,
    "burst": None,
    "kept": [],
    "long": [],
    "sources": [],
    "closing_sources": [],
    "refs": [],
}
"""The answers of a draft that holds none."""


def draft_by_id(db: Database, draft: int) -> Draft | None:
    """Return a draft, closed ones included."""
    row = one(db, "SELECT * FROM drafts WHERE id = :id", id=draft)
    return _draft(row) if row else None


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
    return _draft(row) if row else None


def draft_sent_with(db: Database, person: int, ref: str) -> Draft | None:
    """Return the draft of a person that was sent with a message in it, or None."""
    row = one(
        db,
        """SELECT * FROM drafts WHERE person = :person AND closed_at IS NOT NULL
           AND EXISTS (SELECT 1 FROM json_each(answers, '$.refs') WHERE value = :ref)""",
        person=person,
        ref=ref,
    )
    return _draft(row) if row else None


def live_drafts(db: Database, person: int) -> list[Draft]:
    """Return a person's drafts, the one saved last first."""
    found = rows(
        db, "SELECT * FROM drafts WHERE person = :person AND closed_at IS NULL ORDER BY updated_at DESC", person=person
    )
    return [_draft(row) for row in found]


def seats_drafting(db: Database, kind: str, subject: str) -> frozenset[int]:
    """Return the seats for which somebody has a draft with something in it."""
    # A draft that was only opened says nothing: its seat still counts as one that has not begun.
    found = rows(
        db,
        """SELECT DISTINCT seat FROM drafts WHERE kind = :kind AND subject = :subject AND closed_at IS NULL
           AND (json_array_length(json_extract(answers, '$.items')) > 0 OR json_extract(answers, '$.closing') <> '')""",
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
        step=json.dumps(asdict(Position(At.OPENING))),
        answers=json.dumps({**_EMPTY, "hint": hint}, ensure_ascii=False),
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
        step=json.dumps(asdict(draft.position)),
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


def give_draft(db: Database, draft: int, person: int) -> None:
    """Make a draft another person's; what its screens offered is out of date, and nobody has it open."""
    change(db, "UPDATE drafts SET person = :person, rev = rev + 1 WHERE id = :id", id=draft, person=person)
    change(db, "UPDATE accounts SET open_draft = NULL WHERE open_draft = :id", id=draft)


def drop_draft(db: Database, draft: int) -> None:
    """Delete a draft with all that was entered."""
    change(db, "DELETE FROM drafts WHERE id = :id", id=draft)


def purge_closed(db: Database, before: datetime) -> int:
    """Delete drafts that were sent before an instant; return how many."""
    return change(db, "DELETE FROM drafts WHERE closed_at < :before", before=iso(before))


def purge_untouched(db: Database, before: datetime) -> int:
    """Delete open drafts that nobody has touched since before an instant; return how many."""
    # Accounts that have one of them open lose it by their foreign key (ON DELETE SET NULL).
    return change(db, "DELETE FROM drafts WHERE closed_at IS NULL AND updated_at < :before", before=iso(before))


def _answers(draft: Draft) -> str:
    kept = {
        "items": [dict(item) for item in draft.items],
        "files": [[asdict(each) for each in files] for files in draft.files],
        "codes": list(draft.codes),
        "refused": [asdict(each) for each in draft.refused],
        "surplus": draft.surplus,
        "opening": draft.opening,
        "hint": draft.hint,
        "closing": draft.closing,
        "turn": draft.turn,
        "burst": asdict(draft.burst) if draft.burst else None,
        "kept": [asdict(each) for each in draft.kept],
        "long": [asdict(each) for each in draft.long],
        "sources": [{name: [asdict(each) for each in of] for name, of in item.items()} for item in draft.sources],
        "closing_sources": [asdict(each) for each in draft.closing_sources],
    }
    return json.dumps(kept, ensure_ascii=False)


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
        refused=tuple(Refused(**{**each, "why": Refusal(each["why"])}) for each in answers["refused"]),
        surplus=answers["surplus"],
        opening=answers["opening"],
        closing=answers["closing"],
        hint=answers["hint"],
        turn=answers["turn"],
        burst=_burst(answers["burst"]) if answers["burst"] else None,
        kept=_written(answers["kept"]),
        long=_written(answers["long"]),
        sources=tuple({name: _sources(of) for name, of in item.items()} for item in answers["sources"]),
        closing_sources=_sources(answers["closing_sources"]),
        refs=tuple(answers["refs"]),
        closed_at=maybe_instant(row["closed_at"]),
        result_code=row["result_code"],
    )


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
