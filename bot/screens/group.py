"""What the desk's group reads: a card for each report, and what becomes of the group itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import VN
from bot.domain.buttons import Verb
from bot.domain.fields import Field
from bot.domain.handling import Case, brought_about
from bot.domain.periods import Period, Schedule
from bot.domain.reports import Report, Urgency
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.triage import Claim, QueueGroup, group_of
from bot.domain.verbs.desk import AcceptAdhoc
from bot.domain.verbs.difficulties import ShowEvent
from bot.domain.verbs.handling import AcceptAll, AcceptDifficulty, OpenAct, UndoAct, UndoAll
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.triage import (
    AskQueueFilter,
    ClaimDifficulty,
    OpenQueueItem,
    ReleaseDifficulty,
    ShowQueue,
    TakeOverDifficulty,
)
from bot.screens.desk import counted
from bot.screens.difficulties.handling import accept_all
from bot.screens.difficulties.standing import standing
from bot.screens.reporting.acceptance import Acceptance, accepted_line, open_items, urgency_of
from bot.screens.reporting.amending import called
from bot.screens.reporting.periodic import nil_said
from bot.screens.reporting.periodic_received import timeliness
from bot.screens.triage import taken_on_line

_WORKING = (
    AcceptAdhoc,
    AcceptAll,
    AcceptDifficulty,
    AskQueueFilter,
    ClaimDifficulty,
    OpenAct,
    OpenQueueItem,
    ReleaseDifficulty,
    ShowEvent,
    ShowQueue,
    ShowReport,
    TakeOverDifficulty,
    UndoAct,
    UndoAll,
)
"""Verbs that show or do nothing but what the whole desk may see; of every other the answer is for one person."""


def works_in_group(verb: Verb) -> bool:
    """Return whether a verb is answered in a group; what is one officer's own work is not."""
    match verb:
        case ShowQueue(view) if view is not None:
            return not view.mine
        case AskQueueFilter(view=view) | OpenQueueItem(view=view):
            return not view.mine
        case ShowReport(code):
            return code.startswith("VM-")  # a report's card is there
        case _:
            return isinstance(verb, _WORKING)


def for_group(screen: Screen, *, silent: bool = True) -> Screen:
    """Return a screen with those of its choices that work in a group."""
    rows = [tuple(choice for choice in row if works_in_group(choice.verb)) for row in screen.rows]
    return replace(screen, rows=tuple(row for row in rows if row), silent=silent)


@dataclass(frozen=True)
class Item:
    """A difficulty on a card: who did the last thing to it, empty where that was time, and who takes care of it."""

    case: Case
    who: str
    claim: Claim | None


@dataclass(frozen=True)
class Card:
    """What the card of a report shows beside the report itself."""

    organisation: str
    sender: Text | str
    fields: Mapping[str, Field]
    now: datetime
    schedule: Schedule | None = None
    """Of a periodic report."""
    items: Sequence[Item] = ()
    acceptance: Acceptance | None = None
    undo: bool = False
    """Whether an acceptance of all can be taken back at present."""
    adhoc: Sequence[str] = ()
    """The codes of what the seat sent ad hoc in the same window."""
    withdrawn: bool = False


def card(report: Report, of: Card) -> Screen:
    """A report as it stands at the moment: urgent ones come with sound, the others without."""
    lines = [_heading(report, of.schedule), _sender(report, of), _what(report, of)]
    silent = report.urgency is not Urgency.URGENT
    if of.withdrawn:
        return Screen((*lines, Text(N_("The member has withdrawn this report."))), silent=silent)
    lines += [accepted_line(of.acceptance)] if of.acceptance else []
    # Nothing has been done to what was only just sent: its codes stand behind the buttons.
    if any(_is_handled(item) for item in of.items):
        lines += [_item(number, item, of.now) for number, item in enumerate(of.items, 1)]
    if of.items and all(group_of(item.case.events) is None for item in of.items):
        lines.append(Text(N_("Everything in this report has been dealt with.")))
    return Screen(tuple(lines), _rows(report, of), silent=silent)


def _heading(report: Report, schedule: Schedule | None) -> Text:
    if schedule is None:
        return Text(N_("<b>{code}</b> – {urgency}"), code=called(report), urgency=urgency_of(report))
    late = report.filed_at > schedule.due_at
    return Text(
        N_("<b>{code}</b> – {period}, {timeliness}"),
        code=called(report),
        period=schedule.period,
        timeliness=timeliness(late),
    )


def _sender(report: Report, of: Card) -> Text:
    return Text(
        N_("{organisation} – sent by: {sender}, {at:stamp}"),
        organisation=of.organisation,
        sender=of.sender,
        at=report.sent_at,
    )


def _what(report: Report, of: Card) -> Text:
    if report.nil:
        return nil_said(of.adhoc)
    if not report.difficulties:
        return Text(N_("No new difficulties; updates of difficulties of earlier periods."))
    return counted(of.fields, report)


def _is_handled(item: Item) -> bool:
    return item.claim is not None or group_of(item.case.events) is not QueueGroup.NEW


def _item(number: int, item: Item, now: datetime) -> Text:
    at = item.case.events[brought_about(item.case.events) - 1].at
    today = at.astimezone(VN).date() == now.astimezone(VN).date()
    when = N_(" ({who}, {at:clock})") if today else N_(" ({who}, {at:short})")
    return Text(
        N_("{number}. {code}: {state}{done}{claim}"),
        number=number,
        code=item.case.code,
        state=standing(item.case.events),
        done=Text(when, who=item.who, at=at) if item.who and _is_handled(item) else None,
        claim=Text(N_("; handled by {full_name}"), full_name=Excerpt(item.claim.full_name)) if item.claim else None,
    )


def _rows(report: Report, of: Card) -> tuple[Row, ...]:
    waiting = any(group_of(item.case.events) is QueueGroup.NEW for item in of.items)
    acts: list[Choice] = []
    if of.undo:
        acts.append(Choice(Text(N_("Undo")), UndoAll(report.code)))
    if report.urgency and of.acceptance is None:
        acts.append(Choice(Text(N_("Accept")), AcceptAdhoc(report.code, report.version)))
    elif waiting:
        acts.append(accept_all(report))
    return (*open_items(report), *((tuple(acts),) if acts else ()))


def with_claim(screen: Screen, code: str, claim: Claim | None, now: datetime) -> Screen:
    """Return the page of a difficulty with who takes care of it, and what any officer can do about that."""
    if claim is None:
        return replace(screen, rows=(*screen.rows, (Choice(Text(N_("Take on")), ClaimDifficulty(code)),)))
    first, *rest = screen.lines
    row: Row = (
        Choice(Text(N_("Take over handling")), TakeOverDifficulty(code, claim.id)),
        Choice(Text(N_("Stop handling")), ReleaseDifficulty(code, claim.id)),
    )
    return replace(screen, lines=(first, taken_on_line(claim, now), *rest), rows=(*screen.rows, row))


def gone(code: str) -> Screen:
    """A difficulty whose page stands in the group is in no report any more."""
    return Screen((Text(N_("{code} is in no report any more: the member has withdrawn it."), code=code),), silent=True)


def opened_before(code: str, at: datetime) -> Text:
    """Over the button of a second press that opens a difficulty."""
    return Text(N_("{code} was opened here at {at:clock}; see below."), code=code, at=at)


def opening(code: str) -> Text:
    """Over the button of a press that comes while the page is on its way."""
    return Text(N_("{code} is being opened here."), code=code)


def in_private(code: str) -> Text:
    """Over the button of an act that needs words."""
    return Text(N_("{code}: please go on in your private chat with the system, where the form is open."), code=code)


def nobody_has(code: str) -> Text:
    """Over the button of whoever takes care of a difficulty no longer."""
    return Text(N_("{code}: nobody takes care of it at present."), code=code)


def waits_for_code() -> Screen:
    """In a group that may become the desk's."""
    said = N_(
        "To bind this group to the Standing Body, an officer of it types here /start and the code of"
        " `python main.py bind-desk`, for example: /start NHOM-7K2Q-94XM-3P."
    )
    return Screen((Text(said),), silent=True)


def not_here() -> Screen:
    """In every other group, before the bot leaves it."""
    said = N_("This channel works in private chats only, so the system leaves this group. Please open a private chat.")
    return Screen((Text(said),), silent=True)


def bound(full_name: str, at: datetime) -> Screen:
    """A group has become the desk's."""
    said = N_(
        "Since {at:stamp} this group is the place of work of the Standing Body (bound by {full_name}). Reports that"
        " come in are shown here; only officers of the Standing Body can handle them. For the difficulties that wait,"
        " choose /tiepnhan."
    )
    return Screen((Text(said, at=at, full_name=full_name),), silent=True)


def instead_of_another() -> Text:
    """A group has taken the place of another one."""
    return Text(N_("The group that was bound before is no longer in use; it has been told so."))


def replaced(at: datetime) -> Screen:
    """In the group that was the desk's, before the bot leaves it."""
    said = N_(
        "Since {at:stamp} another group is the place of work of the Standing Body, so the system leaves this one."
    )
    return Screen((Text(said, at=at),), silent=True)


def unbound(at: datetime) -> Screen:
    """In a group that is the desk's no longer, before the bot leaves it."""
    said = N_("Since {at:stamp} this group is no longer a place of work of the Standing Body, so the system leaves it.")
    return Screen((Text(said, at=at),), silent=True)


def bound_before() -> Screen:
    """A code was typed where it is not needed."""
    return Screen((Text(N_("This group is the place of work of the Standing Body already.")),), silent=True)


def unknown_code() -> Screen:
    """A code nobody issued."""
    said = N_(
        "No such code has been issued. Please check every character (there are no letters O, I, L and no digits 0, 1 in"
        " the ten after NHOM) and type it again."
    )
    return Screen((Text(said),), silent=True)


def spent_code() -> Screen:
    """A code that was used or has expired."""
    said = N_("This code has been used or has expired. Please get another one with `python main.py bind-desk`.")
    return Screen((Text(said),), silent=True)


def to_release(period: Period, fixed_at: datetime) -> Screen:
    """Figures wait for their release; who releases them sees them in private."""
    said = N_(
        "The figures of {period} were fixed at {at:full} and wait for their release. Every officer has the preview in"
        " private."
    )
    return Screen((Text(said, period=period, at=fixed_at),), silent=True)


def lost(at: datetime, *, mute: bool) -> Screen:
    """To officers, in private: nothing arrives in the group of the desk any more."""
    said = (
        N_("At {at:stamp} the system lost the right to write in the group of the Standing Body.")
        if mute
        else N_(
            "Since {at:stamp} nothing arrives in the group of the Standing Body: the system was taken out of it or may"
            " not write there, or the group was deleted."
        )
    )
    what = N_(
        "Nothing is sent to that group any more; everything still comes here. To use a group again, please have it"
        " bound anew (`python main.py bind-desk`)."
    )
    return Screen((Text(said, at=at), Text(what)))
