"""A world with two administrators beside the standing cast, and the way through the forms about the roster."""

from __future__ import annotations

from tests.telegram import Phone
from tests.world import ROSTER, World, say

ONE_ADMIN = ROSTER + "MAI,Lý Thị Mai,Quản trị viên,ba,vi,,admin,,,\n"
TWO_ADMINS = ONE_ADMIN + "NAM,Võ Hoài Nam,Quản trị viên,ong,vi,,admin,,,\n"
NEWCOMER = "EN,Đỗ Thị Én,Chuyên viên,ba,vi,024 3804 4066,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A\n"
NEW_PERSON = ("Đỗ Thị Én", "[Bỏ qua]", "[Bà]")
"""The first answers about somebody new."""
CONTACT = ("024 3804 4066", "[Tiếng Việt]")


async def add(world: World, phone: Phone, *duty: str) -> None:
    """Answer the form about a new person up to the review; `duty` are the acts that choose it."""
    await say(world, phone, "/thanhvien", "[Thêm người]", *NEW_PERSON, *duty, *CONTACT)


def duties(world: World, code: str) -> list[tuple[str, str]]:
    """Return the role and the seat of every duty a person holds today."""
    found = world.read.conn.execute(
        """SELECT d.role, coalesce(s.code, '') FROM duties d JOIN persons p ON p.id = d.person
           LEFT JOIN seats s ON s.id = d.seat WHERE p.code = ? AND d.valid_to IS NULL ORDER BY d.id""",
        [code],
    )
    return [tuple(row) for row in found]


def audited(world: World, verb: str) -> list[tuple[str, str]]:
    """Return actor and object of every entry of the audit with this verb."""
    found = world.read.conn.execute("SELECT actor, object FROM audit WHERE verb = ? ORDER BY seq", [verb])
    return [tuple(row) for row in found]
