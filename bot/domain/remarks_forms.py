"""The form in which the desk writes the remarks of a period's paper."""

from __future__ import annotations

from bot.domain.forms import Form, Step
from bot.domain.handling import WORDS
from bot.domain.texts import N_, Text

REMARKS = "remarks"
"""The kind of its drafts, which are of no seat; their subject is the period and number of the paper: `2026-11:0`."""

FORM = Form(
    (
        Step(
            WORDS,
            (Text(N_("The remarks of the Standing Body, a short paragraph or two. The paper says them as written.")),),
            optional=True,
            least=10,
            most=1500,
            extendable=True,
        ),
    ),
    items_max=1,
)
