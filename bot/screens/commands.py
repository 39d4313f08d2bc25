"""The menu of commands per role, and how the program introduces itself before a chat begins."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.people import MEMBER_ROLES, Role
from bot.domain.texts import N_, Label, Text

DESCRIPTION = Text(
    N_(
        "Channel for reports of difficulties with administrative procedures, for members of the Working Group"
        " and the Advisory Council on administrative procedure reform. Use is by invitation code of the Standing"
        " Body only. Do not send information or documents that are state secrets through this channel."
    )
)
SHORT_DESCRIPTION = Text(
    N_("Reports of difficulties – members of the Working Group and the Advisory Council on procedure reform.")
)


_READERS = MEMBER_ROLES | {Role.SECRETARIAT, Role.LEADER}


@dataclass(frozen=True)
class Command:
    """A command, what it does, and who sees it in the menu; without roles everybody does, strangers too.

    Each of its names works whatever language somebody reads; a menu shows the one of its reader's.
    """

    name: Label
    text: Text
    roles: frozenset[Role] = frozenset()


COMMANDS = (
    Command(Label("batdau", "start"), Text(N_("Main screen"))),
    Command(Label("baocao", "report"), Text(N_("Send a report of difficulties")), MEMBER_ROLES),
    Command(Label("duyet", "approval"), Text(N_("View approval of reports")), MEMBER_ROLES),
    Command(Label("nhiemvu", "tasks"), Text(N_("View tasks")), _READERS),
    Command(Label("tracuu", "search"), Text(N_("Look up by code or words")), _READERS),
    Command(Label("tonghop", "digest"), Text(N_("View the aggregate")), frozenset({Role.SECRETARIAT, Role.LEADER})),
    Command(Label("tiepnhan", "triage"), Text(N_("Handle difficulties")), frozenset({Role.SECRETARIAT})),
    Command(Label("nhapthongbao", "notice"), Text(N_("Import a notice as tasks")), frozenset({Role.SECRETARIAT})),
    Command(Label("thongbao", "announce"), Text(N_("Send announcements")), frozenset({Role.SECRETARIAT})),
    Command(Label("goi", "calls"), Text(N_("View who must be called")), frozenset({Role.SECRETARIAT, Role.ADMIN})),
    Command(
        Label("thanhvien", "members"),
        Text(N_("View, invite, add members")),
        frozenset({Role.SECRETARIAT, Role.ADMIN}),
    ),
    Command(
        Label("dubao", "forecast"),
        Text(N_("View what will be sent")),
        frozenset({Role.SECRETARIAT, Role.ADMIN}),
    ),
    Command(Label("quytac", "rules"), Text(N_("View, change rules of reminders")), frozenset({Role.ADMIN})),
    Command(
        Label("lich", "calendar"),
        Text(N_("View, set days off")),
        frozenset({Role.SECRETARIAT, Role.ADMIN}),
    ),
    Command(Label("caidat", "settings"), Text(N_("Settings: hours, language, my data")), frozenset(Role)),
    Command(Label("trogiup", "help"), Text(N_("View help and contacts"))),
)
"""In the order in which they are shown. Who may use a command is decided where it is used."""

Menu = tuple[tuple[Text, Text], ...]
"""Commands with their descriptions."""


def menu(roles: frozenset[Role]) -> Menu:
    """Return the commands for whoever holds `roles`; a stranger holds none."""
    return tuple((Text("{name}", name=c.name), c.text) for c in COMMANDS if not c.roles or c.roles & roles)
