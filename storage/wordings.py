"""How difficulties were worded for the document, each beside the words that it was made of."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from sqlite_utils import Database

from bot.domain.handling import WORDS
from bot.domain.wordings import CONTENT, PROPOSAL, Wording
from storage.difficulties import stands
from storage.rows import instant, listed, rows

# An event stands in the version of the report that was live then: that has the words which were before the desk.
_WORDINGS = f"""
SELECT e.difficulty, e.at, e.actor, e.detail, d.content, d.proposal FROM difficulty_events e
JOIN difficulties d ON d.report = e.report AND d.code = e.difficulty
WHERE e.difficulty IN (SELECT value FROM json_each(:codes)) AND e.kind = 'worded' AND {stands("e")} ORDER BY e.id
"""


def wordings_of(db: Database, codes: Collection[str]) -> Mapping[str, tuple[Wording, ...]]:
    """Return every wording of these difficulties that was not taken back, in order; those without are left out."""
    found: dict[str, tuple[Wording, ...]] = {}
    for row in rows(db, _WORDINGS, codes=listed(codes)):
        detail = json.loads(row["detail"])
        wording = Wording(
            instant(row["at"]),
            row["actor"],
            str(detail[WORDS]),
            str(detail.get(PROPOSAL, "")),
            row[CONTENT],
            row[PROPOSAL],
        )
        found[row["difficulty"]] = (*found.get(row["difficulty"], ()), wording)
    return found
