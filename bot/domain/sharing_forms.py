"""The form in which the desk edits what every member may read of a difficulty: a headline, and an answer."""

from __future__ import annotations

from bot.domain.characters import key
from bot.domain.forms import Form, Step
from bot.domain.texts import N_, Text

SHARING = "sharing"
"""The kind of its drafts, which are of no seat; their subject is the code of the difficulty."""
HEADLINE, ANSWER = "headline", "answer"


def sharing_form(organisation: str) -> Form:
    """Return the form; what it takes does not name `organisation`, whose difficulty it is."""

    def refuse(text: str) -> Text | None:
        if key(organisation) not in key(text):
            return None
        return Text(N_("It names the member whose difficulty this is. Please write it without the name."))

    headline = Step(HEADLINE, (_HEADLINE,), least=10, most=300, refuse=refuse)
    answer = Step(ANSWER, (_ANSWER,), optional=True, least=10, most=1500, refuse=refuse)
    return Form((headline, answer), items_max=1, keeps=False)


_HEADLINE = Text(
    N_("The headline that every member may read, in one sentence, without names and without what tells who sent it.")
)
_ANSWER = Text(N_("The answer that every member may read, if there is one."))
