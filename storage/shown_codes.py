"""Messages that show a code, and those in chats on which the code of an invitation still stands, by their anchors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.domain.operations import TopicKind
from storage.outbox import Message
from storage.rows import change, iso, listed, one, rows

SHOWS_CODE = """((topic = 'membership' AND coalesce(
    json_extract(topic_arguments, '$.invitation'), json_extract(topic_arguments, '$.sign_in')) IS NOT NULL)
    OR (topic = 'letter' AND json_extract(topic_arguments, '$.code') IS NOT NULL))"""
"""A message with the code of an invitation or of an address, or with a link that signs in, which is a secret."""


_SECRETS = {
    TopicKind.MEMBERSHIP: frozenset({"invitation", "sign_in"}),
    TopicKind.LETTER: frozenset({"code"}),
}
"""The same, by what a message is about and which arguments say so."""
_PREFIX = "invitation-code:"
_OURS = f"anchor >= '{_PREFIX}' AND anchor < '{_PREFIX[:-1]};'"
# A code is not kept with its anchor (`anchors.put_anchor`): where there are words, others have taken its place. What
# takes its place is tried once; where that is refused, it would be the next time.
_SHOWN = f"""FROM anchors WHERE {_OURS} AND body = '{{}}' AND NOT EXISTS (
                 SELECT 1 FROM outbox o WHERE o.anchor = anchors.anchor AND o.kind = 'replace')"""


@dataclass(frozen=True)
class ShownCode:
    """A code that cannot be used any more and is still to be read."""

    anchor: str
    account: int
    person: int
    was_used: bool


def shows_code(message: Message) -> bool:
    """Return whether a message shows what opens an account (`SHOWS_CODE`)."""
    topic = message.topic
    if topic is None:
        return False
    return bool(_SECRETS.get(topic.kind, frozenset()) & topic.arguments.keys())


def anchor_of(account: int, invitation: int) -> str:
    """Return the name of the message in which an account was shown the code of an invitation."""
    return f"{_PREFIX}{account}:{invitation}"


def any_shown(db: Database) -> bool:
    """Return whether there is a message with a code, of use or not."""
    return one(db, f"SELECT 1 {_SHOWN} LIMIT 1") is not None


def spent(db: Database, now: datetime) -> list[ShownCode]:
    """Return every code that is of no use any more, but still shown."""
    shown = {_invitation(row["anchor"]): row["anchor"] for row in rows(db, f"SELECT anchor {_SHOWN} ORDER BY anchor")}
    found = rows(
        db,
        """SELECT id, person, used_at FROM invitations WHERE id IN (SELECT value FROM json_each(:ids))
           AND (used_at IS NOT NULL OR locked_at IS NOT NULL OR expires_at <= :now) ORDER BY id""",
        ids=listed(shown),
        now=iso(now),
    )
    return [
        ShownCode(shown[row["id"]], _account(shown[row["id"]]), row["person"], row["used_at"] is not None)
        for row in found
    ]


def forget(db: Database, anchor: str) -> None:
    """Forget a message nobody can be shown another in the place of."""
    change(db, "DELETE FROM anchors WHERE anchor = :anchor", anchor=anchor)


def purge_replaced(db: Database) -> int:
    """Delete the names of messages from which the code is gone; return how many."""
    return change(db, f"DELETE FROM anchors WHERE {_OURS} AND body <> '{{}}'")


def _account(anchor: str) -> int:
    return int(anchor.split(":")[1])


def _invitation(anchor: str) -> int:
    return int(anchor.split(":")[2])
