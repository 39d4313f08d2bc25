"""How many presses and typed answers what members do most often takes: the table of docs/nguoi-dung.md, played."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import VN
from bot.services.difficulties import acts
from tests.guards.tree import ROOT
from tests.handlers.acts import ADHOC_ITEM, CONTENT, ONE, PROPOSAL, SENT, TO_REVIEW
from tests.handlers.approving import APPROVE, SUBMIT, required, submitted
from tests.handlers.handled import CODE, do, happened, turn_by
from tests.handlers.versioned import AMEND, OTHER, REWRITTEN, SEND, WITHDRAW, turn, versions
from tests.handlers.worked import acts as acts_on_task
from tests.handlers.worked import assign, assign_and_tell
from tests.task_world import import_tasks
from tests.telegram import Phone
from tests.world import World, running, say

PAGE = ROOT / "docs" / "nguoi-dung.md"
HEAD = "| Việc | Tính từ | Chọn nút | Nhập |"
REMINDER = datetime(2026, 11, 17, 8, 30, tzinfo=VN)
DECEMBER = datetime(2026, 12, 16, 9, tzinfo=VN)


@dataclass
class Counted:
    """A phone on which what is done is counted."""

    phone: Phone
    presses: int = 0
    texts: int = 0

    def send(self, text: str) -> None:
        """Send a text."""
        self.texts += 1
        self.phone.send(text)

    def tap(self, label: str) -> None:
        """Press a button, which must stand on the newest message: nobody has to scroll."""
        assert label in self.phone.last.labels, f"{label!r} is not among {self.phone.last.labels}"
        self.presses += 1
        self.phone.tap(label)


Scene = Callable[[World], Awaitable[Counted]]
SCENES: dict[str, Scene] = {}


def scene(row: str) -> Callable[[Scene], Scene]:
    """Register how a row of the table is played."""

    def register(played: Scene) -> Scene:
        SCENES[row] = played
        return played

    return register


def table() -> dict[str, tuple[int, int]]:
    """Return presses and texts of every row of the page."""
    below = PAGE.read_text(encoding="utf-8").split(f"{HEAD}\n|---|---|---|---|\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in below.splitlines()]
    return {name: (int(presses), int(texts)) for name, _, presses, texts in rows}


@pytest.fixture
async def shipped(tmp_path: Path) -> AsyncIterator[World]:
    """A running world with the profile as it ships."""
    world = World(tmp_path, waits=True)
    world.import_roster()
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


async def played(world: World, phone: Phone, *what: str) -> Counted:
    counted = Counted(phone)
    await say(world, counted, *what)
    return counted


@scene("báo không phát sinh")
async def nil(world: World) -> Counted:
    await turn(world, REMINDER)
    counted = await played(world, world.phone("AN"), "[Báo không phát sinh]", "[Gửi báo cáo]")
    assert world.count("reports", "nil = 1") == 1
    return counted


@scene("báo không phát sinh, tin nhắc có cả nhiệm vụ")
async def nil_among_tasks(world: World) -> Counted:
    import_tasks(world)
    await turn(world, REMINDER)
    an = world.phone("AN")
    counted = await played(world, an, "[Báo không phát sinh]", "[Gửi báo cáo]")
    assert world.count("reports", "nil = 1") == 1
    return counted


@scene("báo cáo định kỳ có một vướng mắc")
async def periodic(world: World) -> Counted:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    counted = await played(world, an, "[Gửi báo cáo]", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *ONE, "[Gửi báo cáo]")
    assert world.count("difficulties", "code = 'VM-2611-001'") == 1
    return counted


@scene("báo cáo đột xuất khẩn có một vướng mắc")
async def urgent(world: World) -> Counted:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    item = ("[Đất đai]", CONTENT, PROPOSAL, *ADHOC_ITEM[3:])
    counted = await played(world, an, "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]", *item, "[Gửi khẩn]")
    assert world.count("reports", "code = 'DX-2611-001'") == 1
    return counted


@scene("bổ sung, đính chính một nội dung")
async def amend(world: World) -> Counted:
    an = world.phone("AN")
    await say(world, an, *SENT)
    counted = await played(world, an, AMEND, *REWRITTEN, SEND)
    assert versions(world) == [(1, True, False), (2, False, False)]
    assert world.count("difficulties", f"content = '{OTHER}'") == 1
    return counted


@scene("thu hồi báo cáo")
async def withdraw(world: World) -> Counted:
    an = world.phone("AN")
    await say(world, an, *SENT)
    counted = await played(world, an, WITHDRAW, WITHDRAW)
    assert versions(world) == [(1, False, True)]
    return counted


@scene("mở lại bản nháp")
async def resume(world: World) -> Counted:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW[:5], CONTENT, "[Lưu nháp, thoát]", "/batdau")
    counted = await played(world, an, "[Viết tiếp tháng 11]")
    assert "bước 4/7" in an.last.text
    return counted


@scene("cập nhật một vướng mắc kỳ trước")
async def carry_over(world: World) -> Counted:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await turn(world, DECEMBER)
    await say(world, an, "/batdau")
    opened = ("[Gửi báo cáo]", "[Báo cáo tháng 12]", "[Cập nhật mục 1]", "[Vẫn còn vướng mắc]")
    counted = await played(world, an, *opened, "[Tiếp tục báo cáo]", "[Xem lại, gửi]", "[Gửi báo cáo]")
    assert f"Vướng mắc kỳ trước, vẫn còn (01): {CODE}." in an.last.text
    return counted


async def answered(world: World) -> Phone:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.answer, CODE, "Đã bãi bỏ thành phần hồ sơ")
    return an


@scene("báo đã tháo gỡ")
async def solved(world: World) -> Counted:
    counted = await played(world, await answered(world), "[Đã tháo gỡ]")
    assert happened(world)[-1] == "solved"
    return counted


@scene("báo chưa tháo gỡ, nêu lý do")
async def not_solved(world: World) -> Counted:
    why = "Bộ phận một cửa vẫn yêu cầu nộp trích lục bản đồ."
    counted = await played(world, await answered(world), "[Chưa tháo gỡ]", why, "[Gửi ý kiến]")
    assert happened(world)[-1] == "not_solved"
    return counted


async def at_desk(world: World, *acts: str) -> Phone:
    """Let a report have come to the desk, and an officer have done this with it."""
    await say(world, world.phone("AN"), *SENT)
    await turn_by(world, world.rules.profile.withdraw_within)
    await say(world, world.phone("CHI"), *acts)
    return world.phone("CHI")


@scene("tiếp nhận mọi mục của một báo cáo")
async def accept_all(world: World) -> Counted:
    counted = await played(world, await at_desk(world), "[Tiếp nhận tất cả]")
    assert happened(world)[-1] == "accepted"
    return counted


@scene("đề nghị bổ sung, lý do chọn sẵn")
async def ask_back(world: World) -> Counted:
    chi = await at_desk(world, "[Mở mục 1]")
    counted = await played(world, chi, "[Đề nghị bổ sung]", "[Chọn 2]", "[Bỏ qua]", "[Gửi đề nghị]")
    assert happened(world)[-1] == "asked"
    return counted


@scene("chuyển cơ quan có thẩm quyền")
async def forward(world: World) -> Counted:
    chi = await at_desk(world, "[Tiếp nhận tất cả]", f"[Xem {CODE}]")
    counted = await played(world, chi, "[Chuyển cơ quan]", "bo tai chinh", "[Bỏ qua]", "[Ghi nhận chuyển]")
    assert happened(world)[-1] == "forwarded"
    return counted


@scene("xem một nhiệm vụ")
async def task(world: World) -> Counted:
    an = world.phone("AN")
    import_tasks(world)
    await say(world, an, "/batdau")
    counted = await played(world, an, "[Xem nhiệm vụ]", "[Xem NV-26-038]")
    assert "Hoàn thiện kết nối dữ liệu chuyên ngành" in an.last.text
    return counted


@scene("xác nhận đã nhận nhiệm vụ")
async def receive(world: World) -> Counted:
    await assign_and_tell(world, "HIEPHOIA")
    counted = await played(world, world.phone("AN"), "[Xác nhận đã nhận]")
    assert acts_on_task(world) == ["created", "received"]
    return counted


@scene("cập nhật tiến độ")
async def progress(world: World) -> Counted:
    return await worked(world, "progressed", "[Cập nhật tiến độ]", "[75%]")


@scene("báo hoàn thành nhiệm vụ")
async def complete(world: World) -> Counted:
    done = ("[Báo hoàn thành]", "Đã ban hành danh mục.", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]")
    return await worked(world, "reported", *done)


@scene("đề nghị điều chỉnh thời hạn")
async def extend(world: World) -> Counted:
    later = ("[Điều chỉnh thời hạn]", "[02/12 (+07 ngày)]", "Cần thêm ý kiến của 05 địa phương.", "[Gửi đề nghị]")
    return await worked(world, "extension_asked", *later)


async def worked(world: World, act: str, *what: str) -> Counted:
    """What a lead does on the page of its task."""
    await assign(world, "HIEPHOIA")
    await say(world, world.phone("AN"), "/tracuu NV-26-001")
    counted = await played(world, world.phone("AN"), *what)
    assert acts_on_task(world) == ["created", act]
    return counted


@scene("tra cứu một mã")
async def look_up(world: World) -> Counted:
    an = world.phone("AN")
    await say(world, an, *SENT)
    counted = await played(world, an, CODE)
    assert an.last.text.startswith(f"{CODE} – Đất đai")
    return counted


@scene("trình duyệt báo cáo")
async def submit(world: World) -> Counted:
    _, bich = await required(world)
    await say(world, bich, *TO_REVIEW)
    counted = await played(world, bich, SUBMIT)
    assert world.count("submissions") == 1
    return counted


@scene("duyệt, gửi báo cáo")
async def approve(world: World) -> Counted:
    binh, _ = await submitted(world)
    counted = await played(world, binh, APPROVE)
    assert versions(world) == [(1, False, False)]
    return counted


def test_every_row_of_the_page_is_played() -> None:
    assert set(table()) == set(SCENES)


@pytest.mark.parametrize("row", SCENES)
async def test_it_takes_as_many_presses_and_texts_as_the_page_says(shipped: World, row: str) -> None:
    counted = await SCENES[row](shipped)

    assert (counted.presses, counted.texts) == table()[row]


def test_what_must_stay_short_stays_short() -> None:
    assert table()["báo không phát sinh"] == (2, 0)
    assert table()["báo cáo đột xuất khẩn có một vướng mắc"] == (5, 2)
