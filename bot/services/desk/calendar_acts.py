"""The calendar in the chat: a year shown, and the forms that set days, with all that moves shown before it is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.calendar_source import first_known
from bot.domain import calendar_forms as asked
from bot.domain.calendar_days import differing
from bot.domain.calendar_forms import ACT_OF, DRAFTS, CalendarAct
from bot.domain.duties import keeps_roster
from bot.domain.form_questions import missing
from bot.domain.forms import At, Done, Draft, Form, Position
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens import calendar_forms as forming
from bot.screens import calendar_year as wording
from bot.services.desk import calendar_moves
from bot.services.people import duties
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people
from storage.unit import Unit


def show(unit: Unit, actor: Actor, year: int | None = None, page: int | None = None) -> Reply:
    """Show a page of a year: of this one where none is named, from today on where no page is.

    Raises BotError: rights, or stale for a year that is not known.
    """
    _check_right(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(_year(unit, unit.today.replace(month=1, day=1, year=year) if year else unit.today, page))


def _year(unit: Unit, day: date, page: int | None = None) -> Screen:
    """The page of a year, that from a day of it on where none is named."""
    year = day.year
    known = calendar_moves.known(unit)
    if not first_known(unit.today).year <= year <= known.until.year:
        raise BotError("stale")
    found = wording.Year(
        year=year,
        days=list(differing(known.calendar, year)),
        calendar=known.calendar,
        own=known.own,
        years=range(first_known(unit.today).year, known.until.year + 1),
        acts=[act for act in CalendarAct if _offers(act, known)],
    )
    return wording.shown(found, found.page_of(day) if page is None else page)


def _offers(act: CalendarAct, known: asked.Known) -> bool:
    if act is CalendarAct.DECIDE:
        return known.next_year <= known.until.year
    return act is not CalendarAct.DROP or bool(asked.droppable(known))


def start(unit: Unit, actor: Actor, act: CalendarAct) -> Reply:
    """Open the form of an act, or the draft of it that there is. Raises BotError: rights, or stale."""
    _check_right(unit, actor)
    if not _offers(act, calendar_moves.known(unit)):
        raise BotError("stale")
    key = (actor.person.id, 0, DRAFTS[act], "")
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    if not draft.rev:
        draft = replace(draft, position=_form(unit, draft).start())
        drafts.save_draft(unit.db, draft, unit.now)
    return open_draft(unit, actor, FORM, draft)


def _check_right(unit: Unit, actor: Actor) -> None:
    if not keeps_roster(actor.roles):
        raise BotError("rights", phone=unit.rules.profile.office.phone)


def _form(unit: Unit, draft: Draft) -> Form:
    answers = draft.items[0] if draft.items else {}
    return asked.form(ACT_OF[draft.kind], answers, calendar_moves.known(unit))


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    known, form = calendar_moves.known(unit), _form(unit, draft)
    view = forming.View(form, ACT_OF[draft.kind], known)
    if draft.position.at is not At.REVIEW or missing(form, draft) or asked.refused_now(form, draft.items[0]):
        return forming.draft_screen(view, draft)
    found = calendar_moves.moved(unit, asked.changed(view.act, draft.items[0], known))
    at = calendar_moves.told_at(unit.now, unit.rules.calendar)
    return forming.review(view, draft, found, at)


def _renewed(unit: Unit, draft: Draft) -> Draft:
    """What is opened is shown against the days that are set now."""
    return replace(draft, base=calendar_moves.version(unit))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    known, form = calendar_moves.known(unit), _form(unit, draft)
    if refused := asked.refused_now(form, draft.items[0]):
        step, why = refused
        again = replace(_renewed(unit, draft), rev=draft.rev + 1, position=Position(At.STEP, step=step.name))
        drafts.save_draft(unit.db, again, unit.now)
        people.set_open_draft(unit.db, actor.account, draft.id)
        return with_remark(open_draft(unit, actor, FORM, again), why)
    if draft.base != calendar_moves.version(unit):
        return at_review_again(unit, actor, FORM, _renewed(unit, draft), forming.meanwhile())
    own = asked.changed(ACT_OF[draft.kind], draft.items[0], known)
    done = calendar_moves.change(unit, own, duties.by(actor))
    drafts.close_draft(unit.db, draft.id, f"calendar:{done.version}", unit.now)
    people.set_open_draft(unit.db, actor.account, None)
    after = Unit(unit.db, unit.now, unit.shipped)
    day = asked.day_of(ACT_OF[draft.kind], draft.items[0], known)
    screen = _year(after, day).with_line_first(forming.done(done.moves))
    return Reply(screen, notices=done.notices)


def _done_before(_code: str, at: datetime) -> Text:
    return forming.done_before(at)


def _left(unit: Unit, _actor: Actor, draft: Draft) -> Reply:
    return Reply(forming.left(ACT_OF[draft.kind], unit.today.year))


FORM = DraftForm(
    _form,
    _screen,
    _send,
    last_day_untouched,
    done_before=_done_before,
    left=_left,
    renewed=_renewed,
)
"""The forms that change the calendar."""
FORMS = dict.fromkeys(DRAFTS.values(), FORM)
"""By the kinds of their drafts."""
