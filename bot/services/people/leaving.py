"""An account leaves its person: nothing meant for the person reaches it any more, and it is told why."""

from __future__ import annotations

from bot.domain.operations import Send, Topic, TopicKind
from bot.domain.texts import Screen
from storage import addressees, anchors, outbox, people
from storage.unit import Unit


def end_link(unit: Unit, account: int, screen: Screen) -> Send:
    """End the link of a live account; return what tells the account so, for the caller to send or to leave."""
    # Before the link ends: afterwards the account is nobody's to write to.
    to = addressees.recipient(unit.db, account, unit.today)
    assert to is not None
    # What was meant for the person must not reach an account that is theirs no longer.
    outbox.cancel_for(unit.db, account, unit.now)
    anchors.forget_anchors(unit.db, account)
    people.unlink_account(unit.db, account, unit.now)
    return Send(to, screen, topic=Topic(TopicKind.MEMBERSHIP), key=f"account-left:{account}")
