"""Seats that change hands on a day: what is going to happen, and what each is told when it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.directory import DirectoryView
from bot.domain.people import Duty, Person
from bot.domain.tasks import Task, TaskStatus
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.turns import Turn, TurnKind
from bot.domain.verbs.directory import ShowMember
from bot.domain.verbs.seats import CancelTurn, ReceiveTurn, ShowTurn
from bot.screens.lookup import LOOK_UP
from bot.screens.people.changing import named, person_lines
from bot.screens.reporting import own_drafts
from bot.screens.reporting.form import HOME
from bot.screens.reporting.own_drafts import MANAGE, Waiting
from bot.screens.tasks.listing import TASKS

_NAMED = 10
"""So many tasks and difficulties are named; the others are counted."""
SUBSTITUTE = Text(N_("Record substitute"))


@dataclass(frozen=True)
class Belongings:
    """What belongs to a seat and is not finished, the nearest deadline first."""

    drafts: Sequence[Waiting]
    tasks: Sequence[tuple[Task, TaskStatus]]
    difficulties: Sequence[str]
    """Their codes."""


@dataclass(frozen=True)
class Change:
    """A turn with what it names."""

    turn: Turn
    duty: Duty
    before: Person
    after: Person

    @property
    def last_day(self) -> date | None:
        """The last day of a substitute."""
        return self.turn.ends_on - timedelta(days=1) if self.turn.ends_on else None


def handover_result(person: Person, duty: Duty, before: str, day: date, drafts: Sequence[Text]) -> Sequence[Text]:
    """What is going to be recorded where the day is still to come."""
    return [
        *person_lines(person),
        Text(N_("Duty: {duty}"), duty=named(duty)),
        BLANK,
        Text(
            N_(
                "The duty of {full_name} goes on until the end of {last:date}; from {day:date} on the successor has it."
            ),
            full_name=Excerpt(before),
            last=day - timedelta(days=1),
            day=day,
        ),
        Text(N_("Tasks and reports that were sent stay with the member; the successor sees and continues them.")),
        *drafts,
    ]


def substitute_heading(full_name: str, duty: Duty) -> Text:
    """What the form is about."""
    return Text(N_("<b>Substitute</b> for {full_name}, {duty}"), full_name=Excerpt(full_name), duty=named(duty))


def substitute_result(person: Person, duty: Duty, before: str, since: date, until: date) -> Sequence[Text]:
    """Who stands in, for whom, and when."""
    return [
        *person_lines(person),
        Text(N_("Duty: {duty}"), duty=named(duty)),
        Text(N_("From {since:date} to {until:date}."), since=since, until=until),
        BLANK,
        Text(N_("{full_name} keeps the duty. That of the substitute ends by itself."), full_name=Excerpt(before)),
    ]


def planned(change: Change) -> Text:
    """What was recorded for a day to come, or is."""
    turn = change.turn
    if turn.kind is TurnKind.SUBSTITUTE:
        msgid = N_("{after} ({code}) stands in for {before} as {duty} from {day:date} to {last:date}.")
    else:
        msgid = N_("{before} hands over to {after} ({code}) as {duty} from {day:date} on.")
    return Text(
        msgid,
        before=Excerpt(change.before.full_name),
        after=Excerpt(change.after.full_name),
        code=change.after.code,
        duty=named(change.duty),
        day=turn.begins_on,
        last=change.last_day,
    )


def cancel_row(change: Change) -> Row:
    """What undoes a turn that has not begun, or ends a substitute's."""
    label = N_("Cancel handover") if change.turn.kind is TurnKind.HANDOVER else N_("End substitution")
    return (Choice(Text(label), CancelTurn(change.turn.id)),)


def cancelled(change: Change) -> Text:
    """The desk has undone it."""
    if change.turn.kind is TurnKind.HANDOVER:
        return Text(N_("The handover to {after} was cancelled."), after=Excerpt(change.after.full_name))
    return Text(N_("{after} stands in no longer."), after=Excerpt(change.after.full_name))


def announced(change: Change) -> Screen:
    """To whoever leaves, when it is recorded for a day to come."""
    msgid = N_(
        "From {day:date} on {after} is {duty}. Until then everything goes on as before; drafts go over on that day."
    )
    said = Text(msgid, day=change.turn.begins_on, after=Excerpt(change.after.full_name), duty=named(change.duty))
    return Screen((said,), ((HOME,),))


def receive(change: Change, found: Belongings, *, silent: bool) -> Screen:
    """The card of whoever takes over: what goes over, in figures."""
    turn = change.turn
    head = (
        Text(N_("From {day:date} on {you} are {duty}."), day=turn.begins_on, duty=named(change.duty))
        if turn.kind is TurnKind.HANDOVER
        else Text(
            N_("From {day:date} to {last:date} {you} stand in for {before} as {duty}."),
            day=turn.begins_on,
            last=change.last_day,
            before=Excerpt(change.before.full_name),
            duty=named(change.duty),
        )
    )
    rows: list[Row] = [
        (
            Choice(Text(N_("Take over")), ReceiveTurn(turn.id)),
            Choice(Text(N_("View what goes over")), ShowTurn(turn.id)),
        )
    ]
    return Screen((Text(N_("Dear {dear},")), head, _figures(found)), tuple(rows), silent)


def _figures(found: Belongings) -> Text:
    nearest = next(((task, at) for task, at in found.tasks if at.due_on), None)
    return Text(
        N_(
            "What goes over: {drafts:count} drafts, {tasks:count} tasks under way{nearest}, {open:count} difficulties"
            " not resolved."
        ),
        drafts=len(found.drafts),
        tasks=len(found.tasks),
        nearest=Text(N_(" (nearest: {code}, due {due:date})"), code=nearest[0].code, due=nearest[1].due_on)
        if nearest
        else None,
        open=len(found.difficulties),
    )


def shown(change: Change, found: Belongings) -> Screen:
    """What goes over, by name."""
    lines = [Text(N_("<b>Taken over</b>: {duty}"), duty=named(change.duty)), _figures(found)]
    lines += [own_drafts.line(each) for each in found.drafts]
    lines += [
        Text(N_("• Task {code}: {title}"), code=task.code, title=Excerpt(task.title))
        for task, _ in found.tasks[:_NAMED]
    ]
    lines += [Text(N_("• Difficulty {code}"), code=code) for code in found.difficulties[:_NAMED]]
    more = max(0, len(found.tasks) - _NAMED) + max(0, len(found.difficulties) - _NAMED)
    lines += [Text(N_("… and {count:count} more."), count=more)] if more else []
    rows: list[Row] = [(Choice(Text(N_("Take over")), ReceiveTurn(change.turn.id)),)] if _waits(change) else []
    rows += [(MANAGE,)] if found.drafts else []
    rows += [(*((TASKS,) if found.tasks else ()), *((LOOK_UP,) if found.difficulties else ()))]
    return Screen(tuple(lines), (*(row for row in rows if row), (HOME,)))


def _waits(change: Change) -> bool:
    return change.turn.received_at is None


def received(change: Change) -> Text:
    """Whoever takes over has said so."""
    return Text(N_("Recorded: {you} have taken over as {duty}."), duty=named(change.duty))


def told_desk(change: Change) -> Screen:
    """Whoever takes over has said so: to the desk."""
    said = N_("{after} has taken over as {duty}.")
    return Screen((Text(said, after=Excerpt(change.after.full_name), duty=named(change.duty)),), ((HOME,),))


def absent_told(change: Change) -> Screen:
    """To whoever is stood in for."""
    msgid = N_("From {day:date} to {last:date} {after} stands in for you as {duty}.")
    said = Text(
        msgid,
        day=change.turn.begins_on,
        last=change.last_day,
        after=Excerpt(change.after.full_name),
        duty=named(change.duty),
    )
    return Screen((said,), ((HOME,),))


def not_linked(change: Change) -> Screen:
    """To the desk: whoever takes over cannot be written to."""
    msgid = N_(
        "{after} has been {duty} since {day:date} and has no linked account yet. Please issue an invitation; what goes"
        " over is sent once the account is linked."
    )
    said = Text(msgid, after=Excerpt(change.after.full_name), duty=named(change.duty), day=change.turn.begins_on)
    view = Choice(Text(N_("View person")), ShowMember(change.after.id, DirectoryView()))
    return Screen((said,), ((view,),))
