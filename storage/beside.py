"""Whether an update has asked for something that is done beside the conversation."""

from __future__ import annotations

from sqlite_utils import Database

from storage.rows import value

# The partial index of `fetches` serves a query that says the same states; of these only one is asked for.
_ANYTHING = """SELECT EXISTS (SELECT 1 FROM fetches WHERE state IN ('queued', 'fetching') AND state = 'queued')
    OR EXISTS (SELECT 1 FROM files WHERE loose = 1)
    OR EXISTS (SELECT 1 FROM forecasts WHERE made_at IS NULL AND failed_at IS NULL)"""


def is_asked(db: Database) -> bool:
    """Return whether a file waits to be fetched or looked at, or a forecast to be made."""
    return bool(value(db, _ANYTHING))
