"""A notice that becomes tasks: how it is sent, what was read, what would be assigned, what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.characters import cut
from bot.domain.forms import Act, Draft
from bot.domain.notice_lines import LONGEST_PASTE, Decision, Line, NoticeImport
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.notices import (
    AbandonImport,
    AskAbandon,
    AssignLines,
    ChangeBasis,
    CheckLines,
    ClearPaste,
    LeaveImport,
    ListLines,
    PasteNotice,
    ReviewImport,
    ShowImported,
    ShowLine,
    StartImport,
    SupplementImport,
)
from bot.screens.reporting.acts import choice

_HOME = Choice(Text(N_("‹ Back")), ShowHome())
IMPORT = Choice(Text(N_("Import from document")), StartImport())
_PER_ROW = 3


@dataclass(frozen=True)
class Standing:
    """An import and how far it is: lines that wait, that are accepted and not assigned, that became tasks."""

    notice: NoticeImport
    by: str
    """Who does it."""
    own: bool
    waiting: int


def name_of(notice: NoticeImport) -> Text:
    """What a notice is called: by its number, else by its file, else by when it was pasted."""
    if notice.sign:
        return Text(N_("Notice No. {sign}"), sign=notice.sign)
    if notice.name:
        return Text(N_("document {name}"), name=Excerpt(notice.name))
    return Text(N_("document pasted at {at:stamp}"), at=notice.begun_at)


# --- sending it


def start(under_way: Sequence[Standing]) -> Screen:
    """Where a notice is sent, and the imports that have not ended."""
    lines = (
        Text(N_("<b>Import tasks from a document</b>")),
        Text(
            N_(
                "Please send the file of the document (Word, PDF with text) or paste its content. Import documents that"
                " are no state secrets only."
            )
        ),
        *(_under_way(each) for each in under_way),
    )
    own = [each.notice for each in under_way if each.own]
    rows: list[Row] = [(Choice(Text(N_("Go on: No. {id}"), id=each.id), CheckLines(each.id)),) for each in own]
    return Screen(lines, ((Choice(Text(N_("Paste content")), PasteNotice()), _HOME), *rows))


def _under_way(each: Standing) -> Text:
    msgid = N_("• No. {id}: {notice}, imported by {by} since {at:stamp}; lines to be checked: {count:count}.")
    about = {"id": each.notice.id, "notice": name_of(each.notice), "at": each.notice.begun_at, "count": each.waiting}
    return Text(msgid, by=each.by, **about)


def desk_line(under_way: Sequence[Standing]) -> Text:
    """On the main screen: imports that have not ended."""
    return Text(N_("Documents being imported as tasks: {count:count}."), count=len(under_way))


def pasted(draft: Draft, length: int, messages: int) -> Screen:
    """What has been pasted so far."""
    if not length:
        asked = N_(
            "Please paste the text of the document; several messages in a row are taken together. Of more than"
            " {most:number} characters please send the file."
        )
        return Screen((Text(asked, most=LONGEST_PASTE),), ((_HOME,),))
    said = N_(
        "Pasted so far: {length:number} characters in {messages:count} messages. Please paste what follows, or choose"
        " Read document."
    )
    read = choice(draft, Text(N_("Read document")), Act.SEND)
    clear = Choice(Text(N_("Paste anew")), ClearPaste(), Weight.DESTRUCTIVE)
    return Screen((Text(said, length=length, messages=messages),), ((read, clear), (_HOME,)))


def too_long() -> Text:
    """A message that would make a paste too long."""
    msgid = N_(
        "What was just sent was not taken: with it there would be more than {most:number} characters. Please send the"
        " document as a file."
    )
    return Text(msgid, most=LONGEST_PASTE)


def nothing_pasted() -> Text:
    """A message without words."""
    return Text(N_("There is nothing to be read in what was just sent. Please type it again."))


def reading(name: str) -> Screen:
    """A file, or what was pasted, is being read."""
    if not name:
        return Screen((Text(N_("The text is being read. What was read follows; nothing is assigned yet.")),))
    msgid = N_("The file {name} was received and is being read. What was read follows; nothing is assigned yet.")
    return Screen((Text(msgid, name=Excerpt(name)),))


# --- what was read


@dataclass(frozen=True)
class Counts:
    """How many tasks and how many recurring ones."""

    tasks: int
    recurring: int


def read(notice: NoticeImport, found: Counts, before: int) -> Screen:
    """What a notice was read as; `before` lines are tasks already."""
    lines = [Text(N_("Read: {notice}."), notice=name_of(notice)), _proposed(found)]
    if before:
        lines.append(Text(N_("Assigned before and left out: {count:count}."), count=before))
    lines += _basis_lines(notice)
    lines.append(
        Text(N_("The system goes by the words; an officer has to check each line before anything is assigned."))
    )
    return Screen(tuple(lines), _read_rows(notice))


def _read_rows(notice: NoticeImport) -> tuple[Row, ...]:
    check = Choice(Text(N_("Check line by line")), CheckLines(notice.id))
    cancel = Choice(Text(N_("Cancel import")), AskAbandon(notice.id))
    return ((check, cancel), (Choice(Text(N_("Change basis")), ChangeBasis(notice.id)),))


def _proposed(found: Counts) -> Text:
    if not found.recurring:
        return Text(N_("Proposed tasks: {tasks:count}."), tasks=found.tasks)
    msgid = N_("Proposed tasks: {tasks:count}; recurring: {recurring:count}.")
    return Text(msgid, tasks=found.tasks, recurring=found.recurring)


def _basis_lines(notice: NoticeImport) -> list[Text]:
    basis = Text(N_("Assigned by: {basis}"), basis=Excerpt(notice.basis)) if notice.basis else None
    missing = Text(N_("The number of the document was not found. Please choose Change basis before assigning."))
    undated = Text(N_("Its day was not found either, so that no deadline was read."))
    return [*([basis] if basis else [missing]), *([] if notice.stated else [undated])]


def nothing(name: str) -> Screen:
    """A document that assigns nothing."""
    said = N_(
        "No sentence that assigns a task was found in {name}. Nothing was imported. Tasks can be entered one by one."
    )
    named: object = Excerpt(name) if name else Text(N_("the text"))
    return Screen((Text(said, name=named),), ((IMPORT, _HOME),))


def duplicate(notice: NoticeImport, on: date, tasks: int) -> Screen:
    """The same notice was imported before."""
    msgid = N_(
        "{notice} was imported on {day:date} already (tasks: {tasks:count}). Please go on only to add lines that are"
        " missing."
    )
    said = Text(msgid, notice=name_of(notice), day=on, tasks=tasks)
    return Screen((said,), _duplicate_rows(notice))


def in_work(notice: NoticeImport, by: str, at: datetime) -> Screen:
    """A colleague is importing the same notice."""
    msgid = N_("{notice} is being imported by {by} since {at:stamp}. Please go on only where that was agreed.")
    return Screen((Text(msgid, notice=name_of(notice), by=by, at=at),), _duplicate_rows(notice))


def _duplicate_rows(notice: NoticeImport) -> tuple[Row, ...]:
    view = Choice(Text(N_("View imported")), ShowImported(notice.id))
    return ((view, Choice(Text(N_("Import missing")), SupplementImport(notice.id))),)


def imported(notice: NoticeImport, tasks: Sequence[tuple[str, str]]) -> Screen:
    """What earlier imports of a notice became: the codes of tasks and what they say."""
    entries = [Text(N_("• {code}: {title}"), code=code, title=Excerpt(title)) for code, title in tasks]
    none = [Text(N_("No task has come of it yet."))] if not tasks else []
    go_on = Choice(Text(N_("Import missing")), SupplementImport(notice.id))
    return Screen((Text(N_("Assigned by {notice}:"), notice=name_of(notice)), *entries, *none), ((go_on, _HOME),))


# --- all lines


_STATES = {
    Decision.OPEN: N_("not checked"),
    Decision.ACCEPTED: N_("accepted"),
    Decision.DROPPED: N_("left out"),
    Decision.BEFORE: N_("assigned before"),
}
_TITLE = 120


def listed(notice: NoticeImport, shown: Sequence[Line], page: int, pages: int, total: int) -> Screen:
    """A page of the lines of an import."""
    heading = Text(N_("<b>{notice}</b> – lines: {total:count}"), notice=name_of(notice), total=total)
    entries = [_entry(line) for line in shown]
    opens = [Choice(Text(N_("Line {number}"), number=each.place), ShowLine(each.id)) for each in shown]
    rows: list[Row] = [tuple(opens[i : i + _PER_ROW]) for i in range(0, len(opens), _PER_ROW)]
    turns = [
        *([Choice(Text(N_("Previous page")), ListLines(notice.id, page - 1))] if page else []),
        *([Choice(Text(N_("Next page")), ListLines(notice.id, page + 1))] if page + 1 < pages else []),
    ]
    rows += [tuple(turns)] if turns else []
    rows.append((Choice(Text(N_("To the review")), ReviewImport(notice.id)),))
    return Screen((heading, *entries), tuple(rows))


def _entry(line: Line) -> Text:
    state = Text(_STATES[line.decision])
    if line.task:
        state = Text(N_("assigned as {code}"), code=line.task)
    elif line.fault:
        state = Text(N_("could not be assigned"))
    title = cut(line.chosen.title, _TITLE)
    return Text(N_("{number}. {title} ({state})"), number=line.place, title=title, state=state)


# --- before and after assigning


@dataclass(frozen=True)
class Review:
    """What would be assigned, and to how many people it would be told."""

    accepted: Counts
    dropped: int
    waiting: int
    people: int
    leaves_at: datetime
    seen: int
    reported: Sequence[int]
    """The numbers of the lines of which periodic reports are the results."""


def review(notice: NoticeImport, found: Review) -> Screen:
    """What is about to be assigned."""
    accepted = found.accepted.tasks + found.accepted.recurring
    lines = [
        _to_be_assigned(notice, found)
        if accepted
        else Text(N_("No line is accepted yet: {notice}."), notice=name_of(notice))
    ]
    if found.reported:
        said = N_("The periodic reports of the members count as the results of each period: line {numbers}.")
        lines.append(Text(said, numbers=", ".join(map(str, found.reported))))
    if found.waiting:
        lines.append(Text(N_("Not checked yet and not assigned: {count:count}."), count=found.waiting))
    lines += _basis_lines(notice)
    if accepted:
        lines.append(
            Text(
                N_("People told: {people:count}. The messages leave at {at:full}."),
                people=found.people,
                at=found.leaves_at,
            )
        )
    assign = Choice(Text(N_("Assign tasks")), AssignLines(notice.id, found.seen), Weight.SEND)
    view = Choice(Text(N_("View list")), ListLines(notice.id, 0))
    first = (view, assign) if accepted and notice.basis else (view,)
    more: list[Row] = [(Choice(Text(N_("Check line by line")), CheckLines(notice.id)),)] if found.waiting else []
    basis, cancel = Choice(Text(N_("Change basis")), ChangeBasis(notice.id)), AskAbandon(notice.id)
    leave = Choice(Text(N_("Save and exit")), LeaveImport(notice.id))
    return Screen(tuple(lines), (first, *more, (basis, Choice(Text(N_("Cancel import")), cancel)), (leave,)))


def _to_be_assigned(notice: NoticeImport, found: Review) -> Text:
    msgid = N_(
        "Assign {tasks:count} tasks from {notice}? Lines left out: {dropped:count}; recurring reports:"
        " {recurring:count}."
    )
    about = {"tasks": found.accepted.tasks, "dropped": found.dropped, "recurring": found.accepted.recurring}
    return Text(msgid, notice=name_of(notice), **about)


def changed() -> Text:
    """What is assigned is not what the review showed."""
    return Text(N_("Something was changed since this screen was shown; nothing was assigned. Please look at it again."))


@dataclass(frozen=True)
class Outcome:
    """What became of one press: the codes of new tasks, the lines that failed with why, the lines that wait."""

    codes: Sequence[str]
    failed: Sequence[tuple[int, Text]]
    waiting: int
    leaves_at: datetime


def assigned(notice: NoticeImport, done: Outcome) -> Screen:
    """What was assigned, and what was not."""
    lines = []
    if done.codes:
        said = N_("Assigned from {notice}: {codes}. The messages leave at {at:full}.")
        lines.append(Text(said, notice=name_of(notice), codes=", ".join(done.codes), at=done.leaves_at))
    lines += [Text(N_("Line {number} was not assigned: {why}"), number=place, why=why) for place, why in done.failed]
    if done.waiting:
        lines.append(Text(N_("Not checked yet and not assigned: {count:count}."), count=done.waiting))
    left = bool(done.failed or done.waiting)
    go_on: Row = (Choice(Text(N_("View list")), ListLines(notice.id, 0)), _HOME) if left else (_HOME,)
    return Screen(tuple(lines), (go_on,))


def ask_abandon(notice: NoticeImport, assigned_before: int) -> Screen:
    """Whether an import is to be given up."""
    lines = [Text(N_("Cancel the import of {notice}? What was decided of its lines is lost."), notice=name_of(notice))]
    if assigned_before:
        lines.append(Text(N_("Tasks that were assigned stay: {count:count}."), count=assigned_before))
    yes = Choice(Text(N_("Cancel import")), AbandonImport(notice.id), Weight.DESTRUCTIVE)
    return Screen(tuple(lines), ((yes, Choice(Text(N_("‹ Back")), ReviewImport(notice.id))),))


def abandoned(notice: NoticeImport) -> Screen:
    """An import was given up."""
    msgid = N_("The import of {notice} was cancelled; nothing more is assigned from it.")
    return Screen((Text(msgid, notice=name_of(notice)),), ((IMPORT, _HOME),))


def kept(notice: NoticeImport, until: date) -> Text:
    """An import was left as it is."""
    msgid = N_("The import of {notice} is kept until {day:date}; choose Import from document to go on.")
    return Text(msgid, notice=name_of(notice), day=until)


def basis_heading(notice: NoticeImport) -> tuple[Text, ...]:
    """What the form for the basis is about."""
    return (Text(N_("<b>{notice}</b> – basis of the tasks"), notice=name_of(notice)), *_basis_lines(notice), BLANK)
