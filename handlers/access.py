"""Who may do what: a row for every command here, for every verb of a button in `bot.domain.verbs`.

What has no row is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Access
from bot.domain.people import MEMBER_ROLES, Actor, Role
from bot.errors import BotError

COMMANDS: Mapping[str, Access] = {
    "start": Access.STRANGER,
    "batdau": Access.STRANGER,
    "trogiup": Access.LINKED,
    "help": Access.LINKED,
    "caidat": Access.LINKED,
    "settings": Access.LINKED,
    "baocao": Access.MEMBER,
    "report": Access.MEMBER,
    "duyet": Access.MEMBER,
    "approval": Access.MEMBER,
    "nhiemvu": Access.READER,
    "tasks": Access.READER,
    "tracuu": Access.READER,
    "search": Access.READER,
    "tonghop": Access.STANDING_BODY,
    "digest": Access.STANDING_BODY,
    "tiepnhan": Access.SECRETARIAT,
    "triage": Access.SECRETARIAT,
    "nhapthongbao": Access.SECRETARIAT,
    "thongbao": Access.SECRETARIAT,
    "announce": Access.SECRETARIAT,
    "notice": Access.SECRETARIAT,
    "goi": Access.DIRECTORY,
    "calls": Access.DIRECTORY,
    "dubao": Access.DIRECTORY,
    "forecast": Access.DIRECTORY,
    "thanhvien": Access.DIRECTORY,
    "members": Access.DIRECTORY,
    "quytac": Access.ADMIN,
    "rules": Access.ADMIN,
    "lich": Access.DIRECTORY,
    "calendar": Access.DIRECTORY,
}

_ROLES: Mapping[Access, frozenset[Role]] = {
    Access.MEMBER: MEMBER_ROLES,
    Access.SECRETARIAT: frozenset({Role.SECRETARIAT}),
    Access.LEADER: frozenset({Role.LEADER}),
    Access.ADMIN: frozenset({Role.ADMIN}),
    Access.DIRECTORY: frozenset({Role.SECRETARIAT, Role.ADMIN}),
    Access.STANDING_BODY: frozenset({Role.SECRETARIAT, Role.LEADER}),
    Access.READER: MEMBER_ROLES | {Role.SECRETARIAT, Role.LEADER},
}
_REFUSAL = {
    Access.MEMBER: "members_only",
    Access.SECRETARIAT: "rights",
    Access.LEADER: "leaders_only",
    Access.ADMIN: "admins_only",
    Access.DIRECTORY: "rights",
    Access.STANDING_BODY: "rights",
    Access.READER: "members_only",
}


def check(access: Access, actor: Actor, phone: str) -> None:
    """Raise BotError unless the actor may; the roles are those held at this moment."""
    needed = _ROLES.get(access)
    if needed is not None and not needed & actor.roles:
        raise BotError(_REFUSAL[access], phone=phone)
