"""A notice that an officer sends to the chat, and what becomes of it there."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document

from bot.clock import VN
from bot.domain.notice_lines import ReadNotice
from bot.services.tasks import notice_child
from scripts.notices import FOLDER
from tests.telegram import Phone
from tests.world import World, say

PASTE = ("/nhapthongbao", "[Dán nội dung]")
READ = "[Đọc văn bản]"
CHECK = "[Kiểm tra từng mục]"
ACCEPT, DROP, NEXT, CORRECT = "[Nhận mục này]", "[Bỏ mục]", "[Mở mục sau]", "[Sửa mục]"
RECORD, ASSIGN = "[Ghi nhận thay đổi]", "[Giao nhiệm vụ]"
FOUR = (FOLDER / "03-thu-nhat.txt").read_text(encoding="utf-8")
"""Tasks of ministers before a day, of a ministry in a month, of whom it does not say, of the Council each quarter."""
NONE = (FOLDER / "08-khong-khen.txt").read_text(encoding="utf-8")
THREE = (
    "Thông báo số 5/TB-VPCP ngày 02/11/2026.\n"
    "1. Các thành viên Hội đồng tư vấn rà soát 342 phản ánh, kiến nghị, hoàn thành đến hết ngày 15/12/2026.\n"
    "2. Bộ Nội vụ báo cáo kết quả thực hiện chậm nhất ngày 20/12/2026.\n"
    "3. Đề nghị các thành viên Hội đồng tư vấn tổng hợp vướng mắc định kỳ hằng tháng, gửi Cơ quan thường trực.\n"
)


def read_at_once(name: str, content: bytes) -> ReadNotice:
    """Read a notice without a process of its own, which takes longer than most tests."""
    return notice_child.read(content, name)


def word(text: str) -> bytes:
    """Return a text as Word keeps it."""
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


async def send(world: World, phone: Phone, name: str, content: bytes, command: str = "/nhapthongbao") -> None:
    """Send a file where a notice is asked for, and wait for what follows."""
    await say(world, phone, command)
    phone.send_file(name, content)
    await world.settle()


async def turn(world: World, at: datetime) -> None:
    """Turn the clock, and wait for what leaves then."""
    world.clock.set(at)
    world.app.wake()
    await world.settle()


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Return an hour of a day of 2026 in Viet Nam."""
    return datetime(2026, month, day, hour, minute, tzinfo=VN)


def tasks(world: World, columns: str = "code, title") -> list[tuple[object, ...]]:
    """Return what there is of tasks."""
    return [tuple(row) for row in world.read.conn.execute(f"SELECT {columns} FROM tasks ORDER BY code")]


def told(phone: Phone) -> list[str]:
    """Return what a phone was told of new tasks."""
    return [message.text for message in phone.messages if "Cơ quan thường trực giao" in message.text]
