"""The forms that change the calendar: one question at a time, then all that moves before anything is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import calendar_forms as asked
from bot.domain.calendar_days import days_off
from bot.domain.calendar_forms import CalendarAct, Known
from bot.domain.days import kept
from bot.domain.forms import Act, At, Draft, Form, Item, Step
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.calendar_days import OpenCalendarForm, ShowCalendar
from bot.screens.calendar_moves import Moved
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send

_HEADINGS: Mapping[CalendarAct, str] = {
    CalendarAct.OFF: N_("<b>Add days off</b>"),
    CalendarAct.SWAP: N_("<b>Swap a day off and a make-up day</b>"),
    CalendarAct.DECIDE: N_("<b>Record that the days off of {year} are decided</b>"),
    CalendarAct.DROP: N_("<b>Take back what was entered</b>"),
}
_CHANGES: Mapping[str, str] = {
    asked.FIRST: N_("Change first day"),
    asked.LAST: N_("Change last day"),
    asked.WORKED: N_("Change make-up day"),
    asked.NAME: N_("Change name"),
    asked.SOURCE: N_("Change document"),
    asked.DAY: N_("Change choice"),
}
_MOST_OPTIONS = 40


@dataclass(frozen=True)
class View:
    """What the screens show beside the draft itself."""

    form: Form
    act: CalendarAct
    known: Known


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands, but for a review that is complete."""
    match draft.position.at:
        case At.SHORTEN:
            return written.shorten_screen(view.form, draft)
        case At.STEP:
            return _step(view, draft)
        case At.REVIEW:
            lacking = Text(N_("An answer is missing, or cannot stand any more."))
            row: Row = (choice(draft, Text(N_("Complete")), Act.COMPLETE), _change(draft))
            return Screen((_heading(view), lacking), (row, (save(draft),)))
        case At.ITEM:
            return _changes(view, draft)
    begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
    return Screen(
        (_heading(view), Text(N_("Nothing is recorded before it has been confirmed at the end."))), ((begin,),)
    )


def _heading(view: View) -> Text:
    return Text(_HEADINGS[view.act], year=view.known.next_year)


def _step(view: View, draft: Draft) -> Screen:
    step = view.form.step(draft.position.step)
    answer = draft.answer(0, step)
    lines = [_heading(view), *(written.recorded(view.form, draft) if _said(draft, step) else ()), *step.words]
    if answer:
        lines += [BLANK, Text(N_("Entered: {answer}"), answer=_shown(view, step, answer))]
    rows: list[Row] = [
        (choice(draft, _shown(view, step, option), Act.CHOOSE, number),)
        for number, option in enumerate(step.options[:_MOST_OPTIONS])
    ]
    if step.name == asked.LAST:
        rows.append((choice(draft, Text(N_("That day alone")), Act.SKIP),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return Screen(tuple(lines), (*rows, (back(draft), save(draft))))


def _said(draft: Draft, step: Step) -> bool:
    """Whether the question before was answered with words, and not with a button."""
    return step.name != asked.NAME or bool(draft.items and draft.items[0].get(asked.LAST))


def _shown(view: View, step: Step, answer: str) -> Text:
    if step.name != asked.DAY:
        return Text(N_("{text}"), text=answer)
    if answer == asked.YEAR:
        return Text(N_("{year} is decided"), year=view.known.own.decided_through)
    return Text(N_("{day:date}"), day=date.fromisoformat(answer))


def _change(draft: Draft) -> Choice:
    return choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)


def _changes(view: View, draft: Draft) -> Screen:
    changes = [
        choice(draft, Text(_CHANGES[step.name]), Act.CHANGE, number) for number, step in enumerate(view.form.steps)
    ]
    rows = [tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)]
    return Screen((_heading(view), Text(N_("Which answer is to be changed?"))), (*rows, (back(draft),)))


def review(view: View, draft: Draft, found: Moved, at: datetime | None) -> Screen:
    """What would be recorded, and all that would move; `at`: when people would be told, None at once."""
    lines = [
        _heading(view),
        *_result(view, draft.items[0]),
        BLANK,
        *found.lines,
        *_told(found, at),
    ]
    return Screen(tuple(lines), ((send(draft, Text(N_("Confirm the change"))), _change(draft)), (save(draft),)))


def _told(found: Moved, at: datetime | None) -> Sequence[Text]:
    count = len(found.persons)
    if not count:
        return ()
    words = _TOLD_AT if at else _TOLD_NOW
    return (BLANK, Text(words, count=count, at=at))


_TOLD_NOW = NP_(
    "Once confirmed, {count:count} person is told of the new deadline at once.",
    "Once confirmed, {count:count} persons are told of their new deadlines at once.",
    by="count",
)
_TOLD_AT = NP_(
    "Once confirmed, {count:count} person is told of the new deadline at {at:full}.",
    "Once confirmed, {count:count} persons are told of their new deadlines at {at:full}.",
    by="count",
)


def _result(view: View, item: Item) -> Sequence[Text]:
    if view.act is CalendarAct.DROP:
        return _dropped(view, item[asked.DAY])
    source = Text(N_("Document: {source}"), source=Excerpt(item[asked.SOURCE]))
    if view.act is CalendarAct.DECIDE:
        return (source,)
    first = kept(item[asked.FIRST])
    if view.act is CalendarAct.SWAP:
        worked = kept(item[asked.WORKED])
        return (
            Text(N_("Day off: {day:day}"), day=first),
            Text(N_("Make-up day: {day:day}"), day=worked),
            source,
        )
    last = kept(item.get(asked.LAST, "")) or first
    assert first is not None
    assert last is not None
    days = days_off(first, last, "", "", view.known.calendar)
    name = Text(N_("Name: {name}"), name=Excerpt(item[asked.NAME]))
    return (*(Text(N_("Day off: {day:day}"), day=day) for day in days), name, source)


def _dropped(view: View, answer: str) -> Sequence[Text]:
    own = view.known.own
    if answer == asked.YEAR:
        return (Text(N_("That the days off of {year} are decided is taken back."), year=own.decided_through),)
    day = date.fromisoformat(answer)
    both = [each for each in (day, own.partner(day)) if each]
    words = N_("{day:day} ({name}, {source}) is as it was before.")
    found = [(each, own.days[each]) for each in sorted(both)]
    return [Text(words, day=each, name=Excerpt(of.name), source=Excerpt(of.source)) for each, of in found]


def meanwhile() -> Text:
    """Somebody else has changed the calendar since it was looked at."""
    return Text(
        N_("Somebody else has changed the calendar meanwhile. Nothing was recorded yet: this is what would move now.")
    )


_DONE = NP_(
    "Recorded. Reminders that move: {reminders:count}; {count:count} person is told of the new deadline.",
    "Recorded. Reminders that move: {reminders:count}; {count:count} persons are told of their new deadlines.",
    by="count",
)


def done(found: Moved) -> Text:
    """It is recorded."""
    if not found.persons:
        return Text(N_("Recorded. Reminders that move: {reminders:count}."), reminders=found.reminders)
    return Text(_DONE, reminders=found.reminders, count=len(found.persons))


def done_before(at: datetime) -> Text:
    """A second press of the last button."""
    return Text(N_("This was recorded at {at:clock} already."), at=at)


def left(act: CalendarAct, year: int) -> Screen:
    """The form was left; nothing was recorded."""
    said = Text(N_("What was entered is kept; the calendar has not been changed."))
    go_on = Choice(Text(N_("Continue entering")), OpenCalendarForm(act))
    return Screen((said,), ((go_on, Choice(Text(N_("View the calendar")), ShowCalendar(year))),))
