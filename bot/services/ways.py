"""A message that does not get to its reader one way goes by the next."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import VN
from bot.domain.operations import Lane
from bot.domain.ways import Others, Way, for_account, ringing
from storage import outbox, preferences, ways
from storage.outbox import Envelope, Message
from storage.unit import Unit


def pass_on(unit: Unit, message: Message) -> bool:
    """Queue a push for the next way of its reader that it has not been tried by; return whether there is one.

    It is the same message: with the key, the anchor and the question that it would have had there from the beginning,
    so that what was queued for that way already is not queued again.
    """
    if message.ways is None or message.account is None:
        return False
    others = Others.read(message.ways)
    found = ways.after(unit.db, message.account, {message.channel, *others.tried})
    for way in found:
        outbox.put(unit.db, _by(unit, message, others, way), unit.now)
    return bool(found)


def _by(unit: Unit, message: Message, others: Others, way: Way) -> Envelope:
    assert message.account is not None
    content = (others.contents or {}).get(way.channel, {"kind": message.kind, "body": message.body})
    key = outbox.key_of(unit.db, message.id)
    return Envelope(
        for_account(key, message.account, way.account) if others.has_own_key else f"{key}>{way.account}",
        way.channel,
        way.address,
        way.account,
        message.lane,
        content["kind"],
        # Whatever goes another way came unasked; a channel that does not ring by itself does not ask.
        ringing(content["body"]),
        for_account(message.anchor, message.account, way.account) if message.anchor else "",
        message.topic,
        message.guard,
        message.expires_at,
        once=True,
        # What is urgent is not of this lane; the rest does not wake anybody because it was not opened.
        not_before=preferences.of_account(unit.db, way.account).quiet_until(unit.now.astimezone(VN))
        if message.lane is Lane.BULK
        else None,
        ways=replace(others, tried=(*others.tried, way.channel)).stored(),
    )
