"""The queue of the desk: its parts with their figures, its filters, and who has taken on a difficulty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import VN
from bot.domain.buttons import Verb
from bot.domain.fields import Field
from bot.domain.handling import DeskAct
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.triage import (
    CHOICES,
    URGENCIES,
    Claim,
    QueueFilter,
    QueueGroup,
    QueueItem,
    QueueView,
    mark,
    pages,
)
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.saved_replies import ListReplies
from bot.domain.verbs.selecting import SelectInQueue
from bot.domain.verbs.triage import (
    AskQueueFilter,
    ClaimDifficulty,
    OpenQueueItem,
    ReleaseDifficulty,
    ShowQueue,
    TakeOverDifficulty,
)
from bot.screens.lookup import by_number, page_of
from bot.screens.reporting.acceptance import URGENCY_NAMES
from bot.screens.reporting.form import HOME

_NAMES: Mapping[QueueGroup, str] = {
    QueueGroup.ALL: N_("all"),
    QueueGroup.NEW: N_("new"),
    QueueGroup.OURS: N_("waiting for the Standing Body"),
    QueueGroup.MEMBER: N_("waiting for the member"),
    QueueGroup.FORWARDED: N_("forwarded to authorities"),
    QueueGroup.OVERDUE: N_("overdue"),
}
_SHOW: Mapping[QueueGroup, str] = {
    QueueGroup.ALL: N_("All ({count:number})"),
    QueueGroup.NEW: N_("New ({count:number})"),
    QueueGroup.OURS: N_("Waiting for us ({count:number})"),
    QueueGroup.MEMBER: N_("Waiting for member ({count:number})"),
    QueueGroup.FORWARDED: N_("Forwarded ({count:number})"),
    QueueGroup.OVERDUE: N_("Overdue ({count:number})"),
}
_FILTERS: Mapping[QueueFilter, str] = {
    QueueFilter.FIELD: N_("By field"),
    QueueFilter.SEAT: N_("By member"),
    QueueFilter.AGENCY: N_("By authority"),
    QueueFilter.URGENCY: N_("By urgency"),
}
_ASKED: Mapping[QueueFilter, str] = {
    QueueFilter.FIELD: N_("Which field?"),
    QueueFilter.SEAT: N_("Which member?"),
    QueueFilter.AGENCY: N_("Which authority in charge?"),
    QueueFilter.URGENCY: N_("Which urgency?"),
}
_REPLIES = Choice(Text(N_("Reply templates")), ListReplies(DeskAct.ANSWERED))
QUEUE = Choice(Text(N_("Handle difficulties")), ShowQueue())


@dataclass(frozen=True)
class Named:
    """What the values of the filters are called, as far as they occur in the queue."""

    items: Sequence[QueueItem]
    fields: Mapping[str, Field]

    def of(self, which: QueueFilter, value: int) -> Text:
        """Return the name of a value; one that does not occur any more has none."""
        found = next((item for item in self.items if item.value(which) == value), None)
        match which:
            case QueueFilter.URGENCY:
                return Text(URGENCY_NAMES[URGENCIES[value - 1]]) if 0 < value <= len(URGENCIES) else _GONE
            case QueueFilter.FIELD:
                field = next((each for code, each in self.fields.items() if mark(code) == value), None)
                return Text("{name}", name=field.short) if field else _GONE
            case QueueFilter.SEAT:
                return Text("{name:organisation}", name=found.seat.organisation) if found else _GONE
            case QueueFilter.AGENCY:
                return Text("{name:organisation}", name=found.agency) if found else _GONE


_GONE = Text(N_("no longer in the queue"))


def to_queue(count: int) -> Choice:
    """The way to the queue, with how many difficulties are in it."""
    return Choice(Text(N_("Handle difficulties ({count:number})"), count=count), ShowQueue())


def figures(counted: Mapping[QueueGroup, int]) -> Text:
    """How many difficulties each part of the queue has, in a line."""
    parts = [
        Text(N_("{group} {count:count}"), group=Text(_NAMES[group]), count=counted[group])
        for group in (QueueGroup.NEW, QueueGroup.OURS, QueueGroup.MEMBER, QueueGroup.FORWARDED)
    ]
    late = counted[QueueGroup.OVERDUE]
    return Text(
        N_("Difficulties: {parts}{late}."),
        parts=joined(parts, "; "),
        late=Text(N_("; overdue among them {count:count}"), count=late) if late else None,
    )


def queue(
    here: Sequence[tuple[QueueItem, int]],
    counted: Mapping[QueueGroup, int],
    view: QueueView,
    named: Named,
    last_page: int,
) -> Screen:
    """A page of the queue: `here` are the difficulties on it, each with its age in working days."""
    heading = Text(
        N_("<b>Handling of difficulties</b> – {group}{page}"),
        group=Text(_NAMES[view.group]),
        page=page_of(view.page, last_page),
    )
    lines = [item_line(number, item, age, named.fields) for number, (item, age) in enumerate(here, 1)]
    nothing = [] if here else [Text(N_("There is nothing here at present."))]
    choices = by_number([OpenQueueItem(item.code, view) for item, _ in here])
    return Screen(
        (heading, figures(counted), *_filter_line(view, named), BLANK, *lines, *nothing),
        (
            *choices,
            *turning(view, last_page),
            *_groups(counted, view),
            *_filters(view),
            *_at_the_end(here, view),
            (HOME,),
        ),
    )


def _at_the_end(here: Sequence[object], view: QueueView) -> list[Row]:
    select = (Choice(Text(N_("Mark several")), SelectInQueue(view)),) if here else ()
    return [(*select, _REPLIES)]


def item_line(number: int, item: QueueItem, age: int, fields: Mapping[str, Field]) -> Text:
    """A difficulty in a list of the queue; `age` in working days."""
    days = NP_("{count:count} working day", "{count:count} working days", by="count")
    remarks = [
        *([Text(URGENCY_NAMES[item.urgency])] if item.urgency else []),
        *([Text(N_("overdue"))] if item.overdue else []),
        *([Text(N_("conflicting rules"))] if item.conflicting else []),
        *([Text(N_("opinion of the leader"))] if item.directed else []),
        *([Text(N_("the leader is asked"))] if item.asks_leader else []),
        *([Text(N_("with {full_name}"), full_name=Excerpt(item.claim.full_name))] if item.claim else []),
    ]
    return Text(
        N_("{number}. {code} – {field} – {seat} – {age}{remarks}"),
        number=number,
        code=item.code,
        field=fields[item.field].short if item.field in fields else item.field,
        seat=item.seat.code,
        age=Text(days, count=age),
        remarks=Text(N_(" – {remarks}"), remarks=joined(remarks, "; ")) if remarks else None,
    )


def _filter_line(view: QueueView, named: Named) -> Sequence[Text]:
    if not view.is_filtered:
        return ()
    parts = [named.of(which, value) for which in QueueFilter if (value := _value(view, which))]
    parts += [Text(N_("conflicting rules"))] if view.conflicting else []
    parts += [Text(N_("my work"))] if view.mine else []
    return (Text(N_("Filter: {parts}."), parts=joined(parts, "; ")),)


def _value(view: QueueView, which: QueueFilter) -> int:
    return {
        QueueFilter.FIELD: view.field,
        QueueFilter.SEAT: view.seat,
        QueueFilter.AGENCY: view.agency,
        QueueFilter.URGENCY: view.urgency,
    }[which]


def turning(view: QueueView, last_page: int, verb: Callable[[QueueView], Verb] = ShowQueue) -> Sequence[Row]:
    """Return the choices that lead to the pages before and behind this one, as far as there are any."""
    before = Choice(Text(N_("Previous page")), verb(replace(view, page=view.page - 1))) if view.page else None
    more = view.page + 1 < last_page
    after = Choice(Text(N_("Next page")), verb(replace(view, page=view.page + 1))) if more else None
    row = tuple(choice for choice in (before, after) if choice)
    return (row,) if row else ()


def _groups(counted: Mapping[QueueGroup, int], view: QueueView) -> Sequence[Row]:
    """The other parts that have anything in them, two in a row."""
    choices = [
        Choice(Text(msgid, count=counted[group]), ShowQueue(replace(view, group=group, page=0)))
        for group, msgid in _SHOW.items()
        if group is not view.group and counted[group]
    ]
    return _pairs(choices)


def _filters(view: QueueView) -> Sequence[Row]:
    choices = [Choice(Text(msgid), AskQueueFilter(which, 0, view)) for which, msgid in _FILTERS.items()]
    if not view.conflicting:
        choices.append(Choice(Text(N_("Conflicting rules")), ShowQueue(replace(view, page=0, conflicting=1))))
    if not view.mine:
        choices.append(Choice(Text(N_("My work")), ShowQueue(replace(view, page=0, mine=1))))
    if view.is_filtered:
        choices.append(Choice(Text(N_("Clear filters")), ShowQueue(QueueView(view.group))))
    return _pairs(choices)


def _pairs(choices: Sequence[Choice]) -> list[Row]:
    return [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]


def ask_filter(
    which: QueueFilter, found: Sequence[tuple[int, int]], page: int, view: QueueView, named: Named
) -> Screen:
    """A page of the values of a filter, each with how many difficulties have it."""
    here = found[page * CHOICES : (page + 1) * CHOICES]
    lines = [
        Text(N_("{number}. {name}: {count:count}"), number=number, name=named.of(which, value), count=count)
        for number, (value, count) in enumerate(here, 1)
    ]
    turns = [Choice(Text(N_("Previous page")), AskQueueFilter(which, page - 1, view))] if page else []
    if page + 1 < pages(len(found), CHOICES):
        turns.append(Choice(Text(N_("Next page")), AskQueueFilter(which, page + 1, view)))
    whole = Choice(Text(N_("Without this filter")), ShowQueue(view.narrowed(which, 0)))
    nothing = [] if here else [Text(N_("There is nothing here at present."))]
    return Screen(
        (Text(_ASKED[which]), *lines, *nothing),
        (
            *by_number([ShowQueue(view.narrowed(which, value)) for value, _ in here]),
            *((tuple(turns),) if turns else ()),
            (whole, Choice(Text(N_("‹ Back to the queue")), ShowQueue(view))),
        ),
    )


def back_to(view: QueueView) -> Choice:
    """The way from a difficulty back to the part of the queue it was opened from."""
    return Choice(Text(N_("‹ Back to the queue")), ShowQueue(view))


def taken_on_line(claim: Claim, now: datetime) -> Text:
    """Who takes care of a difficulty, and since when: today the hour says it."""
    today = claim.at.astimezone(VN).date() == now.astimezone(VN).date()
    lately = N_("{code} is being handled by {full_name} (since {at:clock}).")
    return Text(
        lately if today else N_("{code} is being handled by {full_name} (since {at:stamp})."),
        code=claim.difficulty,
        full_name=Excerpt(claim.full_name),
        at=claim.at,
    )


def view_of(back: Choice | None) -> QueueView | None:
    """Return the part of the queue that a way back leads to; None where it leads elsewhere."""
    return (back.verb.view or QueueView()) if back and isinstance(back.verb, ShowQueue) else None


def with_claim(
    screen: Screen, code: str, claim: Claim | None, now: datetime, view: QueueView | None, *, own: bool
) -> Screen:
    """Return the page of a difficulty with who takes care of it, and what the reader can do about that."""
    if claim is None:
        choice = Choice(Text(N_("Take on")), ClaimDifficulty(code, view))
    elif own:
        choice = Choice(Text(N_("Stop handling")), ReleaseDifficulty(code, claim.id, view))
    else:
        choice = Choice(Text(N_("Take over handling")), TakeOverDifficulty(code, claim.id, view))
    first, *rest = screen.lines
    said = [taken_on_line(claim, now)] if claim else []
    return replace(screen, lines=(first, *said, *rest), rows=((choice,), *screen.rows))


def taken_over(code: str, full_name: str) -> Screen:
    """To whoever had taken a difficulty on: a colleague takes care of it now."""
    said = N_("{full_name} has taken over the handling of {code} from you.")
    view = Choice(Text(N_("View {code}"), code=code), ShowReport(code))
    return Screen((Text(said, full_name=full_name, code=code),), ((view,),), silent=True)
