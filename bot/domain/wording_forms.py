"""The form in which the desk words a difficulty for the document."""

from __future__ import annotations

from bot.domain.forms import Form, Step
from bot.domain.handling import WORDS
from bot.domain.texts import N_, Text
from bot.domain.wordings import PROPOSAL

WORDING = "wording"
"""The kind of its drafts, which are of no seat; their subject is the code of the difficulty."""
WORDING_OBJECTION = "wording_objection"
"""The kind of the drafts in which a member asks for another wording. Their subject is the code of the difficulty and
the number of the event that asked about it, as `VM-2611-031:4`."""
_LONGEST = 2000
"""As long as the words of a member may be."""

FORM = Form(
    (
        Step(
            WORDS,
            (Text(N_("The content as the document is to say it.")),),
            least=20,
            most=_LONGEST,
            extendable=True,
        ),
        Step(
            PROPOSAL,
            (Text(N_("The proposal as the document is to say it, if it is not to stay as the member put it.")),),
            optional=True,
            least=10,
            most=_LONGEST,
            extendable=True,
        ),
    ),
    items_max=1,
)
