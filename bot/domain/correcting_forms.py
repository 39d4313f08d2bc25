"""The form in which the desk says how a difficulty is classified: one question, by what is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.classifying import AFTER, Matter
from bot.domain.fields import Field, find
from bot.domain.forms import Form, Step
from bot.domain.texts import N_, Text

CORRECTING = "correcting"
"""The kind of its drafts, which are of no seat; their subject is the code and what is corrected: `VM-…:agency`."""


@dataclass(frozen=True)
class Offered:
    """What can be chosen in place of typing."""

    fields: Sequence[Field]
    agencies: Sequence[str]
    """The names of agencies, the likeliest first."""


def correcting_form(matter: Matter, offered: Offered) -> Form:
    """Return the form that corrects a matter. Raises ValueError for criteria, each of which is marked by itself."""
    return Form((_step(matter, offered),), items_max=1)


def _step(matter: Matter, offered: Offered) -> Step:
    match matter:
        case Matter.FIELD:
            return _field(offered.fields)
        case Matter.PROCEDURE:
            asked = N_("The name of the administrative procedure, with its code where it is known, e.g. 1.012790.")
            return _typed(asked, 300)
        case Matter.AGENCY:
            return _typed(N_("Which agency is in charge? Please choose one, or enter its name."), 300, offered.agencies)
        case Matter.TITLE:
            return _typed(N_("A title of a few words, by which the desk knows the difficulty."), 200)
        case Matter.CAUSE:
            return _typed(N_("What is the cause of the difficulty? The annex has it in a column of its own."), 1000)
        case Matter.AFFECTED:
            return _typed(N_("Whom does it affect, and where? The annex has it in a column of its own."), 1000)
        case Matter.OUTSIDE:
            return _typed(N_("The code it has in the other system, for example PAKN.20260812.0012."), 100)
        case Matter.CRITERIA:
            raise ValueError(matter)


def _typed(asked: str, most: int, quick: Sequence[str] = ()) -> Step:
    # Left empty it takes away what is there.
    return Step(AFTER, (Text(asked),), optional=True, least=3, most=most, quick=tuple(quick))


def _field(fields: Sequence[Field]) -> Step:
    asked = Text(N_("Which field does it belong to? You may also type its name, with or without accents."))

    def found(typed: str) -> tuple[str, ...]:
        return tuple(field.code for field in find(fields, typed))

    return Step(AFTER, (asked,), options=tuple(field.code for field in fields), find=found)
