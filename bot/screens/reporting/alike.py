"""What looks like the items of a draft: on its review, with buttons, and whether one of another is co-signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.alike import Reason
from bot.domain.forms import Act, Draft
from bot.domain.questions import ReportPart
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text, Weight, joined
from bot.domain.verbs.alike import AskCosign, CosignInstead, Example
from bot.domain.verbs.lookup import ShowReport
from bot.screens.reporting.acts import back, choice

_REASONS: Mapping[Reason, str] = {
    Reason.PROCEDURE: N_("the same procedure"),
    Reason.PROVISION: N_("the same provision"),
    Reason.WORDS: N_("similar words"),
}


@dataclass(frozen=True)
class OwnAlike:
    """A difficulty of the same seat that looks like an item, which counts from 0."""

    item: int
    code: str
    sent_at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class SharedAlike:
    """A headline that the desk has shared and that looks like an item; `answer` is empty where none is released."""

    item: int
    code: str
    headline: str
    answer: str
    members: int
    """How many stand behind it; who they are is never said."""
    cosigned: bool
    """Whether this seat co-signed it before."""


Alike = OwnAlike | SharedAlike


def lines(found: Sequence[Alike]) -> Sequence[Text]:
    """What looks like the items of a draft."""
    said = [line for each in found for line in (_own(each) if isinstance(each, OwnAlike) else _shared(each))]
    return (BLANK, *said, _SEND_ALL_THE_SAME) if said else ()


_SEND_ALL_THE_SAME = Text(N_("The report can be sent as it is all the same."))


def _own(each: OwnAlike) -> Sequence[Text]:
    msgid = N_("Item {number} looks like {code}, which was sent on {at:date} and is not resolved ({reasons}).")
    reasons = joined([Text(_REASONS[reason]) for reason in each.reasons], ", ")
    return (Text(msgid, number=each.item + 1, code=each.code, at=each.sent_at, reasons=reasons),)


def _shared(each: SharedAlike) -> Sequence[Text]:
    about = Text(
        NP_(
            "Item {number} looks like <b>{code}</b>, which is being followed: {headline} ({members:count} member).",
            "Item {number} looks like <b>{code}</b>, which is being followed: {headline} ({members:count} members).",
            by="members",
        ),
        number=each.item + 1,
        code=each.code,
        headline=Excerpt(each.headline),
        members=each.members,
    )
    answer = (Text(N_("It has been answered: {answer}"), answer=Excerpt(each.answer)),) if each.answer else ()
    cosigned = (Text(N_("It is co-signed by your organisation already.")),) if each.cosigned else ()
    return (about, *answer, *cosigned)


def rows(draft: Draft, found: Sequence[Alike]) -> Sequence[Row]:
    """What can be done about it; what looks like several items is to be seen by one button."""
    rows: list[Row] = []
    for each in found:
        row = _own_row(each) if isinstance(each, OwnAlike) else _shared_row(draft, each)
        rows += [row] if row and row not in rows else []
    return rows


def _own_row(each: OwnAlike) -> Row:
    return (Choice(Text(N_("View {code}"), code=each.code), ShowReport(each.code, ReportPart.DIFFICULTY)),)


def _shared_row(draft: Draft, each: SharedAlike) -> Row:
    number = each.item + 1
    ask = AskCosign(draft.id, draft.rev, each.item, each.code)
    cosign = () if each.cosigned else (Choice(Text(N_("Co-sign for item {number}"), number=number), ask),)
    spared = each.answer or each.cosigned
    leave = choice(draft, Text(N_("Leave out item {number}"), number=number), Act.LEAVE_ITEM_OUT, each.item)
    return (*cosign, *((leave,) if spared else ()))


def cosign_screen(draft: Draft, headline: str, *, files: bool) -> Screen:
    """Whether a difficulty of another is co-signed in place of an item, and what becomes of the words of the item."""
    if not headline:
        return Screen((_NOT_SHARED,), ((back(draft),),))
    position, example = draft.position, _EXAMPLE_WITHOUT_FILES if files else _EXAMPLE
    return Screen(
        (
            Text(N_("<b>Co-sign {code}</b>: {headline}"), code=position.about, headline=Excerpt(headline)),
            Text(
                N_(
                    "The weight of your organisation is added; the outcome will be told here. Item {number} is taken"
                    " out of the report."
                ),
                number=position.item + 1,
            ),
            Text(example),
        ),
        (
            (_cosign(draft, Text(N_("Keep as an example")), Example.KEEP),),
            (_cosign(draft, Text(N_("Co-sign only")), Example.LEAVE_OUT),),
            (back(draft),),
        ),
    )


def _cosign(draft: Draft, label: Text, example: Example) -> Choice:
    return Choice(label, CosignInstead(draft.id, draft.rev, example), Weight.SEND)


_NOT_SHARED = Text(N_("The Standing Body does not share this headline any longer."))
_EXAMPLE = N_("Its description can be kept as an example of your organisation, which the Standing Body reads.")
_EXAMPLE_WITHOUT_FILES = N_(
    "Its description can be kept as an example of your organisation, which the Standing Body reads; its files are not"
    " kept with it."
)


def cosigned(code: str, organisation: str) -> Text:
    """What has been done, above the screen that follows."""
    return Text(
        N_(
            "{organisation} has co-signed {code}. The outcome will be told here; it can be taken back where {code} is"
            " looked up."
        ),
        organisation=organisation,
        code=code,
    )


def receipt_line(codes: Sequence[str]) -> Sequence[Text]:
    """What a receipt says of difficulties that were co-signed while the report was written."""
    return (Text(N_("Co-signed: {codes}."), codes=", ".join(codes)),) if codes else ()
