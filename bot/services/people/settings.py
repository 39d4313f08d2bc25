"""What people set for themselves, and how they end the link of their accounts."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.operations import Operation, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.preferences import MORNINGS, PauseFor, Preferences, QuietHours, paused_until
from bot.domain.texts import Screen
from bot.domain.verbs.settings import Language, Leaving, Setting
from bot.errors import BotError
from bot.i18n import LANGUAGES
from bot.screens.people import settings as wording
from bot.services.desk.notices import to_desk
from bot.services.people import mailing, signing_in
from bot.services.people.leaving import end_link
from bot.services.people.ways import could_have_several
from bot.services.reply import Reply
from storage import directory, invitations, ledgers, people, preferences, ways
from storage.unit import Unit

_TOPIC = Topic(TopicKind.MEMBERSHIP)


def show(unit: Unit, actor: Actor) -> Reply:
    """What is set. The next typed text belongs to no draft."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(_screen(unit, actor, preferences.preferences(unit.db, actor.person.id)))


def ask(unit: Unit, actor: Actor, setting: Setting) -> Reply:
    """The choices of a setting."""
    people.set_open_draft(unit.db, actor.account, None)
    chosen = preferences.preferences(unit.db, actor.person.id)
    match setting:
        case Setting.MORNING:
            return Reply(wording.ask_morning(chosen))
        case Setting.QUIET:
            return Reply(wording.ask_quiet(chosen))
        case Setting.LANGUAGE:
            return Reply(wording.ask_language())
        case Setting.PAUSE:
            return Reply(wording.ask_pause(chosen, unit.today))


def open_page(unit: Unit, actor: Actor) -> Reply:
    """Send a link that signs in to the office's page; where there is none any more, what is set shows no button."""
    links = (signing_in.send_link(unit, actor),) if signing_in.is_offered(unit, actor) else ()
    return Reply(_screen(unit, actor, preferences.preferences(unit.db, actor.person.id)), notices=links)


def choose_morning(unit: Unit, actor: Actor, place: int) -> Reply:
    """The hour of the morning's card was chosen. Raises BotError("stale") for none that is offered."""
    if place >= len(MORNINGS):
        raise BotError("stale")
    chosen = preferences.preferences(unit.db, actor.person.id)
    return _saved(unit, actor, replace(chosen, morning_at=MORNINGS[place]))


def choose_quiet(unit: Unit, actor: Actor, hours: QuietHours) -> Reply:
    """The quiet hours were chosen."""
    return _saved(unit, actor, replace(preferences.preferences(unit.db, actor.person.id), quiet=hours))


def choose_pause(unit: Unit, actor: Actor, length: PauseFor) -> Reply:
    """A pause of the reminders was chosen, or its end."""
    chosen = preferences.preferences(unit.db, actor.person.id)
    return _saved(unit, actor, replace(chosen, paused_until=paused_until(length, unit.today)))


def choose_language(unit: Unit, actor: Actor, language: Language) -> tuple[Reply, Actor]:
    """The language was chosen; return the actor who reads it."""
    preferences.set_language(unit.db, actor.person.id, language.value)
    speaking = replace(actor, person=replace(actor.person, lang=language.value))
    shown = _screen(unit, speaking, preferences.preferences(unit.db, actor.person.id))
    return Reply(shown, toast=wording.SAVED), speaking


def ask_leaving(unit: Unit, actor: Actor, how: Leaving) -> Reply:
    """Ask whether to end the link of all accounts of the person."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.ask_leaving(how, [seat.organisation for seat in actor.seats]))


def leave(unit: Unit, actor: Actor, how: Leaving) -> Reply:
    """End the link of all accounts of the person, tell each account and the desk."""
    screen = wording.left(how, unit.rules.profile.office.phone)
    told: list[Operation] = []
    mailing.forget(unit, actor.person.id)
    for account in directory.live_accounts(unit.db, actor.person.id):
        if how is Leaving.WITHDRAW:
            invitations.withdraw_consent(unit.db, account, unit.now)
        told.append(end_link(unit, account, screen))
        ledgers.append_audit(unit.db, unit.now, f"person:{actor.person.code}", _VERBS[how], f"account:{account}")
    notice = wording.desk_left(how, actor.person.full_name)
    # Afterwards, so that who leaves the desk is not told so as one of it.
    of_desk = to_desk(unit, notice, f"left:{actor.account}", _TOPIC)
    return Reply(notices=(*told, *of_desk))


_VERBS = {Leaving.UNLINK: "account.unlinked", Leaving.WITHDRAW: "consent.withdrawn"}


def _saved(unit: Unit, actor: Actor, chosen: Preferences) -> Reply:
    preferences.put_preferences(unit.db, actor.person.id, chosen)
    return Reply(_screen(unit, actor, chosen), toast=wording.SAVED)


def _screen(unit: Unit, actor: Actor, chosen: Preferences) -> Screen:
    person = actor.person
    addressed = person.lang == LANGUAGES[0]  # other languages have one form
    page = signing_in.is_offered(unit, actor)
    several = ways.of_person(unit.db, person.id) if could_have_several(unit, actor) else ()
    mail = mailing.line(unit, person.id) if mailing.is_offered(unit) else None
    return wording.settings(
        chosen, person.lang, person.honorific, unit.today, several, addressed=addressed, page=page, mail=mail
    )
