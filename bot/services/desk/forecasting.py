"""What will be sent in the coming days, as the desk sees it, and what the desk cancels or moves of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.days import kept
from bot.domain.duties import keeps_roster
from bot.domain.forecasts import Forecast, Matter, Push, by_day, by_person
from bot.domain.forms import Done, Draft, Form
from bot.domain.moving_forms import MOVING, SEND_ON, moving_form, read_subject, subject_of
from bot.domain.operations import Operation, Replace, Send, Topic, TopicKind, screen_anchor
from bot.domain.people import Actor, Duty
from bot.domain.reminder_rules import AT_ONCE, KEEPS_THE_DAY, MOST_DAYS, ON_THE_DAY, Kind, Mark
from bot.domain.texts import Screen, Text
from bot.domain.verbs.forecasting import Sheet, ShowForecast
from bot.errors import BotError
from bot.screens import forecast_pages as wording
from bot.screens import forecasting as words
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import addressees, anchors, drafts, forecasts, ledgers, people
from storage.forecasts import Override, Wanted
from storage.unit import Unit

AHEAD = timedelta(days=14)
_TOPIC = Topic(TopicKind.PROVISIONAL)


def show(unit: Unit, actor: Actor, number: int | None = None, page: int = 0) -> Reply:
    """Show a forecast, the newest without a number; where there is none of the coming days, one is made.

    Raises BotError: rights, or stale for one that is not there any more.
    """
    _check(unit, actor.roles)
    people.set_open_draft(unit.db, actor.account, None)
    if number is None:
        newest = forecasts.newest(unit.db)
        if newest is None or newest[1].until < unit.today + AHEAD:
            return make(unit, actor)
        return Reply(_days(unit, newest[0].id, newest[1], page))
    wanted, found = _by_id(unit, number)
    if found is None and wanted.made_at:
        raise BotError("stale")  # what it said is no longer kept
    if found is None:
        return Reply(wording.failed() if wanted.failed_at else wording.making(wanted.id, wanted.asked_at))
    return Reply(_days(unit, number, found, page))


def make(unit: Unit, actor: Actor) -> Reply:
    """Have a new one made, beside the program; its asker is shown it as soon as it is there."""
    _check(unit, actor.roles)
    people.set_open_draft(unit.db, actor.account, None)
    waiting = forecasts.wanted_by(unit.db, actor.account)
    number = waiting.id if waiting else forecasts.ask(unit.db, actor.account, unit.today + AHEAD, unit.now)
    return Reply(wording.making(number, waiting.asked_at if waiting else unit.now))


def made(unit: Unit, wanted: Wanted, found: Forecast | None) -> Sequence[Operation]:
    """Keep what was worked out, None where it failed, and show it to whoever asked, unless they have gone.

    Who looks at something else by now is told in a message of its own.
    """
    forecasts.finish(unit.db, wanted.id, found, unit.now)
    to = addressees.recipient(unit.db, wanted.account, unit.today)
    held = people.duties_of(unit.db, people.person_of_account(unit.db, wanted.account).id, unit.today)
    if to is None or not _may(held):
        return ()
    screen = _days(unit, wanted.id, found, 0) if found else wording.failed()
    anchor = screen_anchor(wanted.account)
    there = anchors.anchor(unit.db, anchor)
    looks = there is not None and ShowForecast(wanted.id).data in str(there.body.get("rows"))
    if looks:
        return (Replace(to, screen, anchor, _TOPIC),)
    return (Send(to, wording.ready(wanted.id) if found else wording.failed(), topic=_TOPIC),)


def day(unit: Unit, actor: Actor, number: int, ordinal: int, page: int) -> Reply:
    """Show who gets something on a day. Raises as `show` does."""
    _check(unit, actor.roles)
    people.set_open_draft(unit.db, actor.account, None)
    found, when, pushes = _of_day(unit, number, ordinal)
    named = people.persons_by_id(unit.db, {push.person for push in pushes if push.person})
    names = {person.id: person.full_name for person in named.values()}
    return Reply(wording.persons(number, when, pushes, names, found, page))


def person(unit: Unit, actor: Actor, sheet: Sheet, page: int) -> Reply:
    """Show what a person gets on a day. Raises as `show` does."""
    _check(unit, actor.roles)
    people.set_open_draft(unit.db, actor.account, None)
    found, entries = _entries(unit, sheet)
    return Reply(wording.person_day(sheet, _name(unit, sheet), entries, found, page))


def cancel(unit: Unit, actor: Actor, sheet: Sheet, number: int) -> Reply:
    """Have a reminder not sent. Raises as `show` does; stale for one that is neither cancelled nor moved."""
    matter = _matter(unit, actor, sheet, number)
    _set(unit, actor, matter, None)
    return with_remark(person(unit, actor, sheet, number // wording.MATTERS_PAGE), wording.cancelled())


def restore(unit: Unit, actor: Actor, sheet: Sheet, number: int) -> Reply:
    """Let the rules decide on a reminder again. Raises as `cancel` does."""
    matter = _matter(unit, actor, sheet, number)
    forecasts.drop_override(unit.db, matter.key, unit.today, unit.now)
    _audit(unit, actor, "restored", matter, None)
    return with_remark(person(unit, actor, sheet, number // wording.MATTERS_PAGE), wording.restored())


def ask_day(unit: Unit, actor: Actor, sheet: Sheet, number: int) -> Reply:
    """Ask on which day a reminder is to be sent instead. Raises as `cancel` does."""
    _matter(unit, actor, sheet, number)
    subject = subject_of(sheet.forecast, sheet.day, sheet.person, number)
    key = (actor.person.id, 0, MOVING, subject)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = replace(draft, rev=draft.rev + 1, items=(), position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return open_draft(unit, actor, FORM, begun)


def _check(unit: Unit, roles: frozenset[object]) -> None:
    if not keeps_roster(roles):  # type: ignore[arg-type]
        raise BotError("rights", phone=unit.rules.profile.office.phone)


def _may(held: Sequence[Duty]) -> bool:
    return keeps_roster(frozenset(duty.role for duty in held))


def _by_id(unit: Unit, number: int) -> tuple[Wanted, Forecast | None]:
    found = forecasts.by_id(unit.db, number)
    if found is None:
        raise BotError("stale")
    return found


def _days(unit: Unit, number: int, found: Forecast, page: int) -> Screen:
    return wording.days(number, found.since(unit.today), unit.today, page)


def _of_day(unit: Unit, number: int, ordinal: int) -> tuple[Forecast, date, Sequence[Push]]:
    found = _by_id(unit, number)[1]
    try:
        when = date.fromordinal(ordinal)
    except (ValueError, OverflowError) as error:
        raise BotError("stale") from error
    pushes = by_day(found.pushes).get(when) if found else None
    if found is None or not pushes:
        raise BotError("stale")
    return found, when, pushes


def _pushes(unit: Unit, sheet: Sheet) -> tuple[Forecast, Sequence[Push]]:
    found, _, of_day = _of_day(unit, sheet.forecast, sheet.day)
    pushes = by_person(of_day).get(sheet.person or None)
    if not pushes:
        raise BotError("stale")
    return found, pushes


def _name(unit: Unit, sheet: Sheet) -> Text:
    names = {sheet.person: people.person_by_id(unit.db, sheet.person).full_name} if sheet.person else {}
    return wording.name_of(sheet.person or None, names)


def _entries(unit: Unit, sheet: Sheet) -> tuple[Forecast, list[wording.Entry]]:
    found, pushes = _pushes(unit, sheet)
    set_before = forecasts.overrides(unit.db, [each.key for push in pushes for each in push.matters])
    entries: list[wording.Entry] = []
    for push in pushes:
        for what, matter in zip(words.what(push), push.matters or (None,), strict=True):
            override = set_before.get(matter.key) if matter else None
            entries.append(
                wording.Entry(
                    push.at,
                    what,
                    len(entries) if matter else None,
                    fixed=matter is not None and _is_fixed(matter),
                    cancelled=override is not None and override.send_on is None,
                    moved=override.send_on if override else None,
                )
            )
    return found, entries


def _is_fixed(matter: Matter) -> bool:
    """Whether the desk has no say in it: whoever owes hears of it on the day of the deadline, and of what is urgent."""
    kind = Kind(matter.kind)
    return kind in AT_ONCE or (kind in KEEPS_THE_DAY and matter.mark == str(ON_THE_DAY))


def _matter(unit: Unit, actor: Actor, sheet: Sheet, number: int) -> Matter:
    """Return the matter at a place, which the desk may decide on."""
    _check(unit, actor.roles)
    _, pushes = _pushes(unit, sheet)
    placed = [matter for push in pushes for matter in (push.matters or (None,))]
    matter = placed[number] if number < len(placed) else None
    if matter is None or _is_fixed(matter) or date.fromordinal(sheet.day) < unit.today:
        raise BotError("stale")
    return matter


def _set(unit: Unit, actor: Actor, matter: Matter, send_on: date | None) -> None:
    forecasts.put_override(unit.db, Override(matter.key, send_on, actor.person.id, unit.now))
    forecasts.lay_over(unit.db, unit.now)
    _audit(unit, actor, "moved" if send_on else "cancelled", matter, send_on)


def _audit(unit: Unit, actor: Actor, what: str, matter: Matter, send_on: date | None) -> None:
    detail = {"send_on": send_on.isoformat()} if send_on else {}
    ledgers.append_audit(
        unit.db, unit.now, f"person:{actor.person.code}", f"reminder.{what}", f"reminder:{matter.key}", detail
    )


# --- the form in which a day is named


@dataclass(frozen=True)
class _Subject:
    """What a draft is about."""

    sheet: Sheet
    number: int
    matter: Matter


def _subject(unit: Unit, draft: Draft) -> _Subject | None:
    """What a draft is about; None where its forecast is not kept any more."""
    forecast, ordinal, who, number = read_subject(draft.subject)
    sheet = Sheet(forecast, ordinal, who)
    try:
        placed = [matter for push in _pushes(unit, sheet)[1] for matter in (push.matters or (None,))]
    except BotError:
        return None
    matter = placed[number]
    return _Subject(sheet, number, matter) if matter else None


def _form(unit: Unit, draft: Draft) -> Form:
    about = _subject(unit, draft)
    return moving_form(unit.today_for_words, _latest(unit, about.matter) if about else unit.today)


def _latest(unit: Unit, matter: Matter) -> date:
    """What belongs before a deadline is not sent after it."""
    mark = Mark.parse(matter.mark)
    return max(matter.due_on, unit.today) if mark.is_ahead else unit.today + timedelta(days=MOST_DAYS)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    about = _subject(unit, draft)
    assert about is not None  # else it was overtaken
    return wording.moving(_form(unit, draft), draft, _name(unit, about.sheet), words.matter(about.matter))


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    if _subject(unit, draft):
        return None
    drafts.drop_draft(unit.db, draft.id)
    return show(unit, actor)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    _check(unit, actor.roles)
    about, when = _subject(unit, draft), kept(draft.items[0].get(SEND_ON, "")) if draft.items else None
    if about is None or when is None:
        raise BotError("stale")
    _set(unit, actor, about.matter, when)
    drafts.close_draft(unit.db, draft.id, f"reminder:{draft.subject}", unit.now)
    page = about.number // wording.MATTERS_PAGE
    return with_remark(person(unit, actor, about.sheet, page), wording.moved(when))


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    about = _subject(unit, draft)
    drafts.drop_draft(unit.db, draft.id)
    if about is None:
        return show(unit, actor)
    return person(unit, actor, about.sheet, about.number // wording.MATTERS_PAGE)


FORM = DraftForm(
    _form,
    _screen,
    _send,
    last_day_untouched,
    _overtaken,
    lambda _code, _at: wording.moved_before(),
    _left,
    at_once=lambda _unit, _draft: True,
)
"""The form in which a reminder gets another day."""
