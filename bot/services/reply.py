"""What a service wants said: a screen to whoever asked, and notices to others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.operations import Operation, Topic
from bot.domain.texts import Screen, Text


@dataclass(frozen=True)
class Reply:
    """The next screen of whoever asked.

    `kept` is a message of its own that stays. It ends the live screen, which loses its choices, unless
    `aside` says that it only adds to it. `topic` and `kept_topic` say what the two are about, `kept_anchor` names the
    kept one for later, `toast` is a short remark, `notices` are other messages. `lang` is the language of somebody who
    is not linked yet, where it is known.
    """

    screen: Screen | None = None
    kept: Screen | None = None
    aside: bool = False
    topic: Topic | None = None
    kept_topic: Topic | None = None
    kept_anchor: str = ""
    toast: Text | None = None
    notices: tuple[Operation, ...] = ()
    lang: str = ""


def with_remark(reply: Reply, remark: Text) -> Reply:
    """Return a reply that shows a screen with a remark above it."""
    assert reply.screen is not None
    return replace(reply, screen=reply.screen.with_line_first(remark))
