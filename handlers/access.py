"""Who may do what: one row for every command and every verb of a button. What has no row is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from bot.domain.members import MEMBER_ROLES, Actor, Role
from bot.errors import BotError


class Access(Enum):
    """Who may use a command or a verb. Ownership is checked where the data is read."""

    STRANGER = auto()
    """Whoever holds an invitation; the services check that it is theirs."""
    LINKED = auto()
    MEMBER = auto()
    SECRETARIAT = auto()


COMMANDS: Mapping[str, Access] = {
    "start": Access.STRANGER,
    "batdau": Access.STRANGER,
    "trogiup": Access.LINKED,
    "help": Access.LINKED,
    "baocao": Access.MEMBER,
    "tonghop": Access.SECRETARIAT,
}

VERBS: Mapping[str, Access] = {
    "i": Access.STRANGER,  # an invitation
    "x": Access.LINKED,  # form of address
    "h": Access.LINKED,  # main screen
    "g": Access.LINKED,  # help
    "k": Access.MEMBER,  # choose a report
    "n": Access.MEMBER,  # open a report
    "d": Access.MEMBER,  # continue a draft
    "f": Access.MEMBER,  # a choice in a form
    "p": Access.MEMBER,  # move a draft into the next period
    "v": Access.SECRETARIAT,  # a difficulty in full
    "t": Access.SECRETARIAT,  # the aggregate of a period
}

_ROLES: Mapping[Access, frozenset[Role]] = {
    Access.MEMBER: MEMBER_ROLES,
    Access.SECRETARIAT: frozenset({Role.SECRETARIAT}),
}
_REFUSAL = {Access.MEMBER: "members_only", Access.SECRETARIAT: "rights"}


def check(access: Access, actor: Actor, phone: str) -> None:
    """Raise BotError unless the actor may; the roles are those held at this moment."""
    needed = _ROLES.get(access)
    if needed is not None and not needed & actor.roles:
        raise BotError(_REFUSAL[access], phone=phone)
