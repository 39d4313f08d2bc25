"""Who may do what: one row for every command and every verb of a button. What has no row is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from bot.domain.people import MEMBER_ROLES, Actor, Role
from bot.errors import BotError


class Access(Enum):
    """Who may use a command or a verb. Ownership is checked where the data is read."""

    STRANGER = auto()
    """Whoever holds an invitation; the services check that it is theirs."""
    LINKED = auto()
    MEMBER = auto()
    SECRETARIAT = auto()
    READER = auto()
    """Members for what is theirs; the secretariat and its leader for everything."""


COMMANDS: Mapping[str, Access] = {
    "start": Access.STRANGER,
    "batdau": Access.STRANGER,
    "trogiup": Access.LINKED,
    "help": Access.LINKED,
    "baocao": Access.MEMBER,
    "nhiemvu": Access.READER,
    "tracuu": Access.READER,
    "tonghop": Access.SECRETARIAT,
    "thanhvien": Access.SECRETARIAT,
}

VERBS: Mapping[str, Access] = {
    "i": Access.STRANGER,  # an invitation
    "x": Access.LINKED,  # form of address
    "h": Access.LINKED,  # main screen
    "g": Access.LINKED,  # help
    "k": Access.MEMBER,  # choose a report
    "n": Access.MEMBER,  # open a report
    "z": Access.MEMBER,  # report that nothing new arose
    "d": Access.MEMBER,  # continue a draft
    "f": Access.MEMBER,  # a choice in a form
    "p": Access.MEMBER,  # move a draft into the next period
    "u": Access.MEMBER,  # open an ad hoc report
    "ua": Access.SECRETARIAT,  # accept an ad hoc report
    "tl": Access.READER,  # a list of tasks
    "ta": Access.READER,  # one task
    "tv": Access.READER,  # a report or difficulty found by its code
    "v": Access.SECRETARIAT,  # a difficulty in full
    "t": Access.SECRETARIAT,  # the aggregate of a period
    "m": Access.SECRETARIAT,  # the list of members
    "mi": Access.SECRETARIAT,  # one person of it
    "mc": Access.SECRETARIAT,  # issue an invitation code
    "mu": Access.SECRETARIAT,  # whether to end a link
    "mx": Access.SECRETARIAT,  # end a link
}

_ROLES: Mapping[Access, frozenset[Role]] = {
    Access.MEMBER: MEMBER_ROLES,
    Access.SECRETARIAT: frozenset({Role.SECRETARIAT}),
    Access.READER: MEMBER_ROLES | {Role.SECRETARIAT, Role.LEADER},
}
_REFUSAL = {Access.MEMBER: "members_only", Access.SECRETARIAT: "rights", Access.READER: "members_only"}


def check(access: Access, actor: Actor, phone: str) -> None:
    """Raise BotError unless the actor may; the roles are those held at this moment."""
    needed = _ROLES.get(access)
    if needed is not None and not needed & actor.roles:
        raise BotError(_REFUSAL[access], phone=phone)
