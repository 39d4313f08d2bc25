"""Several difficulties of the queue marked at once, what one act would do with them, and what it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.handling import Case
from bot.domain.people import Person
from bot.domain.selecting import MOST, Hindrance, JointAct, Marked
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text, Weight, joined
from bot.domain.triage import QueueItem, QueueView
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.selecting import (
    AskHandOver,
    ChooseJointAct,
    ClearSelected,
    DoJointAct,
    OpenJointAct,
    SelectInQueue,
    SelectPage,
    ToggleSelected,
    UndoJointAct,
)
from bot.screens import triage
from bot.screens.difficulties.handling import two_in_a_row
from bot.screens.difficulties.standing import standing
from bot.screens.reporting.acceptance import span

NAMES: Mapping[JointAct, str] = {
    JointAct.ACCEPTED: N_("Accept"),
    JointAct.FORWARDED: N_("Forward"),
    JointAct.ASKED: N_("Ask for more"),
    JointAct.NOT_ACCEPTED: N_("Do not accept"),
    JointAct.CLAIMED: N_("Take on"),
    JointAct.HANDED_OVER: N_("Hand over (difficulties)"),
}
_DONE: Mapping[JointAct, str] = {
    JointAct.ACCEPTED: N_("Accepted: {count:count} difficulties."),
    JointAct.FORWARDED: N_("Forwarded: {count:count} difficulties."),
    JointAct.ASKED: N_("More was asked for: {count:count} difficulties."),
    JointAct.NOT_ACCEPTED: N_("Not accepted: {count:count} difficulties."),
    JointAct.CLAIMED: N_("Taken on: {count:count} difficulties."),
    JointAct.HANDED_OVER: N_("Handed over: {count:count} difficulties."),
}
_IN_ROW = 3


@dataclass(frozen=True)
class Plan:
    """What an act would do with what is marked."""

    act: JointAct
    marked: Sequence[Marked]

    @property
    def open(self) -> list[Marked]:
        """What it would be done with."""
        return [each for each in self.marked if each.hindrance is None]

    @property
    def hindered(self) -> list[Marked]:
        """What it would not be done with."""
        return [each for each in self.marked if each.hindrance is not None]


def page(
    here: Sequence[tuple[QueueItem, int]],
    marked: Sequence[str],
    view: QueueView,
    named: triage.Named,
    last_page: int,
) -> Screen:
    """A page of the queue on which difficulties are marked."""
    lines = [_line(number, item, age, named, item.code in marked) for number, (item, age) in enumerate(here, 1)]
    toggles = [_toggle(number, item, view, item.code in marked) for number, (item, _) in enumerate(here, 1)]
    rows: list[Row] = [tuple(toggles[i : i + _IN_ROW]) for i in range(0, len(toggles), _IN_ROW)]
    rows += triage.turning(view, last_page, SelectInQueue)
    clear = (Choice(Text(N_("Mark none")), ClearSelected(view)),) if marked else ()
    rows.append((Choice(Text(N_("Mark this page")), SelectPage(view)), *clear))
    act = Choice(Text(N_("Act on {count:number} marked"), count=len(marked)), ChooseJointAct(view))
    heading = Text(N_("<b>Mark difficulties</b> – marked: {count:count}"), count=len(marked))
    return Screen((heading, BLANK, *lines), (*rows, *(((act,),) if marked else ()), (triage.back_to(view),)))


def _line(number: int, item: QueueItem, age: int, named: triage.Named, marked: bool) -> Text:
    line = triage.item_line(number, item, age, named.fields)
    return Text(N_("<b>{line}</b> (marked)"), line=line) if marked else line


def _toggle(number: int, item: QueueItem, view: QueueView, marked: bool) -> Choice:
    label = N_("Unmark {number}") if marked else N_("Mark {number}")
    return Choice(Text(label, number=number), ToggleSelected(item.code, view))


def too_many() -> Text:
    """No more can be marked."""
    return Text(N_("At most {most:count} difficulties can be marked at once."), most=MOST)


def choose_act(count: int, view: QueueView) -> Screen:
    """Which act is done with what is marked."""
    acts = [Choice(Text(name), OpenJointAct(act, view)) for act, name in NAMES.items()]
    asked = NP_(
        "{count:count} difficulty is marked. Which act is to be done with it?",
        "{count:count} difficulties are marked. Which act is to be done with all of them?",
        by="count",
    )
    return Screen((Text(asked, count=count),), (*two_in_a_row(acts), (_change(view),)))


def _change(view: QueueView) -> Choice:
    return Choice(Text(N_("‹ Change what is marked")), SelectInQueue(view))


def nothing_marked(view: QueueView) -> Screen:
    """Nothing is marked any more."""
    return Screen((Text(N_("Nothing is marked.")),), ((_change(view),),))


def choose_colleague(officers: Sequence[Person], view: QueueView) -> Screen:
    """To whom what is marked is handed over."""
    if not officers:
        return Screen((Text(N_("There is no other officer to hand over to.")),), ((_change(view),),))
    lines = [Text(N_("{number}. {name}"), number=n, name=Excerpt(each.full_name)) for n, each in enumerate(officers, 1)]
    choices = [
        Choice(Text(N_("Choose {number}"), number=number), AskHandOver(each.id, view))
        for number, each in enumerate(officers, 1)
    ]
    rows = [tuple(choices[i : i + _IN_ROW]) for i in range(0, len(choices), _IN_ROW)]
    return Screen((Text(N_("To whom are they handed over?")), *lines), (*rows, (_change(view),)))


def preview(plan: Plan, view: QueueView, fingerprint: int, to: Person | None = None) -> Screen:
    """What an act without words would do; nothing has been done."""
    heading = (
        Text(N_("<b>Hand over to {name}</b>"), name=to.full_name)
        if to
        else Text(N_("<b>{act}</b>"), act=Text(NAMES[plan.act]))
    )
    done = DoJointAct(plan.act, to.id if to else 0, fingerprint, view)
    label = Text(N_("Record for {count:number}"), count=len(plan.open))
    weight = Weight.SEND if plan.act.event else Weight.PLAIN
    rows: list[Row] = [(Choice(label, done, weight),)] if plan.open else []
    return Screen((heading, *planned(plan)), (*rows, (_change(view),)))


def planned(plan: Plan) -> list[Text]:
    """How many an act would be done with, and why not with the others."""
    codes = ", ".join(each.code for each in plan.open)
    possible = (
        Text(
            N_("Possible for {count:count} of {all:count}: {codes}."),
            count=len(plan.open),
            all=len(plan.marked),
            codes=codes,
        )
        if plan.open
        else Text(N_("Possible for none of what is marked."))
    )
    return [possible, *_hindered(plan.hindered)]


def _hindered(hindered: Sequence[Marked]) -> list[Text]:
    if not hindered:
        return []
    reasons = [Text(N_("{code} ({why})"), code=each.code, why=_why(each)) for each in hindered]
    return [Text(N_("Not possible: {reasons}."), reasons=joined(reasons, "; "))]


def _why(each: Marked) -> Text:
    match each.hindrance:
        case Hindrance.STATE if each.case:
            return standing(each.case.events)
        case Hindrance.ADHOC:
            return Text(N_("an ad hoc report is accepted as a whole"))
        case Hindrance.TAKEN if each.claim:
            return Text(N_("with {full_name}"), full_name=Excerpt(each.claim.full_name))
        case Hindrance.OWN:
            return Text(N_("with this officer already"))
        case Hindrance.FAILED:
            return Text(N_("it could not be recorded; please open it by itself"))
        case _:
            return Text(N_("withdrawn"))


def changed() -> Text:
    """Since it was shown something has happened to what is marked."""
    return Text(N_("Something has changed since this was shown; nothing was done. Please look at it again."))


def done_before() -> Text:
    """A second press of the last button of the form."""
    return Text(N_("This was recorded already for what was marked. It need not be chosen again."))


@dataclass(frozen=True)
class Outcome:
    """What was done together: under which number it can be taken back (0: not), and whom nobody reaches."""

    plan: Plan
    number: int
    within: timedelta
    untold: Sequence[str] = ()


def done(outcome: Outcome, view: QueueView) -> Screen:
    """What was done, what was not and why, and what can be done about it."""
    plan = outcome.plan
    lines = [
        Text(_DONE[plan.act], count=len(plan.open)),
        *([Text(N_("Members are told in {span}."), span=span(outcome.within))] if outcome.number else []),
        *_hindered(plan.hindered),
    ]
    if outcome.untold:
        msgid = N_("Nobody of the member can be reached through the system, please call: {codes}.")
        lines.append(Text(msgid, codes=", ".join(outcome.untold)))
    undo: list[Row] = [(Choice(Text(N_("Undo")), UndoJointAct(outcome.number)),)] if outcome.number else []
    return Screen(tuple(lines), (*undo, (triage.back_to(view),)))


def taken_back(codes: Sequence[str], left: Sequence[str]) -> Screen:
    """What was done together has been taken back, as far as it could be."""
    none = Text(N_("Nothing was taken back; what was done has been told, or something has been done since."))
    said = Text(N_("Taken back: {codes}. The members are told nothing of it."), codes=", ".join(codes))
    kept = [Text(N_("Not taken back: {codes}."), codes=", ".join(left))] if left and codes else []
    return Screen((said if codes else none, *kept), ((triage.QUEUE,),))


def accepted_of_seat(cases: Sequence[Case]) -> Screen:
    """Tells a seat that several difficulties of several reports were accepted at once."""
    said = Text(
        N_(
            "{count:count} difficulties were accepted for handling on {at:date}: {codes}. The system will tell {you}"
            " when there are results."
        ),
        count=len(cases),
        at=cases[0].events[-1].at,
        codes=", ".join(case.code for case in cases),
    )
    view = Choice(Text(N_("View status")), ShowReport(cases[0].code))
    return Screen((said,), ((view,),), silent=True)


def handed_over(codes: Sequence[str], by: str) -> Screen:
    """To a colleague, who takes care of these now."""
    said = Text(
        NP_(
            "{full_name} has handed over {count:count} difficulty to you: {codes}.",
            "{full_name} has handed over {count:count} difficulties to you: {codes}.",
            by="count",
        ),
        full_name=by,
        count=len(codes),
        codes=", ".join(codes),
    )
    return Screen((said,), ((triage.QUEUE,),), silent=True)
