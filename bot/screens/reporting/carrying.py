"""What is shown of difficulties that earlier reports carry: in the form of the next one, and where it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.clock import VN
from bot.domain.carrying import STATEMENTS, Carried, Said
from bot.domain.characters import ends
from bot.domain.difficulties import DifficultyAct
from bot.domain.fields import Field
from bot.domain.following import Followed
from bot.domain.form_moves import CARRIED_SHOWN
from bot.domain.forms import SUPPLEMENT, Act, Draft, Form
from bot.domain.periods import Period
from bot.domain.questions import ReportPart
from bot.domain.reports import Report
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.lookup import ShowReport
from bot.screens.names import SAYS, STANDS, age
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save

_WORDS_UNITS = 120
_FULL = 8
"""Up to this many statements are shown one by one."""

_ACTS = (
    (Act.STILL_THERE, N_("Still there")),
    (Act.PARTLY_SOLVED, N_("Partly solved")),
    (Act.SOLVED, N_("Solved")),
    (Act.SUPPLEMENT, N_("Add information")),
    (Act.TAKE_OUT, N_("Withdraw proposal")),
)


@dataclass(frozen=True)
class Going:
    """What earlier reports carry, by code, and which of it a report begins with."""

    followed: Mapping[str, Followed] = field(default_factory=dict)
    carried: Sequence[str] = ()


def _named(fields: Mapping[str, Field], of: Followed, *, whole: bool = False) -> Text:
    procedure = of.difficulty.procedure
    shown = Excerpt(procedure) if whole else ends(procedure, _WORDS_UNITS)
    return Text(
        N_("{code} – {field}{procedure}"),
        code=of.code,
        field=fields[of.difficulty.field].name,
        procedure=Text(N_(": {procedure}"), procedure=shown) if procedure else None,
    )


def _standing(of: Followed) -> Text:
    on = of.state_since.astimezone(VN).date()
    return Text(N_("{state} on {on:date}; {age}"), state=Text(STANDS[of.state]), on=on, age=age(of.times, of.since))


def _now(about: Carried) -> Sequence[Text]:
    if about.act is None:
        return ()
    if not about.words:
        return (Text(N_("To be sent: {said}."), said=Text(SAYS[about.act])),)
    words = ends(about.words, _WORDS_UNITS)
    return (Text(N_("To be sent: {said}: {words}"), said=Text(SAYS[about.act]), words=words),)


def list_screen(going: Going, fields: Mapping[str, Field], draft: Draft, period: Period) -> Screen:
    """The difficulties that are carried over, so many at a time."""
    first, total = draft.position.item, len(draft.carried)
    shown = list(enumerate(draft.carried))[first : first + CARRIED_SHOWN]
    msgid = NP_(
        "Carried over from earlier periods: {count:count} difficulty without a final result:",
        "Carried over from earlier periods: {count:count} difficulties without a final result:",
        by="count",
    )
    lines = [Text(N_("<b>Report for {period}</b>"), period=period), Text(msgid, count=total)]
    for place, about in shown:
        lines += _entry(going.followed[about.code], fields, place, about)
    lines.append(Text(N_("Those that are not updated are followed on and need not be sent again.")))
    updates = [
        choice(draft, Text(N_("Update item {number}"), number=place + 1), Act.CARRY_OPEN, place) for place, _ in shown
    ]
    rows: list[Row] = [(choice(draft, Text(N_("Go on with report")), Act.CARRY_ON),)]
    rows += [tuple(updates[i : i + 2]) for i in range(0, len(updates), 2)]
    leave = save(draft) if draft.has_begun else choice(draft, Text(N_("‹ Back")), Act.EXIT)
    return Screen(tuple(lines), (*rows, *_pages(draft, first, total), (leave,)))


def _entry(of: Followed, fields: Mapping[str, Field], place: int, about: Carried) -> Sequence[Text]:
    msgid = N_("Item {number}. {named} ({standing})")
    entry = Text(msgid, number=place + 1, named=_named(fields, of), standing=_standing(of))
    return (entry, *_now(about))


def _pages(draft: Draft, first: int, total: int) -> Sequence[Row]:
    pages = []
    if first:
        pages.append(choice(draft, Text(N_("View earlier items")), Act.CARRY_PAGE, first - CARRIED_SHOWN))
    if first + CARRIED_SHOWN < total:
        pages.append(choice(draft, Text(N_("View further items")), Act.CARRY_PAGE, first + CARRIED_SHOWN))
    return (tuple(pages),) if pages else ()


def item_screen(going: Going, fields: Mapping[str, Field], draft: Draft) -> Screen:
    """What one of them is today."""
    about = draft.carried[draft.position.item]
    of = going.followed[about.code]
    acts = [choice(draft, Text(label), act) for act, label in _ACTS]
    unsay = [choice(draft, Text(N_("Drop this update")), Act.UNSAY)] if about.act else []
    return Screen(
        (
            Text(N_("<b>{code}</b> – {field}"), code=of.code, field=fields[of.difficulty.field].name),
            Text(N_("{standing}."), standing=_standing(of)),
            Text(N_("{text}"), text=Excerpt(of.difficulty.answers["content"])),
            BLANK,
            *_now(about),
            Text(N_("How does it stand at present?")),
        ),
        (tuple(acts[:2]), tuple(acts[2:4]), (acts[4], *unsay), (back(draft),)),
    )


def files_by_mail(code: str, email: str) -> Text:
    """Where the files go that belong to what is added."""
    return Text(N_("Photos and files about {code}: by e-mail to {email}, with the code named."), code=code, email=email)


def supplement_screen(form: Form, draft: Draft, email: str) -> Screen:
    """The question what is to be added to one of them; `email` is where files go."""
    about, asked = draft.carried[draft.position.item], form.step(SUPPLEMENT)
    entered = (BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(about.words))) if about.words else ()
    adding = draft.position.adding
    question = (Text(N_("Please write on; the text is put behind what is there.")),) if adding else asked.words
    more = choice(draft, Text(N_("Write more")), Act.WRITE_MORE)
    keep = choice(draft, Text(N_("Keep this answer")), Act.KEEP)
    return Screen(
        (
            Text(N_("<b>{code}</b> – addition"), code=about.code),
            *question,
            Text(N_("At most {most:number} characters."), most=asked.most),
            files_by_mail(about.code, email),
            *entered,
            *written.kept_lines(draft),
        ),
        (
            *(((keep,) if adding else (keep, more),) if about.words else ()),
            *written.kept_rows(draft, asked),
            (back(draft), save(draft)),
        ),
    )


def opening_lines(draft: Draft) -> Sequence[Text]:
    """What has been said of them before it is asked what is new."""
    if not draft.statements:
        return ()
    msgid = N_("Difficulties of earlier periods updated: {count:count} ({codes}); not sent yet.")
    return (Text(msgid, count=len(draft.statements), codes=", ".join(said.code for said in draft.statements)),)


def left_alone(count: int) -> Sequence[Text]:
    """How many are followed on without a word."""
    msgid = NP_(
        "Carried over from earlier periods: {count:count} difficulty goes on being followed.",
        "Carried over from earlier periods: {count:count} difficulties go on being followed.",
        by="count",
    )
    return (Text(msgid, count=count),) if count else ()


def unsent_lines(draft: Draft) -> Sequence[Text]:
    """What becomes of what was said of them where nothing new is reported."""
    if not draft.statements:
        return ()
    msgid = N_(
        "The draft updates difficulties of earlier periods ({codes}); if nothing new is reported that is not sent and"
        " stays in the draft."
    )
    return (Text(msgid, codes=", ".join(said.code for said in draft.statements)),)


def review_lines(draft: Draft) -> Sequence[Text]:
    """What is said of each before it is sent, and how many are left alone."""
    said = draft.statements
    heading = [BLANK, Text(N_("<b>Difficulties of earlier periods</b>"))] if said else []
    lines = [_line(each) for each in said] if len(said) <= _FULL else said_lines(said)
    return (*heading, *lines, *left_alone(len(draft.carried) - len(said)))


def _line(said: Said, view: Choice | None = None) -> Text:
    return Text(N_("{code}: {said}{words}"), code=said.code, said=Text(SAYS[said.act]), words=_words(said, view))


def update(draft: Draft) -> Sequence[Choice]:
    """The choice that leads from the review to the list."""
    return (choice(draft, Text(N_("Update earlier items")), Act.CARRY_LIST),) if draft.carried else ()


def _words(said: Said, view: Choice | None = None) -> Text | None:
    return Text(N_(" – {words}"), words=Excerpt(said.words, view)) if said.words else None


def said_lines(said: Sequence[Said]) -> Sequence[Text]:
    """What a report says of difficulties of earlier ones, by what it says: the codes."""
    return [
        Text(
            N_("Of earlier periods, {said} ({count:count}): {codes}."),
            said=Text(SAYS[act]),
            count=len(of),
            codes=_codes(of),
        )
        for act, of in _by_act(said)
    ]


def _codes(said: Sequence[Said]) -> str:
    return ", ".join(each.code for each in said)


def _by_act(said: Sequence[Said]) -> list[tuple[DifficultyAct, list[Said]]]:
    ordered = sorted(said, key=lambda each: STATEMENTS.index(each.act))
    return [(act, list(of)) for act, of in groupby(ordered, key=lambda each: each.act)]


def full_lines(report: Report, going: Going, fields: Mapping[str, Field]) -> Sequence[Text]:
    """The same for whoever works on them: each named, with its age and what was added, which can be viewed alone.

    Of many only the codes stand there, and what was added.
    """
    view = Choice(Text(N_("View updates")), ShowReport(report.code, ReportPart.UPDATES, report.version))
    if len(report.said) > _FULL:
        added = [_line(said, view) for said in report.said if said.words]
        return (BLANK, *said_lines(report.said), *added)
    lines: list[Text] = []
    for act, of in _by_act(report.said):
        lines.append(Text(N_("<b>Of earlier periods, {said} ({count:count})</b>"), said=Text(SAYS[act]), count=len(of)))
        lines += [_full(each, going.followed[each.code], fields, view) for each in of]
    return [BLANK, *lines] if lines else []


def _full(said: Said, of: Followed, fields: Mapping[str, Field], view: Choice) -> Text:
    named, words = _named(fields, of, whole=True), _words(said, view)
    return Text(N_("{named} ({age}){words}"), named=named, age=age(of.times, of.since), words=words)


def alone(report: Report, remark: Sequence[Text] = ()) -> Screen:
    """What a report says of earlier difficulties, alone; `remark` says what became of the version it is of."""
    lines = [_line(said) for said in report.said if said.words]
    return Screen((Text(N_("<b>{code}</b>"), code=report.code), *remark, *lines))
