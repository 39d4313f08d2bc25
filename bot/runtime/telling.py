"""Acts of verbs after which somebody is told: the messages are queued with what the act wrote, or neither is."""

from __future__ import annotations

from collections.abc import Mapping

from bot.runtime.ports import Capabilities
from bot.runtime.postbox import enqueue
from bot.services.acts import ACTS, TELLS, Act, Plain
from storage.rows import iso
from storage.unit import Unit


def telling(capabilities: Mapping[str, Capabilities]) -> Mapping[str, Act]:
    """Return `bot.services.acts.ACTS`, each of which queues what is to be told of it; `capabilities` by channel."""
    return {name: _telling(name, act, capabilities) for name, act in ACTS.items()}


def _telling(name: str, act: Act, capabilities: Mapping[str, Capabilities]) -> Act:
    tells = TELLS.get(name)
    if tells is None:
        return act

    def told(unit: Unit, asked: Plain) -> Plain:
        done = act(unit, asked)
        enqueue(unit, tells(unit, done), f"act:{name}:{iso(unit.now)}", capabilities)
        return done

    return told
