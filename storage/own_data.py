"""Everything that is stored about one person, by what it is: for the file that they may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from storage.rows import rows

_QUERIES: Mapping[str, str] = {
    "person": """SELECT NULL AS at, full_name || '; ' || title || '; ' || phone || '; ' || language || '; ' || honorific
                     AS what FROM persons WHERE id = :person""",
    "duty": """SELECT d.valid_from || 'T00:00:00+07:00' AS at, d.role || coalesce('; ' || s.organisation, '')
                   || coalesce('; ' || d.valid_to, '') AS what
               FROM duties d LEFT JOIN seats s ON s.id = d.seat WHERE d.person = :person ORDER BY d.id""",
    "account": """SELECT linked_at AS at, channel || '; ' || user_key || coalesce('; ' || unlinked_at, '') AS what
                  FROM accounts WHERE person = :person ORDER BY id""",
    "consent": """SELECT c.at, c.version || coalesce('; ' || c.withdrawn_at, '') AS what
                  FROM consents c JOIN accounts a ON a.id = c.account WHERE a.person = :person ORDER BY c.id""",
    "preferences": """SELECT NULL AS at, morning_at || '; ' || quiet || coalesce('; ' || paused_until, '') AS what
                      FROM preferences WHERE person = :person""",
    "report": """SELECT sent_at AS at, code || '; ' || version AS what FROM reports WHERE by_person = :person
                 ORDER BY id""",
    "draft": """SELECT updated_at AS at, kind || '; ' || subject || '; ' || answers AS what FROM drafts
                WHERE person = :person AND closed_at IS NULL ORDER BY id""",
    "kept": """SELECT k.kept_at AS at, k.messages AS what FROM kept_texts k JOIN accounts a ON a.id = k.account
               WHERE a.person = :person""",
    "search": """SELECT s.at, s.query AS what FROM searches s JOIN accounts a ON a.id = s.account
                 WHERE a.person = :person""",
    "message": """SELECT o.created_at AS at, coalesce(o.topic, o.kind) || '; ' || o.state AS what FROM outbox o
                  JOIN accounts a ON a.id = o.account WHERE a.person = :person ORDER BY o.id""",
    "audit": "SELECT at, verb || '; ' || object AS what FROM audit WHERE actor = :actor ORDER BY seq",
}


def stored_about(db: Database, person: int, actor: str) -> Sequence[tuple[str, str | None, str]]:
    """Return what is stored about a person: its kind, since when or when it was (ISO), what it says.

    `actor` is what the audit calls the person.
    """
    found = []
    for kind, query in _QUERIES.items():
        params = {"actor": actor} if kind == "audit" else {"person": person}
        found += [(kind, row["at"], row["what"]) for row in rows(db, query, **params)]
    return found
