"""Who sees which menu of commands."""

from __future__ import annotations

from bot.domain.people import Role, To
from bot.screens.commands import Menu, menu
from storage import addressees
from storage.unit import Unit


def menus(unit: Unit) -> dict[To, Menu]:
    """Return the menu of every linked account that can be reached and whose person holds a duty today."""
    roles: dict[To, set[Role]] = {}
    for role in Role:
        for to in addressees.holders(unit.db, frozenset({role}), unit.today):
            roles.setdefault(to, set()).add(role)
    return {to: menu(frozenset(held)) for to, held in roles.items()}
