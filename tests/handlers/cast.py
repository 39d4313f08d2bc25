"""Everybody who may come to the program, and what they are told where they are refused."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Access
from tests.telegram import Phone
from tests.world import World

CAST = ("stranger", "member", "other member", "principal", "secretary", "leader", "admin")
PERSONS = dict(zip(CAST[1:], ("AN", "BICH", "BINH", "CHI", "LAN", "MAI"), strict=True))
STRANGER = 987650777
EVERYBODY = frozenset(CAST)
LINKED = EVERYBODY - {"stranger"}
MEMBERS = frozenset({"member", "other member", "principal"})
DESK = frozenset({"secretary"})
LEADER = frozenset({"leader"})
ADMIN = frozenset({"admin"})
KEEPERS = DESK | ADMIN
"""Those who keep the roster."""
READERS = MEMBERS | DESK | LEADER
NOBODY: frozenset[str] = frozenset()
PRINCIPAL = frozenset({"principal"})
WRITER = frozenset({"other member"})
OF_SEAT_B = PRINCIPAL | WRITER
"""Those of the one seat for which something waits: its principal, and the focal person who approves in his place."""

REFUSALS = (
    "Màn hình này đã cũ",
    "Chức năng này dành cho cán bộ Cơ quan thường trực",
    "Chức năng này dành cho người đại diện thành viên",
    "Kênh này dành cho thành viên",
    "Chưa tìm thấy",
    "Chức năng này dành cho lãnh đạo Cơ quan thường trực",
    "Việc này do quản trị Hệ thống thực hiện",
    "Không tự kết thúc được vai trò của chính mình",
    "chỉ cấp bằng dòng lệnh",
)


def phone_of(world: World, who: str) -> Phone:
    return world.telegram.phone(STRANGER) if who == "stranger" else world.phone(PERSONS[who])


def rows_of_members(world: World) -> list[tuple[object, ...]]:
    """What members own and may change."""
    tables = (
        "persons",
        "duties",
        "requests",
        "accounts",
        "invitations",
        "consents",
        "drafts",
        "approvals_required",
        "delegations",
        "submissions",
        "reports",
        "receptions",
        "difficulties",
        "difficulty_events",
        "claims",
        "urgings",
        "urged_seats",
        "broadcasts",
        "broadcast_recipients",
        "report_tasks",
        "seat_requests",
        "excuses",
        "turns",
        "snapshots",
        "tasks",
        "task_events",
        "notice_imports",
        "notice_lines",
    )
    columns = {"accounts": "id, person, unlinked_at, open_draft"}
    return [
        tuple(row)
        for table in tables
        for row in world.read.conn.execute(f"SELECT {columns.get(table, '*')} FROM {table}")
    ]


def texts(phone: Phone) -> list[str]:
    """Return what the messages of a phone say, oldest first."""
    return [message.text for message in phone.messages]


Served = tuple[frozenset[str], frozenset[str]]
"""Who is served when an act names what is their own, and when it names what is somebody else's.

Members own their drafts, and with everybody of their seat its reports and tasks; every person is their own.
"""


def alike(served: frozenset[str]) -> Served:
    """Return the row of an act that names nothing anybody owns."""
    return served, served


GRANTED: Mapping[Access, frozenset[str]] = {
    Access.STRANGER: EVERYBODY,
    Access.LINKED: LINKED,
    Access.MEMBER: MEMBERS,
    Access.SECRETARIAT: DESK,
    Access.LEADER: LEADER,
    Access.ADMIN: ADMIN,
    Access.DIRECTORY: KEEPERS,
    Access.STANDING_BODY: DESK | LEADER,
    Access.READER: READERS,
}
"""Whom a row of the table of access lets pass; ownership takes more away."""
