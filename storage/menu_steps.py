"""The step of the schema with which a start shows the menus alone that have changed since."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run


def m051_menus(db: Database) -> None:
    """Of which commands the menu of an account was made, as a hash; empty where none is shown."""
    run(db, "ALTER TABLE accounts ADD COLUMN menu_hash TEXT NOT NULL DEFAULT ''")
