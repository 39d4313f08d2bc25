"""Papers that wait for the desk's release: the preview, what keeps it from being released, the release itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.periods import Period, SeatState
from bot.domain.reconciling import Fault, Mismatch
from bot.domain.task_reconciling import AGENCIES, EXTENSIONS, TASKS, TOTAL
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.desk import AskRelease, AskToShow, ReleaseFigures, SendToLeaders, ShowAggregate
from bot.domain.verbs.directory import ListMembers
from bot.domain.verbs.wordings import OpenRemarks
from bot.screens.names import BUCKET_NAMES
from bot.screens.summary import (
    STATE_NAMES,
    Summary,
    adhoc_lines,
    field_lines,
    followed_lines,
    member_lines,
    remark_lines,
    sent_line,
    todo_lines,
)

_ROWS_NAMED = 10
_RELEASE = N_("Release the figures")
SHOW = N_("Send to leaders")


def preview(
    period: Period,
    number: int,
    fixed_at: datetime,
    summary: Summary,
    fingerprint: int | None,
    todo: Sequence[Text] = (),
) -> Screen:
    """What would be frozen; without a `fingerprint` nobody can release it from here.

    `todo` is what the desk may want to do before; nothing waits for it.
    """
    waits = N_(
        "The reports are fixed as of {at:full}; the figures are not released yet. What members send, amend or withdraw"
        " after that goes to an addendum; what the Standing Body does until the release is in them."
    )
    rows = () if fingerprint is None else (*_acts(period, fingerprint), _anew(period))
    return Screen(
        (heading(period, number), Text(waits, at=fixed_at), *figures(summary, todo)),
        rows,
    )


def figures(summary: Summary, todo: Sequence[Text] = ()) -> tuple[Text, ...]:
    """What is told of papers that are a draft; `todo` is what the desk may want to do before they are released."""
    return (
        sent_line(summary),
        *member_lines(summary),
        *adhoc_lines(summary),
        BLANK,
        *field_lines(summary),
        *followed_lines(summary),
        *summary.tasks,
        *remark_lines(summary),
        *todo_lines(todo),
        BLANK,
        Text(N_("Drafted by the system, to be checked before it is submitted.")),
    )


_TODO = (
    N_("• No Vietnamese wording yet ({count:count}): {codes}"),
    N_("• Worded before the member amended it, so not used ({count:count}): {codes}"),
    N_("• The member asks for another wording ({count:count}): {codes}"),
)


def still_to_do(*codes: Sequence[str]) -> Sequence[Text]:
    """What is left to be worded: what is in English, what was worded before it was amended, what was objected to."""
    return [
        Text(msgid, count=len(found), codes=_named_codes(found))
        for msgid, found in zip(_TODO, codes, strict=True)
        if found
    ]


def _named_codes(codes: Sequence[str]) -> Excerpt:
    return Excerpt(", ".join(codes))


def _acts(period: Period, fingerprint: int) -> tuple[Row, ...]:
    return (
        (
            Choice(Text(_RELEASE), AskRelease(period, fingerprint)),
            Choice(Text(N_("Change remarks")), OpenRemarks(period)),
        ),
        (Choice(Text(SHOW), AskToShow(period, fingerprint)),),
    )


def heading(period: Period, number: int) -> Text:
    """Which papers these are."""
    if number:
        return Text(N_("<b>Addendum No. {number:count}</b> – {period}"), number=number, period=period)
    return Text(N_("<b>Aggregate of difficulties with administrative procedures, {period}</b>"), period=period)


def _anew(period: Period) -> Row:
    return (Choice(Text(N_("Make it anew")), ShowAggregate(period)),)


def confirm(period: Period, number: int, summary: Summary, fingerprint: int) -> Screen:
    """Released figures never change again."""
    asked = N_(
        "Release these figures? They are frozen, numbered and sent to the officers and leaders, and every member is"
        " told of it. Nothing in them can be changed afterwards."
    )
    return Screen(
        (
            heading(period, number),
            sent_line(summary),
            *field_lines(summary),
            *followed_lines(summary),
            *remark_lines(summary),
            Text(asked),
        ),
        (
            (Choice(Text(_RELEASE), ReleaseFigures(period, fingerprint)),),
            (Choice(Text(N_("‹ Back")), ShowAggregate(period)),),
        ),
    )


def changed() -> Text:
    """The figures are not those any more that the button stood under."""
    return Text(N_("The figures have changed since they were shown. Please check them again."))


def approved(period: Period, number: int, at: datetime, officer: str) -> Screen:
    """The answer to the release; the papers follow."""
    digest = N_(
        "The figures of {period} were released at {at:full} (released by: {officer}). The draft report is ready to be"
        " submitted under the rules for official documents."
    )
    addendum = N_("Addendum No. {number:count} of {period} was released at {at:full} (released by: {officer}).")
    said = Text(addendum if number else digest, number=number, period=period, at=at, officer=officer)
    again = Choice(Text(N_("Get the files again")), ShowAggregate(period, number))
    show = Choice(Text(SHOW), SendToLeaders(period, number))
    return Screen((said,), ((again, show),))


def waits_for_release(period: Period, fixed_at: datetime) -> Screen:
    """Told to leaders: no figures, as nobody answers for them yet."""
    said = N_(
        "The aggregate of {period}, made at {at:full}, has not been released by the Standing Body yet. It is sent once"
        " it has been."
    )
    return Screen((Text(said, period=period, at=fixed_at),), silent=True)


def tampered(period: Period, names: Sequence[str]) -> Screen:
    """Rows are not as they were written down when they came."""
    said = N_(
        "The figures of {period} cannot be released: {count:count} rows are not what the audit has of them: {names}."
        " Please tell the administrator of the system; nothing was sent."
    )
    return Screen((Text(said, period=period, count=len(names), names=_named(names)),), (_anew(period),))


def _named(names: Sequence[str]) -> Excerpt:
    more = " …" if len(names) > _ROWS_NAMED else ""
    return Excerpt("; ".join(names[:_ROWS_NAMED]) + more)


def does_not_add_up(period: Period, faults: Sequence[Fault]) -> Screen:
    """The figures are not those of the rows: what is stated, what was found, and the rows."""
    heading = Text(N_("The aggregate of {period} cannot be released: its figures do not add up."), period=period)
    members = Choice(Text(N_("View members")), ListMembers())
    return Screen((heading, *map(_fault, faults)), ((members,), _anew(period)))


_FAULTS = {
    Mismatch.STATELESS: N_(
        "• Members without a state ({n:count}): {rows}. Stated {stated:count}, found {found:count}."
    ),
    Mismatch.SEAT_TWICE: N_("• Members listed twice: {rows}."),
    Mismatch.SEATS: N_("• Members, {of}: stated {stated:count}, listed {found:count}: {rows}."),
    Mismatch.REPORT: N_("• The state of a member is not that of its report: {rows}."),
    Mismatch.LINE_TWICE: N_("• Difficulties listed twice: {rows}."),
    Mismatch.LINES: N_("• Difficulties, {of}: stated {stated:count}, listed {found:count}: {rows}."),
    Mismatch.SUM: N_("• Difficulties being followed: stated {stated:count}, the terms come to {found:count}."),
    Mismatch.BREAKDOWN: N_("• Breakdown ({of}): {stated:count}, of {found:count} difficulties listed."),
    Mismatch.WEIGHT: N_("• Members behind {of}: stated {stated:count}, found {found:count}: {rows}."),
    Mismatch.TASKS: N_("• Tasks, {of}: stated {stated:count}, listed {found:count}: {rows}."),
    Mismatch.TASK_TWICE: N_("• Tasks listed twice with the same lead: {rows}."),
}


def waits(period: Period) -> Text:
    """Papers that wait for their release, on the main screen of the desk."""
    return Text(N_("Figures to be released: {period}."), period=period)


_TERMS = {
    "carried": N_("carried over (term)"),
    "new": N_("new in the period (term)"),
    "reopened": N_("reopened (term)"),
    "unmerged": N_("no longer merged (term)"),
    "closed": N_("ended (term)"),
    "merged": N_("merged with others (term)"),
    "open": N_("being followed (term)"),
    "due": N_("due (term)"),
    "fields": N_("by field (term)"),
    "agencies": N_("by agency in charge (term)"),
    **{bucket.value: msgid for bucket, msgid in BUCKET_NAMES.items()},
    TOTAL: N_("assigned in all (term)"),
    TASKS: N_("different ones (term)"),
    EXTENSIONS: N_("extensions (term)"),
    AGENCIES: N_("by lead agency (term)"),
}


def _fault(fault: Fault) -> Text:
    states = {state.value: msgid for state, msgid in STATE_NAMES.items() if isinstance(state, SeatState)}
    term = states.get(fault.of) if fault.mismatch is Mismatch.SEATS else None
    of = Text(term or _TERMS[fault.of]) if term or fault.of in _TERMS else fault.of
    return Text(
        _FAULTS[fault.mismatch],
        of=of,
        n=len(fault.rows),
        stated=fault.stated,
        found=fault.found,
        rows=_named(fault.rows),
    )
