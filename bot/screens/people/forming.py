"""The screens of the forms about the roster: one question at a time, then what is going to be recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import directory_forms as asked
from bot.domain import seat_requests as seat_asked
from bot.domain.directory import DirectoryView
from bot.domain.forms import Act, At, Draft, Form, Step
from bot.domain.people import Duty, Person, Role, Seat
from bot.domain.subtask_forms import ASSIGNEE, DUE
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.directory import ListMembers, OpenAddition, OpenHandover
from bot.domain.verbs.seats import OpenSubstitute
from bot.screens.people.changing import ADDRESSES, LANGUAGES, ROLES, named, person_lines
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send

_SHORT_LIST, _MOST_BUTTONS = 6, 90
_NAMES_UNITS = 34
"""So much of a name stands on a button."""


@dataclass(frozen=True)
class View:
    """What the screens show beside the draft itself."""

    form: Form
    heading: Text
    seats: Mapping[str, Seat]
    """By code."""
    people: Mapping[str, Person]
    """By code: those who may succeed."""
    suggested: Sequence[str]
    """The codes of seats or persons that are offered before anything is typed."""
    missing_second: bool
    """Whether roles are not offered for want of a second administrator."""
    result: Sequence[Text]
    """What will be recorded, as far as all is answered."""
    confirm: Text
    """The button that does it."""
    beside: Sequence[Row] = ()
    """What is offered besides at every question."""


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    match draft.position.at:
        case At.STEP:
            return _step(view, draft)
        case At.REVIEW:
            return _review(view, draft)
        case At.ITEM:
            return _changes(view, draft)
        case _:
            return _opening(view, draft)


def _opening(view: View, draft: Draft) -> Screen:
    begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
    return Screen((view.heading, _NOTHING_YET), ((begin,), (save(draft),)))


_NOTHING_YET = Text(N_("Nothing is recorded before it has been confirmed at the end."))


def _step(view: View, draft: Draft) -> Screen:
    step = view.form.step(draft.position.step)
    answer = draft.answer(0, step)
    lines = [
        view.heading,
        *_place(view, step),
        *written.recorded(view.form, draft),
        *([] if draft.position.offered else step.words),
        *([Text(N_("Several fit what was typed. Please choose one of them."))] if draft.position.offered else []),
        *_listed(view, draft, step),
    ]
    if step.name == asked.ROLE and view.missing_second:
        lines.append(_COMMAND_LINE)
    if answer:
        lines += [BLANK, Text(N_("Entered: {answer}"), answer=_shown(view, step.name, answer))]
    rows: list[Row] = list(_options(view, draft, step))
    if step.optional:
        skip = N_("From today") if step.name == seat_asked.FROM else N_("Skip")
        rows.append((choice(draft, Text(skip), Act.SKIP),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return Screen(tuple(lines), (*rows, *view.beside, (back(draft), save(draft))))


def _place(view: View, step: Step) -> Sequence[Text]:
    if len(view.form.steps) == 1:
        return ()
    return (Text(N_("Step {step}/{steps}"), step=view.form.number(step.name) + 1, steps=len(view.form.steps)),)


_COMMAND_LINE = Text(
    N_(
        "Officers and leaders of the Standing Body and administrators are added once a second administrator has"
        " confirmed. There is none who can be reached, so please add them on the command line:"
        " <code>python main.py import-roster FILE --add</code>."
    )
)


def _offered(view: View, draft: Draft, step: Step) -> Sequence[str]:
    if draft.position.offered:
        return draft.position.offered
    if step.name not in (asked.SEAT, asked.SUCCESSOR) or draft.position.wide:
        return step.options[:_MOST_BUTTONS]
    first = (asked.NEW,) if step.name == asked.SUCCESSOR else ()
    return (*first, *view.suggested[:_SHORT_LIST])


def _listed(view: View, draft: Draft, step: Step) -> Sequence[Text]:
    """The whole names of seats, whose buttons have room for codes only."""
    if step.name != asked.SEAT or draft.position.wide:
        return ()
    offered = (view.seats[code] for code in _offered(view, draft, step))
    return [Text(N_("• {code}: {organisation}"), code=s.code, organisation=Excerpt(s.organisation)) for s in offered]


def _options(view: View, draft: Draft, step: Step) -> Sequence[Row]:
    if not step.options:
        return ()
    choices = [
        choice(draft, _label(view, step.name, code), Act.CHOOSE, step.options.index(code))
        for code in _offered(view, draft, step)
    ]
    alone = step.name in (asked.SUCCESSOR, asked.ROLE)
    rows: list[Row] = [tuple(choices[i : i + (1 if alone else 2)]) for i in range(0, len(choices), 1 if alone else 2)]
    if step.name == asked.SEAT and not draft.position.wide:
        rows.append((choice(draft, Text(N_("View all")), Act.WIDEN),))
    return rows


def _label(view: View, step: str, answer: str) -> Text:
    """What stands on a button; in a sentence the same may be called otherwise."""
    labels = {asked.ROLE: _ROLES, asked.ADDRESS: _ADDRESSES}.get(step)
    return Text(labels[answer]) if labels else _shown(view, step, answer)


_ROLES: Mapping[str, str] = {
    Role.PRINCIPAL: N_("Leader"),
    Role.FOCAL: N_("Focal person"),
    Role.SECRETARIAT: N_("Desk officer"),
    Role.LEADER: N_("Desk leader"),
    Role.ADMIN: N_("Administrator"),
}
_ADDRESSES: Mapping[str, str] = {
    "dong_chi": N_("Comrade"),
    "ong": N_("Mr"),
    "ba": N_("Ms"),
    asked.NEUTRAL: N_("Keep it neutral"),
}


def _shown(view: View, step: str, answer: str) -> Text:
    match step:
        case asked.ADDRESS:
            return Text(ADDRESSES[asked.ADDRESSES[answer]])
        case asked.ROLE:
            return Text(ROLES[Role(answer)])
        case asked.LANGUAGE:
            return Text(LANGUAGES[answer])
        case asked.SUCCESSOR if answer == asked.NEW:
            return Text(N_("New person"))
        case asked.SUCCESSOR:
            return Text("{full_name} ({code})", full_name=_cut(view.people[answer].full_name), code=answer)
        case asked.DRAFTS:
            return Text(_DRAFTS[answer])
    return Text(N_("{text}"), text=answer)


_DRAFTS: Mapping[str, str] = {asked.PASS_ON: N_("Pass drafts on"), asked.DELETE: N_("Delete drafts")}


def _cut(name: str) -> str:
    return name if len(name) <= _NAMES_UNITS else name[: _NAMES_UNITS - 1] + "…"


def _review(view: View, draft: Draft) -> Screen:
    lines = [view.heading, Text(N_("<b>Check before recording</b>")), *view.result]
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    if not view.result:
        lacking = Text(N_("An answer is still missing."))
        row: Row = (choice(draft, Text(N_("Complete")), Act.COMPLETE), change)
        return Screen((*lines, lacking), (row, (save(draft),)))
    return Screen(tuple(lines), ((send(draft, view.confirm), change), (save(draft),)))


def _changes(view: View, draft: Draft) -> Screen:
    changes = [
        choice(draft, Text(_CHANGES[step.name]), Act.CHANGE, number) for number, step in enumerate(view.form.steps)
    ]
    rows = [tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)]
    return Screen((view.heading, Text(N_("Which answer is to be changed?"))), (*rows, (back(draft),)))


_CHANGES: Mapping[str, str] = {
    asked.FULL_NAME: N_("Change name"),
    asked.TITLE: N_("Change title"),
    asked.ADDRESS: N_("Change address form"),
    asked.ROLE: N_("Change duty"),
    asked.SEAT: N_("Change member"),
    asked.PHONE: N_("Change telephone"),
    asked.LANGUAGE: N_("Change language"),
    asked.SUCCESSOR: N_("Change successor"),
    asked.DRAFTS: N_("Change drafts"),
    seat_asked.REASON: N_("Change reason"),
    seat_asked.WORDS: N_("Change words"),
    seat_asked.WHO: N_("Change substitute"),
    seat_asked.FROM: N_("Change first day"),
    seat_asked.UNTIL: N_("Change last day"),
    ASSIGNEE: N_("Change assignee"),
    DUE: N_("Change deadline"),
}


def addition_heading(known: Person | None) -> Text:
    """What the form is about: a new person, or another duty of one who is on the roster."""
    if known is None:
        return Text(N_("<b>Add a person to the roster</b>"))
    return Text(N_("<b>Another duty</b> of {full_name} ({code})"), full_name=Excerpt(known.full_name), code=known.code)


def handover_heading(full_name: str, duty: Duty) -> Text:
    """What the form is about."""
    return Text(N_("<b>Handover</b>: {full_name}, {duty}"), full_name=Excerpt(full_name), duty=named(duty))


def addition_result(person: Person, duty: Duty, twins: Sequence[Person], *, takes_two: bool) -> Sequence[Text]:
    """Who gets what; `twins` bear the same name."""
    lines = [*person_lines(person), Text(N_("Duty: {duty}"), duty=named(duty))]
    lines += [
        Text(
            N_(
                "Note: {full_name} ({code}) is on the roster already. Where it is the same person, please open that"
                " one in the list and choose Add a duty."
            ),
            full_name=Excerpt(twin.full_name),
            code=twin.code,
        )
        for twin in twins
    ]
    if takes_two:
        lines += [BLANK, Text(N_("It takes effect once a second administrator has confirmed."))]
    return lines


def handover_result(person: Person, duty: Duty, before: str, drafts: str) -> Sequence[Text]:
    """Who takes over, and what goes over."""
    return [
        *person_lines(person),
        Text(N_("Duty: {duty}"), duty=named(duty)),
        BLANK,
        Text(N_("The duty of {full_name} ends at once."), full_name=Excerpt(before)),
        Text(N_("Tasks and reports that were sent stay with the member; the successor sees and continues them.")),
        *drafts_line(drafts),
    ]


def drafts_line(drafts: str) -> Sequence[Text]:
    """What becomes of the drafts of whoever hands over."""
    if drafts == asked.PASS_ON:
        return (Text(N_("Drafts not sent are passed on to the successor.")),)
    return (Text(N_("Drafts not sent are deleted.")),) if drafts == asked.DELETE else ()


ADD = Text(N_("Record person"))
ADD_DUTY = Text(N_("Record duty"))
ASK = Text(N_("Ask to confirm"))
HAND_OVER = Text(N_("Record handover"))


def left(again: OpenAddition | OpenHandover | OpenSubstitute) -> Screen:
    """The form was left; nothing was recorded."""
    return Screen(
        (Text(N_("What was entered is kept; nothing has been recorded in the roster.")),),
        (
            (
                Choice(Text(N_("Continue entering")), again),
                Choice(Text(N_("Back to the list")), ListMembers(DirectoryView())),
            ),
        ),
    )


def done_before(code: str, at: object) -> Text:
    """A second press of the last button."""
    return Text(N_("This was done at {at:clock} ({code}). It need not be chosen again."), at=at, code=code)
