"""The form in which the desk types what a difficulty is to be followed with."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.forms import Form, Step
from bot.domain.texts import Text

MERGING = "merging"
"""The kind of its drafts, which are of no seat; their subject is the code of the difficulty."""
CODE = "code"


def merging_form(refuse: Callable[[str], Text | None]) -> Form:
    """Return the form; `refuse` says why it cannot be followed with what was typed."""
    return Form((Step(CODE, (), least=3, most=60, refuse=refuse),), items_max=1, keeps=False)
