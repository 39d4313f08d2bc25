""" "Not me": an invitation that reached somebody else is locked for good, the desk is told, a reason may follow."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.characters import clean, cut
from bot.domain.directory import DirectoryView
from bot.domain.operations import Lane, Operation, Send, Strip, Topic, TopicKind
from bot.domain.people import Caller, Person, Role, To
from bot.domain.verbs.directory import IssueInvitation
from bot.screens.people import denying as wording
from bot.screens.people.enrolment import no_code
from bot.services.reply import Reply
from storage import addressees, invitations, ledgers, people
from storage.invitations import Invitation
from storage.unit import Unit

_REASON_WITHIN = timedelta(hours=24)
"""What a stranger types later than that is no answer to a question he has forgotten."""
_REASON_UNITS = 500
_TOPIC = Topic(TopicKind.MEMBERSHIP)


def ask(unit: Unit, caller: Caller) -> Reply:
    """Ask once: what is locked cannot be opened again."""
    found = invitations.offered(unit.db, caller, unit.now)
    if found is None:
        return Reply(no_code(unit.rules.profile))
    person = people.person_by_id(unit.db, found.person)
    return Reply(wording.ask(person.full_name), lang=person.lang)


def deny(unit: Unit, caller: Caller) -> Reply:
    """Lock the invitation, tell the desk at once, and ask for a reason, which may never come."""
    found = invitations.offered(unit.db, caller, unit.now)
    if found is None:
        return Reply(no_code(unit.rules.profile))
    invitations.lock(unit.db, found.id, unit.now)
    person = people.person_by_id(unit.db, found.person)
    ledgers.append_audit(unit.db, unit.now, "stranger", "invitation.locked", f"person:{person.code}")
    return Reply(
        wording.locked(unit.rules.profile, _REASON_UNITS),
        notices=tuple(_to_desk(unit, found, person, "")),
        lang=person.lang,
    )


def awaits_reason(unit: Unit, caller: Caller) -> bool:
    """Return whether the next text of an account is the reason why it denied an invitation."""
    return _denied(unit, caller) is not None


def give_reason(unit: Unit, caller: Caller, typed: str) -> Reply:
    """The desk's notice is sent anew, with the reason; who gave it is forgotten."""
    found = _denied(unit, caller)
    reason = cut(clean(typed), _REASON_UNITS)
    if found is None or not reason:
        return Reply(no_code(unit.rules.profile))
    person = people.person_by_id(unit.db, found.person)
    invitations.forget_offer(unit.db, found.id)
    ledgers.append_audit(
        unit.db, unit.now, "stranger", "invitation.denied", f"person:{person.code}", {"reason": reason}
    )
    return Reply(
        wording.reason_taken(unit.rules.profile),
        notices=tuple(_to_desk(unit, found, person, reason)),
        lang=person.lang,
    )


def skip_reason(unit: Unit, caller: Caller) -> Reply:
    """No reason is given; who denied the invitation is forgotten."""
    found = _denied(unit, caller)
    if found is None:
        return Reply(no_code(unit.rules.profile))
    invitations.forget_offer(unit.db, found.id)
    lang = people.person_by_id(unit.db, found.person).lang
    return Reply(wording.no_reason(unit.rules.profile), lang=lang)


def _denied(unit: Unit, caller: Caller) -> Invitation | None:
    return invitations.denied(unit.db, caller, unit.now - _REASON_WITHIN)


def _to_desk(unit: Unit, found: Invitation, person: Person, reason: str) -> list[Operation]:
    """With a reason the notice comes anew, for whoever has read the first; that one loses its button."""
    seats = (duty.seat for duty in people.duties_of(unit.db, person.id, unit.today) if duty.seat)
    organisation = next((seat.organisation for seat in seats), "–")
    locked_at = found.locked_at or unit.now
    issue = IssueInvitation(person.id, found.id, DirectoryView())
    notice = wording.to_desk(person.full_name, organisation, locked_at, reason, issue)
    key = f"invitation-denied:{found.id}" if reason else f"invitation-locked:{found.id}"
    operations: list[Operation] = []
    for to in addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today):
        anchor = _anchor(to, found)
        operations += [Strip(to, anchor)] if reason else []
        operations.append(Send(to, notice, anchor, _TOPIC, Lane.BULK, key=f"{key}:{to.account}"))
    return operations


def _anchor(to: To, found: Invitation) -> str:
    return f"invitation:{to.account}:{found.id}"
