"""The desk's acts on the persons of the roster: look through them, invite them, end a link."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.directory import DirectoryEntry, DirectoryView, listed, pages
from bot.domain.duties import may_change, may_invite
from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor, Duty, Role
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.people import calling as call_wording
from bot.screens.people import changing
from bot.screens.people import directory as wording
from bot.screens.people import ways as way_wording
from bot.screens.people.directory import Acts
from bot.screens.people.requests import to_request, waiting_line
from bot.screens.reporting import proxying
from bot.services.desk import calling
from bot.services.people import approvals, duties, enrolment, mailing, turns
from bot.services.people.leaving import end_link
from bot.services.people.ways import set_up
from bot.services.reply import Reply
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from storage import directory, drafts, ledgers, people, shown_codes
from storage.unit import Unit


def show(unit: Unit, actor: Actor, view: DirectoryView) -> Reply:
    """Show one screen of the list, the last one where it has become shorter."""
    people.set_open_draft(unit.db, actor.account, None)
    everybody = directory.entries(unit.db, unit.today)
    shown = listed(everybody, tuple(unit.rules.profile.bodies), unlinked=view.unlinked)
    view = replace(view, page=min(view.page, pages(len(shown)) - 1))
    screen = wording.people(shown, everybody, view, unit.now)
    if Role.SECRETARIAT in actor.roles:
        screen = replace(screen, rows=(*screen.rows[:-1], (proxying.TO_SEATS,), screen.rows[-1]))
    return Reply(_with_waiting(unit, screen) if Role.ADMIN in actor.roles else screen)


def _with_waiting(unit: Unit, screen: Screen) -> Screen:
    """Name what waits for a second administrator, above everything else."""
    waiting = approvals.waiting(unit)
    lines = [waiting_line(approvals.named(each), each.expires_at) for each in waiting]
    rows = [(to_request(each.id, number),) for number, each in enumerate(waiting, 1)]
    return replace(screen, lines=(*lines, *screen.lines), rows=(*rows, *screen.rows))


def person(unit: Unit, actor: Actor, person_id: int, view: DirectoryView) -> Reply:
    """Show one person."""
    return Reply(_screen(unit, actor, entry(unit, person_id), view))


def shown(unit: Unit, actor: Actor, person_id: int) -> Screen:
    """Return the screen of one person, from where one goes to the beginning of the list."""
    return _screen(unit, actor, entry(unit, person_id), DirectoryView())


def duty(unit: Unit, duty_id: int) -> tuple[DirectoryEntry, Duty]:
    """Return a duty that is held today, and who holds it. Raises BotError("stale") for any other."""
    holder = directory.holder_of(unit.db, duty_id, unit.today)
    found = directory.entry(unit.db, holder, unit.today) if holder else None
    if found is None:
        raise BotError("stale")
    return found, next(held for held in found.duties if held.id == duty_id)


def ask_end(unit: Unit, actor: Actor, duty_id: int, view: DirectoryView) -> Reply:
    """Ask whether to end a duty, and say what ends with it. Raises what `duties.check_end` raises."""
    found, held = duty(unit, duty_id)
    duties.check_end(unit, actor, found, held)
    left_behind = len(drafts.drafts_of_seat(unit.db, found.person.id, held.seat.id)) if held.seat else 0
    return Reply(changing.ask_end(found, held, left_behind, OPEN_DRAFTS_FOR.days, view))


def end_duty(unit: Unit, actor: Actor, duty_id: int, view: DirectoryView) -> Reply:
    """End a duty, and tell whoever held it. Raises what `duties.check_end` raises."""
    found, held = duty(unit, duty_id)
    told = duties.end(unit, actor, found, held)
    done = changing.ended(found.person.full_name, held, unit.now)
    left = directory.entry(unit.db, found.person.id, unit.today)
    # Whoever holds no duty any more stands in no list.
    screen = _screen(unit, actor, left, view) if left else show(unit, actor, view).screen
    assert screen is not None
    return Reply(screen.with_line_first(done), notices=told)


def invite(unit: Unit, actor: Actor, person_id: int, newest: int, view: DirectoryView) -> Reply:
    """Issue an invitation and show its code this once; `newest` is the invitation the officer saw as the last one.

    Raises BotError("stale") where there is another by now, so that a second press ends no code just handed out.
    """
    before = entry(unit, person_id)
    if before.invitation != newest:
        raise BotError("stale")
    if not may_invite(before):
        raise BotError("invited_by_command")
    issued = enrolment.issue(unit, before.person, _by(actor))
    link = issued.link(ledgers.fact(unit.db, enrolment.invitation_link_fact(actor.caller.channel)) or "")
    code = wording.invitation(before.person, before.duties[0], issued.code, link, issued.expires_at)
    after = entry(unit, person_id)
    return Reply(
        _screen(unit, actor, after, view),
        kept=code,
        kept_topic=Topic(TopicKind.MEMBERSHIP, {"invitation": after.invitation}),
        kept_anchor=shown_codes.anchor_of(actor.account, after.invitation),
    )


def ask_unlink(unit: Unit, actor: Actor, person_id: int, view: DirectoryView) -> Reply:
    """Ask whether to end a person's link."""
    return Reply(wording.ask_unlink(_linked(unit, actor, person_id), view))


def unlink(unit: Unit, actor: Actor, person_id: int, account: int, view: DirectoryView) -> Reply:
    """End a person's link, if `account` is still the newest one, and tell the account; others of the person end too."""
    found = _linked(unit, actor, person_id)
    if found.account != account:
        raise BotError("stale")
    notice = wording.link_ended(unit.rules.profile, unit.now)
    notices = []
    # Whoever had the account may have given it.
    mailing.forget(unit, person_id)
    for live in directory.live_accounts(unit.db, person_id):
        told = end_link(unit, live, notice)
        ledgers.append_audit(unit.db, unit.now, _by(actor), "account.unlinked", f"account:{live}")
        # Somebody out of reach would not get it.
        if found.reachable:
            notices.append(told)
    screen = _screen(unit, actor, entry(unit, person_id), view)
    done = wording.unlinked(found.person.full_name, unit.now)
    return Reply(screen.with_line_first(done), notices=tuple(notices))


def entry(unit: Unit, person_id: int) -> DirectoryEntry:
    """Return a person who holds a duty today. Raises BotError("stale") for any other."""
    found = directory.entry(unit.db, person_id, unit.today)
    if found is None:
        raise BotError("stale")
    return found


def _linked(unit: Unit, actor: Actor, person_id: int) -> DirectoryEntry:
    """Return a person who is linked and is not the officer, who would be left outside."""
    found = entry(unit, person_id)
    if not found.account or person_id == actor.person.id:
        raise BotError("stale")
    return found


def _screen(unit: Unit, actor: Actor, found: DirectoryEntry, view: DirectoryView) -> Screen:
    own = found.person.id == actor.person.id
    changed = tuple(held for held in found.duties if not own and may_change(actor.roles, held.role))
    acts = Acts(
        invite=may_invite(found),
        unlink=bool(found.account) and not own,
        changed=changed,
        turns=turns.planned_of(unit, [held.id for held in changed]),
    )
    screen = wording.person(unit.rules.profile, found, view, unit.now, acts)
    if mailing.is_offered(unit):
        screen = replace(screen, lines=(*screen.lines, mailing.known_to_desk(unit, found.person.id)))
    if found.ways and len(set_up(unit) | {way.channel for way in found.ways}) > 1:
        screen = replace(screen, lines=(*screen.lines, way_wording.reached(found.ways)))
    of_desk = Role.SECRETARIAT in actor.roles
    called = calling.last_calls(unit, found.person.id, of_desk=of_desk)
    screen = replace(screen, lines=(*screen.lines, *call_wording.made_lines(called)))
    if not of_desk:
        return screen
    seats = {held.seat.id: held.seat for held in found.duties if held.seat}
    rows = tuple((proxying.for_seat(seat, several=len(seats) > 1),) for seat in seats.values())
    if not own:
        rows += tuple((call_wording.to_call_choice(seat, found.person.id),) for seat in list(seats)[:1])
    return replace(screen, rows=(*screen.rows[:-1], *rows, *screen.rows[-1:]))


def _by(actor: Actor) -> str:
    return f"person:{actor.person.code}"
