"""Joining with an invitation: code or link, confirmation, consent, form of address."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.characters import clean, cut
from bot.domain.codes import invitation_code, invitation_letters, link_token
from bot.domain.operations import Operation, Topic, TopicKind
from bot.domain.people import Actor, Caller, Duty, Honorific, Person
from bot.domain.periods import accepting
from bot.domain.texts import Screen
from bot.domain.verbs.joining import Address
from bot.i18n import LANGUAGES
from bot.screens.people import enrolment as wording
from bot.services.people import secret_codes, way_linked
from bot.services.people.leaving import end_link
from bot.services.reply import Reply
from storage import invitations, ledgers, people
from storage.invitations import Invitation
from storage.unit import Unit

PREFIX = "MOI"
"""Of every code that is typed by whoever is not linked yet."""
_TOKEN_BYTES = 16
_HONORIFICS: Mapping[Address, Honorific] = {
    Address.COMRADE: Honorific.COMRADE,
    Address.MR: Honorific.MR,
    Address.MS: Honorific.MS,
    Address.NEUTRAL: Honorific.NONE,
}
TOKEN = "{token}"  # noqa: S105 - a place in a template
"""Where a channel's invitation link takes the token."""
_TOPIC = Topic(TopicKind.MEMBERSHIP)


@dataclass(frozen=True)
class Issued:
    """An invitation as it is handed out; afterwards only hashes are known."""

    person: Person
    code: str
    token: str
    expires_at: datetime

    def link(self, template: str) -> str:
        """Return the invitation link of a channel, empty while none is known or where the channel has none."""
        return template.replace(TOKEN, self.token)


def issue(unit: Unit, person: Person, by: str) -> Issued:
    """Make an invitation for a person; earlier open ones end. `by` goes into the audit."""
    letters = secret_codes.drawn()
    code = secret_codes.spelt(PREFIX, letters)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = unit.now + unit.rules.profile.invitations.valid_for
    invitations.add_invitation(
        unit.db, person.id, secret_codes.keyed(unit, token), secret_codes.keyed(unit, letters), unit.now, expires_at
    )
    ledgers.append_audit(unit.db, unit.now, by, "invitation.issued", f"person:{person.code}")
    return Issued(person, code, token, expires_at)


def invitation_link_fact(channel: str) -> str:
    """Return the fact under which a channel's invitation link is kept, with `TOKEN` in the token's place."""
    return f"invitation_link:{channel}"


def looks_like_code(text: str) -> bool:
    """Return whether an invitation code or link stands in a text, however it is spelt."""
    return (invitation_code(text) or link_token(text)) is not None


def code_is_open(unit: Unit, code: str) -> bool:
    """Return whether a code can still be used."""
    found = invitations.invitation_by_hash(unit.db, secret_codes.keyed(unit, _secret(code)))
    return found is not None and not (found.used_at or found.locked_at) and unit.now < found.expires_at


def may_be_code(typed: str) -> bool:
    """Return whether a text could be a code that was issued: of its length, of the alphabet, no telephone number."""
    secret = _secret(typed)
    named = secret != invitation_letters(typed)
    return (
        len(secret) == secret_codes.LENGTH
        and set(secret) <= set(secret_codes.ALPHABET)
        and (named or not secret.isdecimal())
    )


def enter_code(unit: Unit, caller: Caller, typed: str) -> Reply:
    """A code was typed by an account that is not linked; what can be none is answered and not counted."""
    if not may_be_code(typed):
        return Reply(wording.not_a_code(cut(clean(typed), 20)))
    # Before the code is looked up: during a pause a right one must not be told from a wrong one.
    until = secret_codes.paused_until(unit, caller)
    if until:
        return Reply(wording.too_many_wrong(unit.rules.profile.invitations.wrong_per_account, until))
    found = invitations.invitation_by_hash(unit.db, secret_codes.keyed(unit, _secret(typed)))
    if found is None:
        return Reply(wording.unknown_code(cut(clean(typed), 20)), notices=secret_codes.wrong(unit, caller))
    return _open(unit, caller, found)


def open_link(unit: Unit, caller: Caller, token: str) -> Reply:
    """An invitation link was opened by an account that is not linked.

    Its 128 bits cannot be guessed, so wrong ones are not counted.
    """
    found = invitations.invitation_by_hash(unit.db, secret_codes.keyed(unit, token))
    return _open(unit, caller, found) if found else Reply(wording.unknown_link())


def enter_as_member(unit: Unit, actor: Actor, secret: str) -> Reply:
    """A code or a link's token, alone or in a text, came from an account that is linked already."""
    secret = link_token(secret) or invitation_code(secret) or secret
    found = invitations.invitation_by_hash(unit.db, secret_codes.keyed(unit, secret)) or invitations.invitation_by_hash(
        unit.db, secret_codes.keyed(unit, _secret(secret))
    )
    if found and found.person == actor.person.id:
        return Reply(kept=wording.own_code(actor.person.full_name))
    if found:
        return Reply(kept=wording.foreign_code(actor.person.full_name, unit.rules.profile.office.phone))
    return Reply(kept=wording.unknown_code(cut(clean(secret), 20)))


def go_on(unit: Unit, caller: Caller) -> Reply:
    """Show the step at which this account left an invitation that can still be used, else ask for the code.

    Only the account that was shown the invitation can go on with it, and nothing that it confirmed is asked again.
    """
    found = invitations.offered(unit.db, caller, unit.now)
    if found is None:
        return Reply(wording.no_code(unit.rules.profile))
    person = people.person_by_id(unit.db, found.person)
    if found.confirmed_at and _duties(unit, person):
        return Reply(wording.notice(unit.rules.profile), lang=person.lang)
    return _open(unit, caller, found)


def confirm(unit: Unit, caller: Caller) -> Reply:
    """The person named on the invitation is the one who has it."""
    found = invitations.offered(unit.db, caller, unit.now)
    if found is None:
        return Reply(wording.no_code(unit.rules.profile))
    invitations.confirm(unit.db, found.id, unit.now)
    return Reply(wording.notice(unit.rules.profile), lang=_language(unit, found))


def back(unit: Unit, caller: Caller) -> Reply:
    """Show again whose invitation it is."""
    found = invitations.offered(unit.db, caller, unit.now)
    return _open(unit, caller, found) if found else Reply(wording.no_code(unit.rules.profile))


def put_off(unit: Unit, caller: Caller) -> Reply:
    """Consent later: nothing is linked."""
    found = invitations.offered(unit.db, caller, unit.now)
    if found is None:
        return Reply(wording.no_code(unit.rules.profile))
    return Reply(wording.later(found.expires_at), lang=_language(unit, found))


def read_notice(unit: Unit, caller: Caller) -> Reply:
    """Show the notice again to whoever has confirmed."""
    found = invitations.offered(unit.db, caller, unit.now)
    if found is None or found.confirmed_at is None:
        return Reply(wording.no_code(unit.rules.profile))
    return Reply(wording.notice(unit.rules.profile), lang=_language(unit, found))


def accept(unit: Unit, caller: Caller) -> tuple[Reply, Actor | None]:
    """Consent: link the account. Returns the new actor, None where there was nothing to consent to.

    Whoever made the code in another way keeps that one (`ways.linked`).
    """
    found = invitations.offered(unit.db, caller, unit.now)
    if found is None or found.confirmed_at is None:
        return Reply(wording.no_code(unit.rules.profile)), None
    person = people.person_by_id(unit.db, found.person)
    # Before the new link, which would be left with the others.
    notices: tuple[Operation, ...] = () if found.adds else _leave_other_accounts(unit, caller, person)
    account = people.link_account(unit.db, caller, person.id, unit.now)
    invitations.use(unit.db, found.id, account, unit.now)
    version = unit.rules.profile.notice_version
    invitations.add_consent(unit.db, account, version, unit.now)
    detail = {"notice": version, **({"adds": True} if found.adds else {})}
    ledgers.append_audit(unit.db, unit.now, f"person:{person.code}", "account.linked", f"account:{account}", detail)
    actor = people.find_actor(unit.db, caller, unit.today)
    assert actor is not None
    if found.adds:
        notices = way_linked.keep(unit, actor)
    settled = person.honorific or person.lang != LANGUAGES[0]  # other languages have one form of address
    screen = _welcome(unit, actor) if settled else wording.address(now_linked=True)
    return Reply(screen, notices=notices), actor


def ask_address(unit: Unit, actor: Actor) -> Reply:
    """Ask for the form of address."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.address(now_linked=False))


def choose_address(unit: Unit, actor: Actor, address: Address) -> Reply:
    """A form of address was chosen."""
    people.set_honorific(unit.db, actor.person.id, _HONORIFICS[address])
    return Reply(_welcome(unit, actor))


def _open(unit: Unit, caller: Caller, found: Invitation) -> Reply:
    phone = unit.rules.profile.office.phone
    person = people.person_by_id(unit.db, found.person)
    if found.used_at:
        return Reply(wording.used_code(found.used_at, phone), lang=person.lang)
    if found.locked_at:
        return Reply(wording.locked_code(phone), lang=person.lang)
    duties = _duties(unit, person)
    # Who holds no duty any more learns the same as of a code that has expired.
    if unit.now >= found.expires_at or not duties:
        # Where duties have ended, the code's own time may lie ahead.
        return Reply(wording.expired_code(min(found.expires_at, unit.now), phone), lang=person.lang)
    invitations.offer(unit.db, found.id, caller, unit.now)
    elsewhere = not found.adds and bool(people.accounts_of(unit.db, person.id, caller.channel))
    screen = wording.confirm(unit.rules.profile, person, duties, linked_elsewhere=elsewhere)
    return Reply(screen, lang=person.lang)


def _language(unit: Unit, found: Invitation) -> str:
    return people.person_by_id(unit.db, found.person).lang


def _leave_other_accounts(unit: Unit, caller: Caller, person: Person) -> tuple[Operation, ...]:
    screen = wording.self_changed(unit.rules.profile.office.phone, unit.now)
    return tuple(end_link(unit, each, screen) for each in people.accounts_of(unit.db, person.id, caller.channel))


def _welcome(unit: Unit, actor: Actor) -> Screen:
    profile = unit.rules.profile
    cadences = dict.fromkeys(profile.bodies[seat.body].cadence for seat in actor.seats)
    schedules = [
        schedule
        for cadence in cadences
        for schedule in accepting(unit.now, cadence, profile.periods, unit.rules.calendar)[:1]
    ]
    return wording.done(actor.person.full_name, unit.now, schedules, may_report=bool(actor.seats))


def _duties(unit: Unit, person: Person) -> tuple[Duty, ...]:
    return people.duties_of(unit.db, person.id, unit.today)


def _secret(typed: str) -> str:
    letters = invitation_letters(typed)
    return letters.removeprefix(PREFIX) if len(letters) > secret_codes.LENGTH else letters
