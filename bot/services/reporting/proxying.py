"""The secretariat enters a report in a member's place, in the member's own form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.characters import clean
from bot.domain.days import kept
from bot.domain.forms import Done, Draft, Event
from bot.domain.origins import DATED, LETTER_FORM, NUMBER, Origin, Source, letter_form
from bot.domain.people import Actor, Duty, Role, Seat
from bot.domain.periods import Period, SeatState
from bot.domain.reports import PROXIES, PROXY_ADHOC, PROXY_REPORT
from bot.errors import BotError
from bot.screens.reporting import choosing
from bot.screens.reporting import proxying as wording
from bot.services.people.duties import officer_only
from bot.services.reply import Reply
from bot.services.reporting import adhoc, drafting, periodic
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.standing import SeatPeriod, seat_periods
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import difficulties, drafts, people
from storage.unit import Unit

_OWED = (SeatState.OPEN, SeatState.DRAFTING, SeatState.MISSING)


def choose_seat(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of the members, those whose report is still to come first; one that is not there shows the last."""
    people.set_open_draft(unit.db, actor.account, None)
    seats = people.seats_there(unit.db, unit.today)
    # A later period is open as well for a while; what a member owes is the report that is due first.
    first = {s.seat.id: s for s in reversed(seat_periods(unit, _deputy(actor, seats)))}
    owing = {seat for seat, standing in first.items() if standing.state in _OWED}
    found = sorted(((seat, seat.id in owing) for seat in seats), key=lambda each: (not each[1], each[0].rank))
    return Reply(wording.seats(found, min(page, wording.pages(len(found)) - 1)))


def choose_report(unit: Unit, actor: Actor, seat_id: int) -> Reply:
    """Show which reports of a member can be entered. Raises BotError("stale") for a seat that is not there."""
    people.set_open_draft(unit.db, actor.account, None)
    seat = _seat(unit, seat_id)
    found = _open_periods(unit, actor, seat)
    filed = [choosing.filed_line(each.schedule, each.report, "") for each in found if each.report]
    return Reply(wording.reports(seat, [each.schedule for each in found if each.report is None], filed))


def _open_periods(unit: Unit, actor: Actor, seat: Seat) -> Sequence[SeatPeriod]:
    return seat_periods(unit, _deputy(actor, [seat]))


def start(unit: Unit, actor: Actor, seat_id: int, period: Period | None) -> Reply:
    """Open the form of a report of a seat, an ad hoc one without a `period`, or the officer's draft of it.

    How it came is asked first, where that is not known.
    Raises BotError("stale") for a seat that is not there and a period that is not open.
    """
    seat = _seat(unit, seat_id)
    kind, subject = (PROXY_REPORT, period.iso) if period else (PROXY_ADHOC, "")
    if period and period not in (each.schedule.period for each in _open_periods(unit, actor, seat)):
        raise BotError("stale")
    draft = drafts.live_draft(unit.db, actor.person.id, seat.id, kind, subject) or drafts.add_draft(
        unit.db, actor.person.id, seat.id, kind, subject, difficulties.last_field(unit.db, seat.id), unit.now
    )
    if not draft.origin:
        return Reply(wording.ask_origin(draft, seat.organisation))
    return open_draft(unit, _deputy(actor, [seat]), FORMS[kind], draft)


def ask_origin(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Ask by what way the report of a draft came. Raises what `own` raises."""
    draft, deputy = own(unit, actor, draft_id)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.ask_origin(draft, deputy.seats[0].organisation))


def choose_origin(unit: Unit, actor: Actor, draft_id: int, source: Source) -> Reply:
    """Keep by what way it came, and open its form; of a letter, number and day are asked. Raises what `own` raises."""
    draft, _ = own(unit, actor, draft_id)
    if draft.closed_at:
        raise BotError("stale")
    if source is Source.LETTER:
        return _ask_letter(unit, actor, draft)
    return _came(unit, actor, draft, Origin(source))


def _ask_letter(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    key = (actor.person.id, 0, LETTER_FORM, str(draft.id))
    letter = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = replace(letter, rev=letter.rev + 1, items=(), position=letter_form(unit.today_for_words).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return open_draft(unit, actor, LETTER, begun)


def _came(unit: Unit, actor: Actor, draft: Draft, origin: Origin) -> Reply:
    drafts.save_draft(unit.db, replace(draft, origin=origin.kept), unit.now)
    return resume(unit, actor, draft.id)


def _letter_sent(unit: Unit, actor: Actor, letter: Draft, _done: Done) -> Reply:
    draft, _ = own(unit, actor, int(letter.subject))
    item = letter.items[0]
    drafts.close_draft(unit.db, letter.id, letter.subject, unit.now)
    return _came(unit, actor, draft, Origin(Source.LETTER, clean(item[NUMBER]), kept(item[DATED])))


def _letter_overtaken(unit: Unit, actor: Actor, letter: Draft) -> Reply | None:
    """Nothing is asked of a draft that was sent or is gone."""
    draft = drafts.draft_by_id(unit.db, int(letter.subject))
    if draft and not draft.closed_at:
        return None
    drafts.drop_draft(unit.db, letter.id)
    return choose_seat(unit, actor, 0)


def _letter_left(unit: Unit, actor: Actor, letter: Draft) -> Reply:
    return ask_origin(unit, actor, int(letter.subject))


LETTER = DraftForm(
    lambda unit, _: letter_form(unit.today_for_words),
    lambda unit, _actor, draft: wording.letter(letter_form(unit.today_for_words), draft),
    _letter_sent,
    last_day_untouched,
    _letter_overtaken,
    left=_letter_left,
)
"""The form in which a letter is named."""


def resume(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Take up a draft of the officer's where it was left. Raises what `own` raises."""
    draft, deputy = own(unit, actor, draft_id)
    return open_draft(unit, deputy, FORMS[draft.kind], draft)


def answer(
    unit: Unit, actor: Actor, draft_id: int, event: Event, at: datetime | None = None, *, replied: bool = False
) -> Reply:
    """Take a button or a text into a draft of the officer's, or leave or send it. Raises what `own` raises."""
    draft, deputy = own(unit, actor, draft_id)
    return drafting.answer_draft(unit, deputy, FORMS[draft.kind], draft, event, at, replied=replied)


def own(unit: Unit, actor: Actor, draft_id: int) -> tuple[Draft, Actor]:
    """Return a draft of the officer's, and the officer as one who reports for its seat.

    Raises BotError("stale") for any other draft, BotError("rights") for one who is of the secretariat no longer.
    """
    draft = drafts.draft_by_id(unit.db, draft_id)
    if draft is None or draft.person != actor.person.id or draft.kind not in PROXIES:
        raise BotError("stale")
    officer_only(unit, actor)
    return draft, _deputy(actor, [_seat(unit, draft.seat)])


def _seat(unit: Unit, seat_id: int) -> Seat:
    found = next((seat for seat in people.seats_there(unit.db, unit.today) if seat.id == seat_id), None)
    if found is None:
        raise BotError("stale")
    return found


def _deputy(actor: Actor, seats: Sequence[Seat]) -> Actor:
    """The officer as the forms see whoever reports for these seats; nothing else is asked of what this returns."""
    return replace(actor, duties=tuple(Duty(Role.FOCAL, seat) for seat in seats))


def _left(unit: Unit, _actor: Actor, draft: Draft) -> Reply:
    return Reply(wording.left(draft, last_day_untouched(unit, draft), unit.now))


FORMS: Mapping[str, DraftForm] = {
    PROXY_REPORT: replace(periodic.FORM, kept_until=last_day_untouched, left=_left),
    PROXY_ADHOC: replace(adhoc.FORM, kept_until=last_day_untouched, left=_left),
}
"""The forms of members, as the desk fills them in."""
