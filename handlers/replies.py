"""From a service's answer to operations on the asker's chat."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.operations import Operation, Replace, Send, Strip, Toast, screen_anchor
from bot.domain.people import Actor, Caller
from bot.services.reply import Reply


def after_press(actor: Actor, answer: Reply) -> list[Operation]:
    """A button was pressed: the live message changes in place; without a next screen it loses its choices."""
    anchor = screen_anchor(actor.account)
    operations: list[Operation] = [Toast(answer.toast)] if answer.toast else []
    if answer.screen:
        operations.append(Replace(actor.to, answer.screen, anchor, answer.topic))
    elif answer.kept and not answer.aside:
        operations.append(Strip(actor.to, anchor))
    if answer.kept:
        operations.append(Send(actor.to, answer.kept, answer.kept_anchor, answer.kept_topic))
    return [*operations, *answer.notices]


def after_message(actor: Actor, answer: Reply) -> list[Operation]:
    """Something was typed: the next screen stands below it, and the one above loses its choices."""
    operations: list[Operation] = []
    if answer.screen:
        anchor = screen_anchor(actor.account)
        # In this order: the second message takes the anchor from the first.
        operations = [Strip(actor.to, anchor), Send(actor.to, answer.screen, anchor, answer.topic)]
    if answer.kept:
        operations.append(Send(actor.to, answer.kept, answer.kept_anchor, answer.kept_topic))
    return [*operations, *answer.notices]


def to_stranger(caller: Caller, answer: Reply) -> list[Operation]:
    """Nothing is remembered of a stranger's chat, so every answer is a message of its own."""
    screens = [screen for screen in (answer.screen, answer.kept) if screen]
    to = replace(caller, lang=answer.lang).to if answer.lang else caller.to
    return [*(Send(to, screen) for screen in screens), *answer.notices]
