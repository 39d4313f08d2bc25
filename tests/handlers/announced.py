"""Announcements in tests: how one is written, and a crowd of recipients."""

from __future__ import annotations

from sqlite_utils import Database

from bot.domain.people import Caller, Honorific, Person, Role
from storage import people
from tests.telegram import Phone
from tests.world import World, say

WORDS = "Họp giao ban 14 giờ thứ Năm; đề nghị <b>chuẩn bị</b> số liệu & báo cáo."
WRITE = ("/thongbao", "[Soạn thông báo]", WORDS, "[Không kèm tệp]")
BODY, ROLE, LIST, UNFILED, UNCONFIRMED = (f"[Chọn {number}]" for number in range(1, 6))
COUNCIL = (BODY, "[Chọn 2]")
NOW, ASKED, UNASKED = "[Chọn 1]", "[Chọn 1]", "[Chọn 2]"
SEND = "[Gửi thông báo]"
TO_COUNCIL = (*WRITE, *COUNCIL, NOW, ASKED)
FIRST_USER = 1_000_000


def crowd(world: World, count: int) -> None:
    """Put so many focal persons onto the roster, each with an account."""

    def work(db: Database) -> None:
        now = world.clock.now()
        seat = next(seat.id for seat in people.seats_there(db, now.date()) if seat.code == "HIEPHOIA")
        for number in range(count):
            name = f"Người {number:04}"
            person = people.put_person(db, Person(0, f"P{number:04}", name, "", Honorific.NONE, "vi", ""))
            people.add_duty(db, person, seat, Role.FOCAL, now.date())
            user = str(FIRST_USER + number)
            people.link_account(db, Caller("telegram", user, user), person, now)

    world.write_now(work)


def announcements(phone: Phone) -> list[str]:
    """The announcements a phone shows."""
    return [message.text for message in phone.messages if "\nThông báo TB-" in message.text]


async def announce(world: World, phone: Phone, *acts: str) -> None:
    """Write an announcement and send it."""
    await say(world, phone, *acts, SEND)
