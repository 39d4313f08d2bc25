"""The group of the desk: whether there is one, whether the bot is still in it, when something arrived there last."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.people import Role
from bot.domain.texts import N_, Text
from bot.verbs.checks.findings import Finding, Place, fault, note
from storage import people, places
from storage.places import Left
from storage.unit import Unit

_LOST = {
    Left.OUT: N_(
        "nothing arrives in the group of the Standing Body since {at:full} (taken out, not allowed to write, or"
        " deleted): add the bot and run `bind-desk`, or go on without a group (`unbind-desk`)"
    ),
    Left.MUTE: N_(
        "the bot may not write in the group of the Standing Body since {at:full}: run `bind-desk`, give it the right"
        " and have the code typed there, or go on without a group (`unbind-desk`)"
    ),
}


def group(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Where the desk works together, and what has become of that."""
    found = places.last(unit.db)
    if found and found.left_at and found.left_how in _LOST:
        yield fault(_LOST[found.left_how], at=found.left_at)
        return
    if found is None or found.left_at:
        yield note(N_("Group of the Standing Body: none (`bind-desk` makes a code for one)"))
        return
    by = people.person_by_id(unit.db, found.bound_by)
    delivered = Text("{at:full}", at=found.delivered_at) if found.delivered_at else Text(N_("none yet"))
    yield note(
        N_("Group of the Standing Body: bound on {at:full} by {full_name}, last delivery {delivered}"),
        at=found.bound_at,
        full_name=by.full_name,
        delivered=delivered,
    )
    if Role.SECRETARIAT not in {duty.role for duty in people.duties_of(unit.db, by.id, unit.today)}:
        yield note(
            N_(
                "The officer who bound the group, {full_name}, is of the Standing Body no longer; the group stays its"
                " place"
            ),
            full_name=by.full_name,
        )
