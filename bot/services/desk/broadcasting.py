"""Announcements at the desk: listed, followed person by person, stopped; and confirmed by those who got them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import broadcasts as rules
from bot.domain.broadcasts import Broadcast, State
from bot.domain.operations import Operation, Replace, Strip
from bot.domain.people import Actor
from bot.domain.texts import Row, Text
from bot.errors import BotError
from bot.screens import announced
from bot.screens import announcements as wording
from bot.services.desk import audiences, broadcast_flow
from bot.services.people import duties
from bot.services.people.duties import addressees_of, officer_only
from bot.services.reply import Reply, with_remark
from storage import broadcasts, directory, ledgers, people
from storage.unit import Unit


def show_list(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of the announcements; one that is not there any more shows the last. Raises BotError: rights."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    count = rules.pages(broadcasts.count(unit.db), rules.LISTED)
    page = min(page, count - 1)
    found = broadcasts.newest(unit.db, rules.LISTED, page * rules.LISTED)
    return Reply(wording.listed(found, page, count, unit.now))


def open_code(unit: Unit, actor: Actor, typed: str) -> Reply:
    """Show the announcement with a code that was typed; without one, and for one that is not there, the list."""
    officer_only(unit, actor)
    code = rules.read_code(typed)
    made = broadcasts.by_code(unit.db, code) if code else None
    if made:
        return show(unit, actor, made.id)
    reply = show_list(unit, actor, 0)
    return with_remark(reply, wording.not_found(typed)) if typed else reply


def of_desk(unit: Unit, actor: Actor, number: int) -> Broadcast:
    """Return an announcement for an officer. Raises BotError: rights, or stale for one that is not there."""
    officer_only(unit, actor)
    made = broadcasts.by_id(unit.db, number)
    if made is None:
        raise BotError("stale")
    return made


def show(unit: Unit, actor: Actor, number: int) -> Reply:
    """Show how many recipients of an announcement stand where. Raises what `of_desk` raises."""
    made = of_desk(unit, actor, number)
    people.set_open_draft(unit.db, actor.account, None)
    counts = rules.counted(broadcast_flow.fates(unit, made).values())
    names = people.persons_by_id(unit.db, {made.person, *([made.stopped_by] if made.stopped_by else [])})
    stopped_by = names[made.stopped_by].full_name if made.stopped_by else ""
    called = audiences.called(unit, made.chosen)
    about = wording.About(made, names[made.person].full_name, stopped_by, called, counts)
    return Reply(wording.page(about, unit.now))


def show_with(unit: Unit, actor: Actor, made: Broadcast, remark: Text) -> Reply:
    """Show an announcement with a remark above it."""
    return with_remark(show(unit, actor, made.id), remark)


def show_state(unit: Unit, actor: Actor, number: int, state: State, page: int) -> Reply:
    """Show a page of the recipients in a state, with what became of it for each. Raises what `of_desk` raises."""
    made = of_desk(unit, actor, number)
    people.set_open_draft(unit.db, actor.account, None)
    fates = broadcast_flow.fates(unit, made)
    found = [person for person, each in fates.items() if rules.state_of(each) is state]
    page = rules.page_of(found, page)
    here = found[page * rules.PAGE : (page + 1) * rules.PAGE]
    entries = {entry.person.id: entry for entry in directory.entries(unit.db, unit.today)}
    known = people.persons_by_id(unit.db, here)
    listed = [
        wording.Listed(
            known[person].full_name,
            "; ".join(dict.fromkeys(seat.organisation for seat in entries[person].seats)) if person in entries else "",
            fates[person],
            confirmed.confirmed_at if (confirmed := broadcasts.recipient(unit.db, made.id, person)) else None,
            entries.get(person),
        )
        for person in here
    ]
    return Reply(wording.recipients(made, state, listed, page, rules.pages(len(found)), unit.now))


def stop(unit: Unit, actor: Actor, number: int) -> Reply:
    """Stop an announcement: what has not been sent is not, and is counted. One that has ended says so.

    Raises what `of_desk` raises.
    """
    made = of_desk(unit, actor, number)
    if not broadcasts.mark_stopped(unit.db, made.id, actor.person.id, unit.now):
        reply = show(unit, actor, number)
        if made.stopped_by and made.stopped_at:
            who = people.person_by_id(unit.db, made.stopped_by).full_name
            return with_remark(reply, wording.stopped_before(made, who))
        return with_remark(reply, wording.ended_before(made))
    broadcasts.cancel_waiting(unit.db, made.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "broadcast.stopped", f"broadcast:{made.code}")
    # Where nothing is on its way, no message is left whose end could tell what came of it.
    told = (
        broadcast_flow.go_on(unit, of_desk(unit, actor, number))
        if made.has_begun(unit.now)
        else _never_sent(unit, made)
    )
    reply = show(unit, actor, number)
    return Reply(reply.screen, notices=tuple(told))


def _never_sent(unit: Unit, made: Broadcast) -> Sequence[Operation]:
    """One that was stopped before its hour has ended, and there is nothing to be told of it."""
    stopped = broadcasts.by_id(unit.db, made.id)
    assert stopped is not None
    found = broadcast_flow.fates(unit, stopped)
    broadcasts.settle(unit.db, made.id, {person: (each, None) for person, each in found.items()}, unit.now)
    return ()


def confirm(unit: Unit, actor: Actor, number: int) -> Reply:
    """Record that whoever presses has received an announcement; a second press says since when that is known.

    Raises BotError("stale") for one that did not go to them, or that asks for nothing.
    """
    made = broadcasts.by_id(unit.db, number)
    own = broadcasts.recipient(unit.db, number, actor.person.id)
    if made is None or own is None or not own.queued or not made.confirm:
        raise BotError("stale")
    if not broadcasts.confirm(unit.db, number, actor.person.id, unit.now):
        assert own.confirmed_at is not None
        return Reply(toast=announced.confirmed_before(made, own.confirmed_at), notices=_shown(unit, actor, made))
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "broadcast.confirmed", f"broadcast:{made.code}")
    return Reply(toast=announced.thanks(made, unit.now), notices=_shown(unit, actor, made))


def _shown(unit: Unit, actor: Actor, made: Broadcast) -> tuple[Operation, ...]:
    """The message has its receipt in the place of its button, in every chat of the person."""
    own = broadcasts.recipient(unit.db, made.id, actor.person.id)
    assert own is not None
    assert own.confirmed_at is not None
    others = [to for to in addressees_of(unit, actor.person.id) if to.account != actor.account]
    return (
        Replace(actor.to, announced.receipt(made, own.confirmed_at), broadcasts.anchor(made.id, actor.account)),
        *(Strip(to, broadcasts.anchor(made.id, to.account or 0)) for to in others),
    )


def desk_parts() -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the main screen of the desk offers of announcements."""
    return (), ((wording.LIST,),)
