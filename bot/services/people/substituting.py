"""The form in which the desk names who stands in for the holder of a seat's duty, from a day to a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain import directory_forms as asked
from bot.domain.days import kept
from bot.domain.directory import DirectoryEntry
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor, Duty, Person, Seat
from bot.domain.seat_requests import FROM, UNTIL, SeatOutcome, SeatRequest, SeatRequestKind
from bot.domain.texts import Screen, Text
from bot.domain.turns import Turn, TurnKind
from bot.domain.verbs.seats import OpenSubstitute
from bot.errors import BotError
from bot.screens.people import forming, turning
from bot.services.people import directory, duties, turns
from bot.services.people.duties import Grant
from bot.services.people.handing_over import check_unplanned
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, ledgers, people, seat_requests
from storage.unit import Unit


def start(unit: Unit, actor: Actor, duty_id: int, request: SeatRequest | None = None) -> Reply:
    """Open the form, or the draft of it that there is, with the days of a request that a member made.

    Raises BotError("stale") for a duty that is not held or has no seat, BotError("turn_planned"), and
    BotError("admins_only").
    """
    _, duty, _ = _duty(unit, duty_id)
    duties.check_right(unit, actor, duty.role)
    check_unplanned(unit, duty_id)
    subject = str(duty_id)
    draft = drafts.live_draft(unit.db, actor.person.id, 0, asked.SUBSTITUTE, subject) or drafts.add_draft(
        unit.db, actor.person.id, 0, asked.SUBSTITUTE, subject, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft, request))


def _begun(unit: Unit, draft: Draft, request: SeatRequest | None) -> Draft:
    days = {name: request.body[name] for name in (FROM, UNTIL)} if request else {}
    begun = replace(draft, items=(days,) if days else (), position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _duty(unit: Unit, duty_id: int) -> tuple[DirectoryEntry, Duty, Seat]:
    entry, duty = directory.duty(unit, duty_id)
    if duty.seat is None:
        raise BotError("stale")
    return entry, duty, duty.seat


def _form(unit: Unit, draft: Draft) -> Form:
    return asked.substitute(draft, people.everybody_ever(unit.db), unit.today_for_words)


def _substitute(unit: Unit, draft: Draft) -> Person | None:
    if not draft.items or missing(_form(unit, draft), draft):
        return None
    item = draft.items[0]
    if item[asked.SUCCESSOR] == asked.NEW:
        return asked.person_of(item, "")
    return people.person_by_code(unit.db, item[asked.SUCCESSOR])


def _days(unit: Unit, draft: Draft) -> tuple[date, date]:
    """The first and the last day; one that is past by now is today."""
    since, until = (kept(draft.items[0][name]) or unit.today for name in (FROM, UNTIL))
    since = max(since, unit.today)
    return since, max(since, until)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    entry, duty, _ = _duty(unit, int(draft.subject))
    substitute, result = _substitute(unit, draft), list[Text]()
    if substitute:
        since, until = _days(unit, draft)
        result = list(turning.substitute_result(substitute, duty, entry.person.full_name, since, until))
    view = forming.View(
        form=_form(unit, draft),
        heading=turning.substitute_heading(entry.person.full_name, duty),
        seats={},
        people={person.code: person for person in people.everybody_ever(unit.db)},
        suggested=_wished(unit, duty),
        missing_second=False,
        result=result,
        confirm=turning.SUBSTITUTE,
    )
    return forming.draft_screen(view, draft)


def _wished(unit: Unit, duty: Duty) -> Sequence[str]:
    """The codes of the persons whose name stands in what the member asked for."""
    assert duty.seat is not None
    request = seat_requests.open_request(unit.db, SeatRequestKind.SUBSTITUTE, duty.seat.id, str(duty.id))
    return asked.named_in(str(request.body["who"]), people.everybody_ever(unit.db)) if request else ()


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    entry, duty, seat = _duty(unit, int(draft.subject))
    substitute = _substitute(unit, draft)
    if substitute is None:
        raise BotError("stale")
    # Asked again: the draft may be older than the actor's rights, or than a handover.
    duties.check_right(unit, actor, duty.role)
    check_unplanned(unit, duty.id)
    if substitute.id == entry.person.id:
        raise BotError("duty_held", full_name=substitute.full_name)
    since, until = _days(unit, draft)
    ends_on = until + timedelta(days=1)
    grant = Grant(substitute, duty.role, seat.code)
    person_id, duty_id = duties.record(unit, grant, duties.by(actor), since, ends_on)
    turn = Turn(
        id=0,
        kind=TurnKind.SUBSTITUTE,
        seat=seat.id,
        from_person=entry.person.id,
        from_duty=duty.id,
        to_person=person_id,
        to_duty=duty_id,
        begins_on=since,
        ends_on=ends_on,
        pass_drafts=True,
        by=duties.by(actor),
    )
    change, told = turns.plan(unit, turn)
    _grant_request(unit, actor, duty)
    drafts.close_draft(unit.db, draft.id, change.after.code, unit.now)
    shown = directory.shown(unit, actor, entry.person.id)
    return Reply(shown.with_line_first(turning.planned(change)), notices=told)


def _grant_request(unit: Unit, actor: Actor, duty: Duty) -> None:
    assert duty.seat is not None
    request = seat_requests.open_request(unit.db, SeatRequestKind.SUBSTITUTE, duty.seat.id, str(duty.id))
    if request is None:
        return
    seat_requests.end_request(unit.db, request.id, SeatOutcome.GRANTED, actor.person.id, unit.now)
    number = f"seat_request:{request.id}"
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "seat_request.granted", number)


def _overtaken(unit: Unit, _actor: Actor, draft: Draft) -> Reply | None:
    """The duty has ended since: BotError("stale")."""
    _duty(unit, int(draft.subject))
    return None


def _left(_unit: Unit, _actor: Actor, draft: Draft) -> Reply:
    return Reply(forming.left(OpenSubstitute(int(draft.subject))))


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, forming.done_before, _left)
"""The form that names a substitute."""
