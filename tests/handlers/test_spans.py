"""Half a year asked for in the chat: shown from frozen papers, released by the desk once, then always the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.difficulties import DifficultyAct
from bot.domain.periods import Cadence, Period
from bot.exports.snapshot import sha256
from storage import snapshots
from tests.seen import Seen
from tests.services.months import item, play, year
from tests.telegram import Phone
from tests.world import World, running, say

ASK = SURE = "[Duyệt số liệu]"
FILES = ["Du-thao-bao-cao-6-thang-dau-nam-2026.docx", "Phu-luc-6-thang-dau-nam-2026.xlsx"]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[World]:
    """The first half of 2026 is over, and every month and quarter of it has its papers."""
    world = year(tmp_path)
    play(world, Period(2026, 1), {"SA": [item()], "SB": [item("moi_truong")]})
    for month in range(2, 7):
        play(world, Period(2026, month), {"SA": None}, {"VM-2601-001": DifficultyAct.CLOSED} if month == 3 else {})
        if month % 3 == 0:
            play(world, Period(2026, month // 3, Cadence.QUARTER), {"SG": None})
    world.link("CHI")
    world.link("LAN")
    world.clock.set(world.clock.now() + timedelta(days=1))
    async with running(world):
        yield world
    world.close()


async def tell(world: World, phone: Phone, *acts: str) -> None:
    """Say or press one after the other, half a minute apart: a chat can be written to only so often."""
    for act in acts:
        world.clock.set(world.clock.now() + timedelta(seconds=30))
        await say(world, phone, act)


def newest(phone: Phone) -> Seen:
    """The newest message about half a year or a year; cards and reminders come in between."""
    return next(each for each in reversed(phone.messages) if "năm 2026" in each.text and not each.file)


def shown(phone: Phone) -> str:
    return newest(phone).text


def texts(phone: Phone) -> str:
    return "\n".join(message.text for message in phone.messages)


def files_of(phone: Phone) -> list[tuple[str, bytes]]:
    return [message.file for message in phone.messages if message.file]


async def test_half_a_year_is_released_by_the_desk_and_then_stays_what_it_is(office: World) -> None:
    world, chi, lan = office, office.phone("CHI"), office.phone("LAN")

    # As people type it.
    await tell(world, chi, "/tonghop 6 thang dau nam 2026")
    assert "Báo cáo 6 tháng đầu năm 2026, số liệu từ 15/12/2025 đến 14/06/2026" in shown(chi)
    assert "Hội đồng tư vấn – 06/06 kỳ có số liệu đã chốt" in shown(chi)
    assert "• Báo cáo định kỳ: đã gửi 07/24 lượt." in shown(chi)
    assert "• Vướng mắc: đầu kỳ 00; mới 02; kết thúc 01; đang theo dõi cuối kỳ 01." in shown(chi)
    assert "Số liệu tạm tính" in shown(chi)
    assert [name for name, _ in files_of(chi)] == FILES
    assert world.count("digests", "period = '2026-H1'") == 0

    await tell(world, chi, ASK)
    assert "Sau khi duyệt không thay đổi được nữa." in shown(chi)
    await tell(world, chi, SURE)
    assert "Số liệu 6 tháng đầu năm 2026 đã được duyệt lúc" in texts(chi)
    digest = snapshots.digest(world.read, "2026-H1", 0)
    assert digest is not None
    entry = digest.snapshot["audit"]
    assert (entry["entry"], entry["head"]) in [tuple(r) for r in world.read.execute("SELECT seq, hash FROM audit")]
    assert world.count("audit", "verb = 'digest.released' AND object = 'digest:2026-H1:0'") == 1

    # The leader has it, with its hash in both files; asked for again it is the same, and it is released once.
    world.clock.set(world.clock.now() + timedelta(minutes=5))
    await world.settle()
    assert "(người duyệt: Phạm Thu Chi)" in shown(lan)
    released = dict(files_of(lan)[-2:])
    assert list(released) == FILES
    word, book = (zipfile.ZipFile(io.BytesIO(content)) for content in released.values())
    assert sha256(digest.snapshot) in word.read("word/footer1.xml").decode()
    assert sha256(digest.snapshot) in book.read("xl/worksheets/sheet1.xml").decode()
    await tell(world, lan, "/tonghop 2026-H1")
    assert dict(files_of(lan)[-2:]) == released
    assert world.count("digests", "period = '2026-H1' AND members_told_at IS NOT NULL") == 1


async def test_a_year_that_is_not_over_or_whose_papers_were_changed_is_not_released(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("span_papers", "papers"):
        monkeypatch.setattr(f"bot.services.desk.{room}.SPAN", ())  # building the files is tested above
    world, chi, lan = office, office.phone("CHI"), office.phone("LAN")

    await tell(world, chi, "/tonghop năm 2026")
    assert "• Không có số liệu đã chốt: tháng 7/2026; tháng 8/2026;" in texts(chi)
    assert "Duyệt được khi có số liệu đã chốt của: quý IV/2026; tháng 12/2026." in texts(chi)
    assert newest(chi).labels == []
    # The leader sees what can be released, and cannot release it.
    await tell(world, lan, "/tonghop 6 tháng đầu năm 2026")
    assert newest(lan).labels == []

    await tell(world, chi, "/tonghop 6 tháng đầu năm 2026", ASK)
    changed = "UPDATE digests SET body = replace(body, 'Hiệp hội A', 'Hiệp hội Z') WHERE period = '2026-02'"
    await world.writer.write(lambda db: db.conn.execute(changed))

    await tell(world, chi, SURE)

    assert "không khớp với nhật ký thao tác (digest:2026-02:0)" in texts(chi)
    assert world.count("digests", "period = '2026-H1'") == 0


async def test_what_nothing_was_frozen_of_has_no_report(office: World) -> None:
    world, chi = office, office.phone("CHI")

    await tell(world, chi, "/tonghop năm 2025")

    assert "Chưa có số liệu đã chốt của kỳ nào trong năm 2025" in texts(chi)
    assert files_of(chi) == []
