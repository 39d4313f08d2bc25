"""Who may give and end which duty, and which of these acts takes two."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.directory import DirectoryEntry
from bot.domain.people import MEMBER_ROLES, Duty, Role

_INDISPENSABLE = frozenset({Role.SECRETARIAT, Role.ADMIN})
"""Roles of which somebody must be left: those who keep the roster."""


def may_change(roles: frozenset[Role], role: Role) -> bool:
    """Return whether whoever holds `roles` may give or end a duty of `role`.

    Administrators may with every role; the secretariat with those of members.
    """
    return Role.ADMIN in roles or (Role.SECRETARIAT in roles and role in MEMBER_ROLES)


def keeps_roster(roles: frozenset[Role]) -> bool:
    """Return whether whoever holds `roles` may change anything of the roster."""
    return bool(roles & _INDISPENSABLE)


def takes_two(role: Role) -> bool:
    """Return whether a duty of `role` is given only once a second administrator has agreed.

    It is where the role opens what is not the holder's own.
    """
    return role not in MEMBER_ROLES


def is_last(everybody: Sequence[DirectoryEntry], person: int, duty: Duty) -> bool:
    """Return whether nobody else holds a role without which the program cannot be run."""
    others = (entry for entry in everybody if entry.person.id != person)
    return duty.role in _INDISPENSABLE and not any(held.role is duty.role for entry in others for held in entry.duties)


def may_invite(entry: DirectoryEntry) -> bool:
    """Return whether the chat issues invitations for this person.

    An invitation is a way into being the person: for an administrator it is issued on the command line only, lest one
    administrator be both of the two that an act takes.
    """
    return all(duty.role is not Role.ADMIN for duty in entry.duties)
