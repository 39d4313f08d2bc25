"""The draft of the slip with which a difficulty is forwarded: where it is offered, and what it is sent with."""

from __future__ import annotations

from datetime import datetime

from bot.domain.difficulties import DifficultyState
from bot.domain.forms import Draft
from bot.domain.handling import Case
from bot.domain.texts import N_, Choice, Excerpt, Text
from bot.domain.verbs.slips import DraftSlip, MakeSlip

_LABEL = N_("Download the slip")


def of_case(case: Case) -> list[Choice]:
    """The choice on the page of a difficulty that is with an authority; none elsewhere."""
    return [Choice(Text(_LABEL), MakeSlip(case.code))] if case.state is DifficultyState.FORWARDED else []


def of_draft(draft: Draft) -> Choice:
    """The choice under the review of a forwarding."""
    return Choice(Text(_LABEL), DraftSlip(draft.id))


def made(code: str) -> Text:
    """Over the button: the file is on its way."""
    return Text(N_("The draft slip of {code} is being made; the file follows."), code=code)


def caption(code: str, agency: str, taken_at: datetime, sha256: str) -> Text:
    """Under the file."""
    return Text(
        N_(
            "Draft slip: {code} to {agency}, made at {at:stamp}. The document itself is issued in the document system."
            " Data code: {sha256}"
        ),
        code=code,
        agency=Excerpt(agency),
        at=taken_at,
        sha256=sha256[:16],
    )
