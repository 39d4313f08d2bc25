"""Personal numbers in what is about to be sent, pointed out with the choice of covering them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.form_privacy import InDraft
from bot.domain.forms import Act, Draft
from bot.domain.personal_data import Personal
from bot.domain.texts import BLANK, N_, Screen, Text, joined
from bot.screens.reporting.acts import choice

_NAMES: Mapping[Personal, str] = {
    Personal.CITIZEN: N_("number of an identity paper {number}"),
    Personal.PHONE: N_("telephone number {number}"),
    Personal.ACCOUNT: N_("bank account number {number}"),
}
_NAMED = 5
"""So many are named; the others are counted."""


def pointed_out(screen: Screen, draft: Draft, found: Sequence[InDraft]) -> Screen:
    """Return the screen of a draft with the personal numbers in it named above, and the choice of covering them."""
    if not found:
        return screen
    named = [_named(each) for each in found[:_NAMED]]
    if len(found) > _NAMED:
        named.append(Text(N_("{further:count} more"), further=len(found) - _NAMED))
    lines = (
        Text(N_("The content holds personal data: {numbers}."), numbers=joined(named, "; ")),
        Text(N_("If they are not needed, please cover them before sending; the Standing Body sees what is sent.")),
        BLANK,
    )
    cover = (choice(draft, Text(N_("Cover the numbers")), Act.COVER),)
    return replace(screen, lines=(*lines, *screen.lines), rows=(*screen.rows[:1], cover, *screen.rows[1:]))


def _named(found: InDraft) -> Text:
    name = Text(_NAMES[found.what], number=found.covered)
    return Text(N_("item {item}: {name}"), item=found.item, name=name) if found.item else name
