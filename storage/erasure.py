"""What is deleted or blanked where a person's data are erased; what has to stay loses whose it was."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage.rows import change, iso

NAMELESS = "(đã xóa dữ liệu cá nhân)"
"""What stands in the place of a name, in whatever language somebody reads: it is data, as the name was."""

_ACCOUNTS = "SELECT id FROM accounts WHERE person = :person"
_BLANKED = (
    # By the names of the accounts, before these go.
    """UPDATE inbox SET raw = NULL, user_key = NULL WHERE (channel, user_key) IN
           (SELECT channel, user_key FROM accounts WHERE person = :person)""",
    """DELETE FROM anchors WHERE (channel, address) IN
           (SELECT channel, address FROM accounts WHERE person = :person)""",
    """UPDATE invitations SET offered_channel = NULL, offered_user = NULL
           WHERE person = :person OR (offered_channel, offered_user) IN
               (SELECT channel, user_key FROM accounts WHERE person = :person)""",
    f"UPDATE outbox SET body = NULL, address = NULL WHERE account IN ({_ACCOUNTS})",
    f"DELETE FROM choices WHERE account IN ({_ACCOUNTS})",
    f"DELETE FROM kept_texts WHERE account IN ({_ACCOUNTS})",
    f"DELETE FROM searches WHERE account IN ({_ACCOUNTS})",
    f"UPDATE fetches SET file_ref = '', name = '' WHERE account IN ({_ACCOUNTS})",
    "DELETE FROM drafts WHERE person = :person",
    "DELETE FROM preferences WHERE person = :person",
    "UPDATE accounts SET user_key = 'erased:' || id, address = '', open_draft = NULL WHERE person = :person",
)


def erase(db: Database, person: int, now: datetime) -> None:
    """Erase the data of a person whose accounts are unlinked. Reports stay, as of nobody who can be named."""
    for statement in _BLANKED:
        change(db, statement, person=person)
    change(
        db,
        """UPDATE persons SET full_name = :name, title = '', phone = '', honorific = '', language = 'vi',
               language_chosen = 0, erased_at = :now WHERE id = :person""",
        person=person,
        name=NAMELESS,
        now=iso(now),
    )
