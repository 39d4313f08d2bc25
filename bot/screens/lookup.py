"""The question what to look up, and what is found under a code: a report or a difficulty as it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.buttons import Verb
from bot.domain.fields import Field
from bot.domain.following import first_period, times_raised
from bot.domain.handling import Case, asked_about, may_be_added_to
from bot.domain.periods import Period
from bot.domain.reports import Difficulty, Report
from bot.domain.searching import LookupList
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.difficulties import ListDossiers
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import AskLookup, ShowLookupList, ShowReport
from bot.screens.difficulties import classifying
from bot.screens.difficulties.notices import question, rows_of
from bot.screens.difficulties.standing import shown_last, standing
from bot.screens.names import age
from bot.screens.reporting import answers, attachments, carrying
from bot.screens.reporting.acceptance import URGENCY_NAMES, Acceptance, accepted_line
from bot.screens.reporting.amending import called, view_difference
from bot.screens.reporting.periodic import nil_said
from bot.screens.reporting.quarterly import report_lines

LOOK_UP = Choice(Text(N_("Look up")), AskLookup())
SENT = Choice(Text(N_("View reports sent")), ShowLookupList(LookupList.SENT, 0))
_ADHOC = Choice(Text(N_("View ad hoc reports")), ShowLookupList(LookupList.ADHOC, 0))
DOSSIER = Choice(Text(N_("View my dossier")), ListDossiers(0))
_HOME = Choice(Text(N_("Main screen")), ShowHome())
_NAMED_ITEMS = 3
"""Up to this many difficulties a report names the files of each."""


def ask(*, sees_all: bool) -> Screen:
    """What to look for, and the lists that this reader has."""
    return Screen(
        (
            Text(N_("<b>Look up</b>")),
            Text(
                N_(
                    "Please type what to look for, with or without accents: words of a difficulty or task, a procedure,"
                    " a field, an organisation; or a code, for example:"
                    " <code>NV-26-045</code>, <code>BC-2611-007</code>, <code>VM-2611-031</code>."
                )
            ),
            *(_FOR_ALL if sees_all else ()),
        ),
        (lists(sees_all=sees_all), (_HOME,)),
    )


_FOR_ALL = (
    Text(N_("The name of whoever sent a report can be typed as well.")),
    Text(
        N_(
            "Difficulties can be narrowed, with words or without: <code>kỳ 10/2026</code>,"
            " <code>tình trạng đã chuyển</code>, <code>thành viên</code> and the code of the seat."
        )
    ),
)


def lists(*, sees_all: bool) -> Row:
    """The lists of reports that can be opened: with the ad hoc ones for whoever sees all, for members their dossier."""
    return (SENT, _ADHOC) if sees_all else (SENT, DOSSIER)


def back_to(which: LookupList, page: int) -> Choice:
    """Return the choice that leads from an entry to the page it was opened from."""
    label = N_("‹ Back to results") if which is LookupList.RESULTS else N_("‹ Back to the list")
    return Choice(Text(label), ShowLookupList(which, page))


def page_of(page: int, pages: int) -> Text | None:
    """Which page is shown, where there are several."""
    return Text(N_(", page {page}/{pages}"), page=page + 1, pages=pages) if pages > 1 else None


def turning(which: LookupList, page: int, pages: int) -> Row:
    """The choices that lead to the pages before and behind this one, as far as there are any."""
    before = Choice(Text(N_("Previous page")), ShowLookupList(which, page - 1)) if page else None
    after = Choice(Text(N_("Next page")), ShowLookupList(which, page + 1)) if page + 1 < pages else None
    return tuple(choice for choice in (before, after) if choice)


def by_number(verbs: Sequence[Verb]) -> list[Row]:
    """The choices of numbered entries, three in a row."""
    choices = [Choice(Text(N_("Choose {number}"), number=number), verb) for number, verb in enumerate(verbs, 1)]
    return [tuple(choices[i : i + 3]) for i in range(0, len(choices), 3)]


def _last_row(back: Choice | None) -> Row:
    return (back, _HOME) if back else (_HOME,)


def report(
    found: Report,
    organisation: str,
    sender: Text,
    fields: Mapping[str, Field],
    acceptance: Acceptance | None,
    back: Choice | None,
    adhoc: Sequence[str],
    standings: Mapping[str, Text],
    going: carrying.Going,
    acts: Row,
) -> Screen:
    """A report: what it is, and the difficulties in it, each of which can be viewed; what it says of earlier ones.

    `acts` are what can be done.

    `acceptance` is that of an ad hoc report, None where nobody has accepted it; `adhoc` are the codes
    of what the seat sent ad hoc in the window of a periodic one; `standings` say where difficulties stand, by code.
    """
    heading = (
        Text(
            N_("<b>Ad hoc report {code}</b> – {urgency}"),
            code=called(found),
            urgency=Text(URGENCY_NAMES[found.urgency]),
        )
        if found.urgency
        else Text(N_("<b>{code}</b> – report for {period}"), code=called(found), period=Period.parse(found.period))
    )
    sent = Text(
        N_("{organisation} – sent by: {sender}, {at:stamp}"), organisation=organisation, sender=sender, at=found.sent_at
    )
    items = [
        line
        for number, difficulty in enumerate(found.difficulties, 1)
        for line in (_item(fields, number, difficulty, standings.get(difficulty.code)), *_files(found, difficulty))
    ]
    views = [Choice(Text(N_("View {code}"), code=d.code), ShowReport(d.code)) for d in found.difficulties]
    pairs: list[Row] = [tuple(views[i : i + 2]) for i in range(0, len(views), 2)]
    return Screen(
        (
            heading,
            sent,
            *_before(found),
            *_reception(found, acceptance),
            *(items or [nil_said(adhoc)]),
            *carrying.full_lines(found, going, fields),
            *report_lines(found),
        ),
        (*pairs, *_acts(found, acts), _last_row(back)),
    )


def _before(found: Report) -> tuple[Text, ...]:
    """When a report that has been amended was first received: that is what counts."""
    if not found.is_amendment:
        return ()
    return (Text(N_("Amended; first received at {at:stamp}."), at=found.filed_at),)


def _acts(found: Report, acts: Row) -> Sequence[Row]:
    changes = ((view_difference(found),),) if found.version > 1 else ()
    return (*changes, *((acts,) if acts else ()))


def _reception(found: Report, acceptance: Acceptance | None) -> tuple[Text, ...]:
    if found.urgency is None:
        return ()
    return (accepted_line(acceptance) if acceptance else Text(N_("Not accepted for handling yet.")),)


def _item(fields: Mapping[str, Field], number: int, difficulty: Difficulty, standing: Text | None) -> Text:
    return Text(
        N_("{number}. {code} – {field}{procedure}{standing}"),
        standing=Text(N_(" – {standing}"), standing=standing) if standing else None,
        number=number,
        code=difficulty.code,
        field=fields[difficulty.field].name,
        procedure=Text(N_(" – {procedure}"), procedure=Excerpt(difficulty.procedure)) if difficulty.procedure else None,
    )


def _files(found: Report, difficulty: Difficulty) -> Sequence[Text]:
    """The files by name, or their number where so many names would not fit."""
    if len(found.difficulties) <= _NAMED_ITEMS:
        return attachments.named(difficulty.attachments)
    return attachments.counted(difficulty.attachments)


def difficulty(
    case: Case, fields: Mapping[str, Field], names: Mapping[str, str], back: Choice | None, *, own: bool, inside: bool
) -> Screen:
    """A difficulty: where it stands, the way it has gone, what it says; `own`: whether the reader holds its seat,
    `inside`: whether the reader is of the desk or leads it.

    Where it is too long for a message, each of its texts can be viewed alone. `names` are those of who did something.
    """
    found, source = case.difficulty, case.report
    way, whole = shown_last(found.code, case.events, names, inside=inside)
    number, times = asked_about(case.events) if own else 0, times_raised(case.events)
    said = rows_of(case, number, may_add=own and may_be_added_to(case.events))
    return Screen(
        (
            Text(N_("<b>{code} – {field}</b>"), code=found.code, field=fields[found.field].name),
            Text(
                N_("{organisation}, in {report}, sent {at:stamp}"),
                organisation=case.seat.organisation,
                report=source.code,
                at=source.sent_at,
            ),
            Text(N_("State: {state}."), state=standing(case.events)),
            *way,
            *(question(case, number) if number else ()),
            *([Text(N_("It was {age}."), age=age(times, first_period(found.code)))] if times > 1 else []),
            BLANK,
            *answers.full(found, source.version),
            *classifying.lines(found, fields),
        ),
        (
            *said,
            *whole,
            (Choice(Text(N_("View {code}"), code=source.code), ShowReport(source.code)),),
            _last_row(back),
        ),
    )


def superseded(source: Report, newest: Report) -> Text:
    """What is shown is of a version that is no longer the newest."""
    msgid = N_("This was sent at {at:stamp}. There is a newer version of {code}, sent at {newest:stamp}.")
    return Text(msgid, at=source.sent_at, code=source.code, newest=newest.sent_at)


def taken_out(source: Report, newest: Report, difficulty: str) -> Text:
    """What is shown is of a version that is no longer the newest, and the newest does not have it any more."""
    msgid = N_(
        "This was sent at {at:stamp}. There is a newer version of {code}, sent at {newest:stamp},"
        " which no longer holds {difficulty}."
    )
    return Text(msgid, at=source.sent_at, code=source.code, newest=newest.sent_at, difficulty=difficulty)


def withdrawn(source: Report) -> Text:
    """What is shown is of a report that was withdrawn."""
    msgid = N_("This was sent at {at:stamp}. Report {code} has been withdrawn.")
    return Text(msgid, at=source.sent_at, code=source.code)
