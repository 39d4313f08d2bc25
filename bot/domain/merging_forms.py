"""The form in which the desk types what a difficulty is to be followed with."""

from __future__ import annotations

from bot.domain.forms import Form, Step

MERGING = "merging"
"""The kind of its drafts, which are of no seat; their subject is the code of the difficulty."""
CODE = "code"


def merging_form() -> Form:
    """Return the form. What is typed is looked up where it is shown: it may be gone by the time it is sent."""
    return Form((Step(CODE, (), least=3, most=60),), items_max=1, keeps=False)
