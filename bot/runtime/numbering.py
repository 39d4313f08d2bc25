"""Screens for channels that lack something: choices as numbered lines, files as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.characters import utf16_length
from bot.domain.people import Reader
from bot.domain.texts import BLANK, N_, Screen, Text
from bot.i18n import Rendered, render
from bot.runtime.ports import Capabilities
from storage.choices import Numbered

_REPLY = Text(N_("To choose, please reply with the number:"))
_NUMBER_UNITS = len("\n999. ")
"""The widest there is: `services.choosing` starts again before there are four digits."""


def rendered(screen: Screen, reader: Reader, capabilities: Capabilities) -> Rendered:
    """Put a screen into the reader's language so that it fits its channel, the lines of its choices included."""
    body = render(screen, reader, capabilities.text_limit)
    if not capabilities.weights:
        body = _unweighted(body)
    if capabilities.buttons or not body["rows"]:
        return body
    asking = replace(screen, lines=(*screen.lines, BLANK, _REPLY))
    room = 0
    while (needed := _units(body)) > room:  # what is cut brings choices of its own
        room = needed
        body = _unweighted(render(asking, reader, capabilities.text_limit - room))
    return body


def with_lines(body: dict[str, Any], listed: Sequence[Numbered]) -> dict[str, Any]:
    """Return a rendered screen with its choices as numbered lines instead of buttons."""
    lines = "".join(f"\n{each.number}. {each.label}" for each in listed)
    return {**body, "runs": [*body["runs"], ["", lines]], "rows": []} if listed else body


def _unweighted(body: Rendered) -> Rendered:
    rows: Any = body["rows"]
    return {**body, "rows": [[button[:2] for button in row] for row in rows]}


def _units(body: Rendered) -> int:
    rows: Any = body["rows"]
    return sum(_NUMBER_UNITS + utf16_length(label) for row in rows for label, *_ in row)
