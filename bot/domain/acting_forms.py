"""The forms in which the desk acts on a difficulty: what each asks, and what can be tapped in place of typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.attachments import FILES_MAX, SIZE_MAX
from bot.domain.day_phrases import Today
from bot.domain.day_steps import day_of_document, deadline
from bot.domain.forms import Draft, Form, Step
from bot.domain.handling import ADVICE, AGENCY, DATED, DOCUMENT, FILES, WORDS, DeskAct
from bot.domain.profiles import Reasons
from bot.domain.texts import N_, Text

HANDLING = "handling"
"""The kind of its drafts, which are of no seat; their subject is the code of the difficulty and the act: `VM-…:q`."""
DAYS = "days"
NOTE_LENGTH = 700
"""So many units fit on a screen some times over, so that no note is ever cut."""
_ONE_DAY, _LONGEST = timedelta(days=1), timedelta(days=92)
_QUICK_DAYS = ("3", "10", "15")


@dataclass(frozen=True)
class Known:
    """What a form can offer to be tapped."""

    reasons: Reasons
    agencies: tuple[str, ...]
    """The authorities that the difficulty itself names."""
    days: int
    """In how many working days a question is to be answered where nothing else is said."""
    today: Today
    replies: tuple[str, ...] = ()
    """The words that the desk has saved for this act."""


def acting_form(act: DeskAct, known: Known, draft: Draft) -> Form:
    """Return the form of an act, with what else is asked because of the answers of a draft."""
    steps = _steps(act, known, draft)
    return Form(steps, items_max=1, becomes=lambda changed: acting_form(act, known, changed))


def _steps(act: DeskAct, known: Known, draft: Draft) -> tuple[Step, ...]:
    answers = draft.items[0] if draft.items else {}
    match act:
        case DeskAct.ASKED:
            return _words(N_("What is to be added?"), (*known.reasons.asked, *known.replies)), _days(
                known.days, known.today
            )
        case DeskAct.FORWARDED:
            return _agency(known.agencies), _document(N_("The number of the document it is forwarded with, if known."))
        case DeskAct.ANSWERED:
            document = _document(N_("The number and symbol of the document that holds the result, if there is one."))
            # A day without a document says nothing.
            return (
                _words(N_("What is the result?"), known.replies),
                document,
                *((_dated(known.today),) if answers.get(DOCUMENT) else ()),
                _FILES,
            )
        case DeskAct.NOT_ACCEPTED:
            reasons = tuple(reason.words for reason in known.reasons.not_accepted)
            own = answers.get(WORDS) and answers[WORDS] not in reasons
            return _words(N_("Why is it not accepted?"), (*reasons, *known.replies)), *((_ADVICE,) if own else ())
        case DeskAct.RETURNED:
            return (_words(N_("Why is it returned?"), (*known.reasons.returned, *known.replies)),)
        case DeskAct.CLOSED:
            return (_words(N_("Why is it closed?"), known.reasons.closed),)
        case DeskAct.REOPENED:
            return (_words(N_("Why is it opened again?")),)
        case DeskAct.PROPOSED:
            return (_words(N_("What does the Standing Body propose? The leader reads it; the member does not.")),)
        case DeskAct.NOTED:
            asked = Text(N_("What is to be noted? The note is read by the Standing Body alone."))
            return (Step(WORDS, (asked,), least=1, most=NOTE_LENGTH, extendable=True),)


def _words(asked: str, quick: Sequence[str] = ()) -> Step:
    return Step(WORDS, (Text(asked),), least=3, most=2000, extendable=True, quick=tuple(quick))


def _days(days: int, today: Today) -> Step:
    words = (
        Text(N_("Within how many working days? Without an answer: {days:count}."), days=days),
        Text(N_("The last day can be typed as well, for example 30/11/2026.")),
    )
    # Numbers that are typed are those of choices, so that of days only one in figures or words can be typed.
    asked = deadline(DAYS, words, today, earliest=today.day + _ONE_DAY, latest=today.day + _LONGEST)
    return replace(asked, quick=_QUICK_DAYS)


def _agency(quick: tuple[str, ...]) -> Step:
    asked = Text(N_("To which authority? For example: Ministry of Finance; provincial People's Committee."))
    return Step(AGENCY, (asked,), least=3, most=300, quick=quick)


def _document(asked: str) -> Step:
    return Step(DOCUMENT, (Text(asked),), optional=True, least=3, most=200)


def _dated(today: Today) -> Step:
    asked = Text(N_("Of which day is the document? For example 30/11/2026."))
    return day_of_document(DATED, asked, today, optional=True)


_ADVICE = Step(ADVICE, (Text(N_("What can the member do instead, if anything?")),), optional=True, least=3, most=1000)
_FILES = Step(
    FILES,
    (
        Text(
            N_(
                "Send photos or files that go with the result (at most {most:count} files, each of at most"
                " {size:number} MB). The member can open them."
            ),
            most=FILES_MAX,
            size=SIZE_MAX // 2**20,
        ),
    ),
    optional=True,
    files_max=FILES_MAX,
)
