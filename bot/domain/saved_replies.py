"""Words that the desk uses again and again, kept under a short name; they are the desk's, whoever saved them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.characters import key
from bot.domain.forms import Form, Step
from bot.domain.handling import DeskAct
from bot.domain.texts import N_, Text

NAMING = "reply_name"
"""The kind of the drafts in which one is named, which are of no seat. Their subject is that of the act whose words are
saved, `VM-…:q`, or the number of one that is named anew."""
NAME = "name"
ACTS = (DeskAct.ANSWERED, DeskAct.ASKED, DeskAct.NOT_ACCEPTED, DeskAct.RETURNED)
"""The acts whose words can be kept, in the order in which they are listed."""
MOST = 6
"""So many of an act, which its form has room for."""


@dataclass(frozen=True)
class SavedReply:
    """Words for an act, under a name."""

    id: int
    act: DeskAct
    name: str
    words: str


def naming_form(names: Collection[str]) -> Form:
    """Return the form; `names` are taken already, however they are written."""
    taken = {key(name) for name in names}

    def refuse(text: str) -> Text | None:
        return (
            Text(N_("There is one of this name already. Please choose another name.")) if key(text) in taken else None
        )

    asked = Text(N_("Under which short name? For example: Beyond administrative procedures."))
    return Form((Step(NAME, (asked,), least=2, most=40, refuse=refuse),), items_max=1, keeps=False)
