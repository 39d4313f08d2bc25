"""What people set for themselves; who has set nothing has no row."""

from __future__ import annotations

from datetime import time

from sqlite_utils import Database

from bot.domain.preferences import Preferences, QuietHours
from storage.rows import change, maybe_day, maybe_iso_day, one, rows


def preferences(db: Database, person: int) -> Preferences:
    """Return what a person has set."""
    return everybodys(db, person).get(person, Preferences())


def everybodys(db: Database, person: int | None = None) -> dict[int, Preferences]:
    """Return what people have set, by person: of those who have set anything, or of the one."""
    which = "" if person is None else " WHERE person = :person"
    found = rows(db, f"SELECT * FROM preferences{which}", person=person)
    return {
        row["person"]: Preferences(
            time.fromisoformat(row["morning_at"]), QuietHours(row["quiet"]), maybe_day(row["paused_until"])
        )
        for row in found
    }


def of_account(db: Database, account: int) -> Preferences:
    """Return what the person of an account has set."""
    row = one(db, "SELECT person FROM accounts WHERE id = :id", id=account)
    return preferences(db, row["person"]) if row else Preferences()


def put_preferences(db: Database, person: int, chosen: Preferences) -> None:
    """Keep what a person has set."""
    change(
        db,
        """INSERT INTO preferences (person, morning_at, quiet, paused_until)
           VALUES (:person, :morning_at, :quiet, :paused_until)
           ON CONFLICT (person) DO UPDATE SET morning_at = excluded.morning_at, quiet = excluded.quiet,
               paused_until = excluded.paused_until""",
        person=person,
        morning_at=chosen.morning_at.isoformat("minutes"),
        quiet=chosen.quiet.value,
        paused_until=maybe_iso_day(chosen.paused_until),
    )


def set_language(db: Database, person: int, lang: str) -> None:
    """Keep the language a person chose."""
    change(db, "UPDATE persons SET language = :lang, language_chosen = 1 WHERE id = :id", id=person, lang=lang)


def forget(db: Database, person: int) -> None:
    """Delete what a person has set."""
    change(db, "DELETE FROM preferences WHERE person = :person", person=person)
