"""The demonstration: fictional people, their reports, and the phones of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.data_source import Demonstration, DemonstrationPhone
from bot.domain.characters import clean
from bot.domain.people import MEMBER_ROLES, Caller, Duty, Role
from bot.i18n import LANGUAGES
from bot.services.people import enrolment, roster
from bot.services.reporting.filing import Contents, compose, file_report
from bot.services.tasks import importing
from storage import invitations, ledgers, people
from storage.unit import Unit

BY = "demonstration"
_OWN_PHONES = 12
_DESK_PHONES = 4
_SERVED = timedelta(days=30)
"""For how long people of the demonstration have had their duties."""
_FIRST_OWN = 710000
"""Account numbers of people of one's own roster come after this one."""


def seed(unit: Unit, demonstration: Demonstration, channel: str) -> None:
    """Fill an empty base with people, what they have sent by now, and the tasks that were given by today."""
    reports = [report for report in demonstration.reports if report.sent_at < unit.now]
    # Duties begin before the first report that somebody sent by them.
    began = replace(unit, now=min([unit.now, *(report.sent_at for report in reports)]) - _SERVED)
    for seat in demonstration.seats:
        people.put_seat(unit.db, seat.seat_code, seat.body, seat.organisation, seat.valid_from, seat.rank)
    roster.write(began, roster.read(demonstration.roster_csv, unit.rules.profile.bodies), BY)
    seats = {s.code: s for body in unit.rules.profile.bodies for s in people.seats_of_body(unit.db, body)}
    for report in reports:
        person = people.person_by_code(unit.db, report.person_code)
        assert person is not None
        items = [{name: clean(text) for name, text in item.items()} for item in report.difficulties]
        then = replace(unit, now=report.sent_at)
        file_report(then, compose(then, seats[report.seat_code], person.id, report.period, Contents(items)))
    tasks = importing.read(demonstration.tasks_csv, importing.names(unit)) if demonstration.tasks_csv else []
    importing.write(unit, [task for task in tasks if task.assigned_on is None or task.assigned_on <= unit.today], BY)
    for phone in demonstration.phones:
        _link_officer(unit, phone, channel)


def phones(
    unit: Unit, cast: Sequence[DemonstrationPhone], channel: str, codes: Mapping[int, str], *, starting: bool
) -> list[dict[str, object]]:
    """Return the phones of the sandbox; whoever is not linked gets the code of `codes`, or a new one if it is over.

    Unless the program is `starting`, an invitation that somebody else made is left alone: a new one would end it.
    """
    return [_phone(unit, phone, channel, codes.get(phone.user_id), starting=starting) for phone in cast]


def cast_of_roster(unit: Unit, stranger: DemonstrationPhone) -> list[DemonstrationPhone]:
    """Return phones for the first of a roster: some of the desk, then members by the rank of their seats; a stranger.

    A person's account is the same as long as the base lives, whatever becomes of the roster.
    """
    held = people.everybody(unit.db, unit.today)
    desk = [(person, duties) for person, duties in held if not any(duty.seat for duty in duties)][:_DESK_PHONES]
    members = [(person, duties) for person, duties in held if any(duty.seat for duty in duties)]
    members.sort(key=lambda pair: min(duty.seat.rank for duty in pair[1] if duty.seat))
    found = [*desk, *members][:_OWN_PHONES]
    return [
        *(DemonstrationPhone(_kind(duties), _FIRST_OWN + person.id, person.code, "") for person, duties in found),
        stranger,
    ]


def _kind(duties: Sequence[Duty]) -> str:
    roles = {duty.role for duty in duties}
    if roles & MEMBER_ROLES:
        return "member"
    return "leader" if Role.LEADER in roles else "secretary"


def _phone(
    unit: Unit, phone: DemonstrationPhone, channel: str, code: str | None, *, starting: bool
) -> dict[str, object]:
    person = people.person_by_code(unit.db, phone.person_code) if phone.person_code else None
    name, seat = phone.display_name, ""
    if person is None:
        code = None
    else:
        duties = people.duties_of(unit.db, person.id, unit.today)
        name, seat = person.full_name, next((d.seat.organisation for d in duties if d.seat), person.title)
        if people.find_actor(unit.db, _caller(phone, channel), unit.today):
            code = None
        elif code is None or not enrolment.code_is_open(unit, code):
            is_invited = not starting and invitations.has_open(unit.db, person.id, unit.now)
            code = None if is_invited else enrolment.issue(unit, person, BY).code
    lang = person.lang if person else LANGUAGES[0]
    return {"user_id": phone.user_id, "kind": phone.code, "name": name, "seat": seat, "code": code, "lang": lang}


def _link_officer(unit: Unit, phone: DemonstrationPhone, channel: str) -> None:
    """Officers of the desk are there from the beginning; members join with their code."""
    person = people.person_by_code(unit.db, phone.person_code)
    if person is None or any(duty.seat for duty in people.duties_of(unit.db, person.id, unit.today)):
        return
    account = people.link_account(unit.db, _caller(phone, channel), person.id, unit.now)
    invitations.add_consent(unit.db, account, unit.rules.profile.notice_version, unit.now)
    ledgers.append_audit(unit.db, unit.now, BY, "account.linked", f"account:{account}")


def _caller(phone: DemonstrationPhone, channel: str) -> Caller:
    return Caller(channel, str(phone.user_id), str(phone.user_id))
