"""Messages that wait in a base before the program starts, as reminders and announcements do."""

from __future__ import annotations

from pathlib import Path

from bot.domain.operations import Lane
from scripts.bench import house
from storage import outbox
from storage.database import Writer, open_for_writing
from storage.unit import Unit

TEXT = (
    "Nhắc việc: nhiệm vụ NV-27-000123 của Hiệp hội còn 02 ngày làm việc đến hạn. Thời hạn: 17:00 thứ Sáu. Đề nghị xác"
    " nhận đã nhận nhiệm vụ và cập nhật tiến độ trong hệ thống."
)
FAR = 10_000_000
"""Chats from here on are of nobody who talks."""


def fill(place: Path, many: int, first: int = FAR) -> None:
    """Queue so many messages, each to a chat of its own."""
    writer = Writer(open_for_writing(place / "bot.db"))
    body = {"runs": [["", TEXT]], "rows": [], "silent": False}

    def work(unit: Unit) -> None:
        for number in range(first, first + many):
            message = outbox.Envelope(f"bench:{number}", house.CHANNEL, str(number), None, Lane.BULK, "send", body)
            outbox.put(unit.db, message, unit.now)

    writer.write_now(lambda db: work(house.unit(db, place)))
    writer.close()
