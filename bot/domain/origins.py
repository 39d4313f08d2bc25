"""How what the desk enters for a member came to it; Decision 31/2021/QĐ-TTg, art. 43, has all of it entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.day_phrases import Today
from bot.domain.day_steps import day_of_document
from bot.domain.forms import Form, Step
from bot.domain.texts import N_, Text

LETTER_FORM = "proxy_letter"
"""The kind of the drafts in which a letter is named, which are of no seat; their subject is the draft of the report."""
NUMBER, DATED = "number", "dated"


class Source(StrEnum):
    """By what way it came; the value stands in buttons and in the base."""

    LETTER = "l"
    EMAIL = "e"
    PHONE = "p"
    IN_PERSON = "i"
    OTHER = "o"


@dataclass(frozen=True)
class Origin:
    """By what way a report came that the desk entered; of a letter its number and its day."""

    source: Source
    number: str = ""
    dated: date | None = None

    @property
    def kept(self) -> Mapping[str, str]:
        """As a draft and the audit keep it."""
        return {
            "source": self.source.value,
            NUMBER: self.number,
            DATED: self.dated.isoformat() if self.dated else "",
        }


def origin_of(kept: Mapping[str, str]) -> Origin | None:
    """Return what was kept; None where nothing was."""
    if not kept:
        return None
    dated = kept.get(DATED)
    return Origin(Source(kept["source"]), kept.get(NUMBER, ""), date.fromisoformat(dated) if dated else None)


def letter_form(today: Today) -> Form:
    """Return the form in which a letter is named."""
    number = Text(N_("The number and symbol of the letter, for example 125/CV-HHA."))
    dated = Text(N_("Of which day is the document? For example 30/11/2026."))
    steps = (Step(NUMBER, (number,), least=1, most=100), day_of_document(DATED, dated, today))
    return Form(steps, items_max=1, keeps=False)
