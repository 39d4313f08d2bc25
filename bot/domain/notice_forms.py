"""The forms of an import: the text that is pasted, what a line says, the document that assigns its tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.characters import cut
from bot.domain.day_phrases import NotADay, Today, Why
from bot.domain.days import Reading, read
from bot.domain.deadline_phrases import phrase
from bot.domain.forms import Form, Step
from bot.domain.notice_lines import LONGEST_PASTE, target_in
from bot.domain.texts import N_, Text

NOTICE_TEXT, NOTICE_LINE, NOTICE_BASIS = "notice_text", "notice_line", "notice_basis"
"""The kinds of their drafts, which are of no seat; their subjects: nothing, the id of the line, that of the import."""
TEXT, TITLE, LEAD, COORDINATING, DEADLINE, TARGET, BASIS = (
    "text", "title", "lead", "coordinating", "deadline", "target", "basis",
)  # fmt: skip
_TYPED_MOST, _SHOWN = 4000, 60


@dataclass(frozen=True)
class Asked:
    """What the form of a line goes by: today, who can be tapped, and how names that are typed are understood."""

    today: Today
    leads: Sequence[str]
    understood: Callable[[str], Text | None]
    """Says how names were understood where some are of nobody that has a seat."""


def text_form() -> Form:
    """Return the form that takes a pasted text; its messages are put together outside of it."""
    asked = Text(N_("Please paste the text of the document; several messages in a row are taken together."))
    step = Step(TEXT, (asked,), least=1, most=LONGEST_PASTE, extendable=True)
    return Form((step,), items_max=1, keeps=False)


def basis_form() -> Form:
    """Return the form that asks which document assigns the tasks."""
    asked = Text(N_("Which document assigns these tasks? For example: 437/TB-VPCP of 16/10/2023."))
    return Form((Step(BASIS, (asked,), least=3, most=300),), items_max=1, keeps=False)


def line_form(asked: Asked) -> Form:
    """Return the form that changes what a line says."""
    return Form(
        (_title(), _who(LEAD, asked), _who(COORDINATING, asked), _deadline(asked.today), _target()), items_max=1
    )


def _title() -> Step:
    return Step(TITLE, (Text(N_("What is to be done? The text becomes the content of the task.")),), least=3, most=1000)


def _who(name: str, asked: Asked) -> Step:
    lead = N_("Who leads? Names or codes of members or of agencies, with a semicolon between several.")
    help_ = N_("Who takes part? Names or codes of members or of agencies, with a semicolon between several.")
    return Step(
        name,
        (Text(lead if name == LEAD else help_),),
        optional=name == COORDINATING,
        least=2,
        most=1000,
        quick=tuple(asked.leads),
        remark=asked.understood,
    )


def _deadline(today: Today) -> Step:
    words = N_(
        "What is the deadline? It is written in Vietnamese, accents may be left out: 30/11/2026, truoc ngay 15/12/2026,"
        " quy IV/2026, nam 2027; of a recurring task hang thang, ngay 25 hang thang, hang quy. Without a deadline it is"
        " left empty."
    )

    def refuse(typed: str) -> Text | None:
        found = read(typed, today)
        return _refused(found, typed, today) if isinstance(found, NotADay) else None

    def kept_as(typed: str) -> str:
        found = read(typed, today)
        return typed if isinstance(found, NotADay) else phrase(found.kind, found.deadline, found.recurrence)

    return Step(
        DEADLINE,
        (Text(words),),
        optional=True,
        least=1,
        most=_TYPED_MOST,
        refuse=refuse,
        kept_as=kept_as,
        remark=lambda typed: _remark(read(typed, today)),
    )


def _remark(found: Reading | NotADay) -> Text | None:
    if isinstance(found, NotADay) or found.counts is None:
        return None
    return Text(
        N_("Understood as {said}; the last day that counts is {day:day}."), said=_in_words(found), day=found.counts
    )


def _in_words(found: Reading) -> str:
    return phrase(found.kind, found.deadline, found.recurrence)


def _refused(found: NotADay, typed: str, today: Today) -> Text:
    if found.why is Why.PAST and found.day:
        words = N_("{day:date} has passed. Where a day of another year is meant, please add the year.")
        return Text(words, day=found.day)
    words = N_(
        '"{typed}" names no day that can be taken. It is written as day/month/year, for example {today:date}, or as'
        " today or tomorrow."
    )
    return Text(words, typed=cut(typed, _SHOWN), today=today.day)


def _target() -> Step:
    asked = N_("What is to be reached, as a whole number and what it counts? For example 342 procedures; 20 %.")

    def refuse(typed: str) -> Text | None:
        if target_in(typed):
            return None
        return Text(N_('"{typed}" is no whole number with what it counts, such as 20 %.'), typed=cut(typed, _SHOWN))

    return Step(TARGET, (Text(asked),), optional=True, least=1, most=100, refuse=refuse)
