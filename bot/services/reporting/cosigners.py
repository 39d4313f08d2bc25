"""Whoever co-signed a difficulty learns what became of it, as its sender does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.forms import Draft
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.texts import Screen
from bot.services.people.quiet import held
from storage import addressees, sharing
from storage.unit import Unit


def to_cosigners(unit: Unit, code: str, screen: Screen, key: str) -> tuple[Operation, ...]:
    """Return a message to everybody who co-signed a difficulty for their seat, once each per key."""
    found = sharing.cosigns(unit.db, [code])[code]
    accounts = [account for each in found for account in addressees.reachable_accounts(unit.db, each.person)]
    readers = [addressees.recipient(unit.db, account, unit.today) for account in dict.fromkeys(accounts)]
    topic = Topic(TopicKind.COSIGNED, {"code": code})
    return tuple(held(unit, (Send(to, screen, topic=topic, key=f"{key}:{to.account}") for to in readers if to)))


def still_cosigned(unit: Unit, draft: Draft) -> Sequence[str]:
    """Return what was co-signed while a draft was written and has not been taken back since."""
    return [code for code in draft.cosigned if sharing.cosign_of(unit.db, code, [draft.seat])]
