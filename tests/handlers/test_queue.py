"""The desk's queue of difficulties: its parts, its filters, who takes care of which."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.reports import Urgency
from bot.domain.triage import QueueView
from bot.domain.verbs.triage import ClaimDifficulty, OpenQueueItem, ReleaseDifficulty, TakeOverDifficulty
from bot.services.desk import queue
from bot.services.difficulties import acts
from tests.catalogues import out_of_date
from tests.handlers.acts import bring_roster, press
from tests.handlers.handled import do, turn_to_day
from tests.handlers.triaged import FULL, HUY, item, report
from tests.world import World, running, say

FIRST = "VM-2611-001"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A running world with the shipped seats, in which An, Bích, and Chi and Huy at the desk are linked."""
    world = World(tmp_path)
    world.import_roster(FULL)
    for code in ("AN", "BICH", "CHI", "MAI"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


def entries(text: str) -> list[str]:
    """The numbered lines of a screen."""
    return [line for line in text.splitlines() if line[:1].isdigit()]


async def test_the_queue_is_ordered_counted_paged_and_filtered_and_leads_to_each_difficulty(house: World) -> None:
    chi = house.phone("CHI")
    await say(house, chi, "/batdau")
    assert "Xử lý vướng mắc (0)" in chi.last.labels
    old = await report(house, "HIEPHOIA", item("dat_dai", "Bộ Tài chính"), item("dau_tu"))
    asked, forwarded = await report(house, "HIEPHOIB", item("dat_dai"), item("xay_dung"))
    await do(house, acts.accept, old[1])
    await do(house, acts.ask_back, asked, "địa phương")
    await do(house, acts.accept, forwarded)
    await do(house, acts.forward, forwarded, "Bộ Xây dựng", date(2026, 11, 20))
    await turn_to_day(house, 11, 25)  # six working days later; what was asked has lapsed
    (soon,) = await report(house, "HIEPHOIB", item("dau_tu"), urgency=Urgency.SOON)
    (urgent,) = await report(house, "HIEPHOIA", item("dat_dai"), urgency=Urgency.URGENT)

    await say(house, chi, "/tiepnhan")
    first = chi.last.text
    assert first.splitlines()[:2] == [
        "Xử lý vướng mắc – tất cả, trang 1/2",
        "Vướng mắc: mới 04; chờ xử lý 01; chờ thành viên 00; đã chuyển cơ quan 01; trong đó quá hạn 03.",
    ]
    assert entries(first) == [
        f"1. {urgent} – Đất đai – HIEPHOIA – 00 ngày làm việc – đề nghị xử lý khẩn",
        f"2. {soon} – Đầu tư – HIEPHOIB – 00 ngày làm việc – đề nghị xử lý sớm",
        f"3. {old[0]} – Đất đai – HIEPHOIA – 06 ngày làm việc – quá hạn",
        f"4. {asked} – Đất đai – HIEPHOIB – 06 ngày làm việc – quá hạn",
        f"5. {forwarded} – Xây dựng – HIEPHOIB – 06 ngày làm việc – quá hạn",
    ]
    await say(house, chi, "[Xem trang sau]")
    assert entries(chi.last.text) == [f"1. {old[1]} – Đầu tư – HIEPHOIA – 06 ngày làm việc"]
    await say(house, chi, "[Chọn 1]", "[‹ Về danh sách]")
    assert chi.last.text.startswith("Xử lý vướng mắc – tất cả, trang 2/2")

    await say(house, chi, "[Quá hạn (3)]", "[Lọc lĩnh vực]")
    assert entries(chi.last.text) == ["1. Đất đai: 02", "2. Xây dựng: 01"]
    await say(house, chi, "[Chọn 1]", "[Lọc thành viên]", "[Chọn 1]")
    assert "Đang lọc: Đất đai; Hiệp hội" in chi.last.text
    assert len(entries(chi.last.text)) == 1
    await say(house, chi, "[Bỏ lọc]", "[Lọc cơ quan]")
    assert "Bộ Xây dựng: 01" in chi.last.text
    assert "Bộ Tài chính: 01" in chi.last.text
    await say(house, chi, "[Bỏ lọc mục này]", "[Tất cả (6)]", "[Lọc mức độ]", "[Chọn 1]")
    assert entries(chi.last.text) == [f"1. {urgent} – Đất đai – HIEPHOIA – 00 ngày làm việc – đề nghị xử lý khẩn"]

    await do(house, acts.close, old[1], "Không còn vướng")
    await say(house, chi, "/batdau")
    assert "Xử lý vướng mắc (5)" in chi.last.labels


async def test_a_page_of_the_queue_takes_as_many_statements_however_many_difficulties_there_are(house: World) -> None:
    def statements() -> int:
        ran: list[str] = []
        house.read.conn.set_trace_callback(ran.append)
        try:
            queue.items(house.unit())
        finally:
            house.read.conn.set_trace_callback(None)
        return len(ran)

    await report(house, "HIEPHOIA", item("dat_dai"))
    one = statements()
    await report(house, "HIEPHOIB", *(item("dau_tu") for _ in range(20)))

    assert statements() == one <= 5


async def test_a_difficulty_is_taken_on_by_one_and_taken_over_with_word_to_the_other(house: World) -> None:
    chi, huy = house.phone("CHI"), house.phone("MAI")
    (code,) = await report(house, "HIEPHOIA", item("dat_dai"))
    view = QueueView()

    await press(house, chi, OpenQueueItem(code, view).data)
    await press(house, huy, OpenQueueItem(code, view).data)
    await say(house, huy, "[Nhận xử lý]")
    taken = f"{code} đang do Lê Quang Huy xử lý (từ 08:15)."
    assert huy.last.text.splitlines()[1] == taken
    assert "Thôi xử lý" in huy.last.labels
    await say(house, chi, "[Nhận xử lý]")  # the second to press sees what happened
    assert chi.last.text.splitlines()[1] == taken
    assert house.count("claims") == 1

    await say(house, chi, "/tiepnhan")
    assert "đang do Lê Quang Huy xử lý" in chi.last.text
    await say(house, chi, "[Việc của tôi]")
    assert "Hiện không có mục nào." in chi.last.text
    await press(house, chi, OpenQueueItem(code, view).data)
    told = len(huy.messages)
    await say(house, chi, "[Nhận xử lý thay]")
    assert f"{code} đang do Phạm Thu Chi xử lý" in chi.last.text
    assert huy.messages[told].text == f"Phạm Thu Chi đã nhận xử lý thay đồng chí vướng mắc {code}."
    assert huy.messages[told].silent
    await press(house, huy, TakeOverDifficulty(code, 1).data)  # of a claim that is no more
    await press(house, huy, ReleaseDifficulty(code, 2).data)  # of somebody else's
    assert f"{code} đang do Phạm Thu Chi xử lý" in huy.last.text
    await say(house, chi, "/tiepnhan", "[Việc của tôi]", "[Chọn 1]", "[Thôi xử lý]")
    assert "xử lý (từ" not in chi.last.text

    audited = house.read.conn.execute("SELECT actor, verb FROM audit WHERE verb LIKE 'claim.%' ORDER BY seq").fetchall()
    assert [tuple(row) for row in audited] == [
        ("person:MAI", "claim.taken"),
        ("person:CHI", "claim.taken_over"),
        ("person:CHI", "claim.released"),
    ]


async def test_what_was_taken_on_ends_with_the_role_and_with_the_difficulty(house: World) -> None:
    chi, huy = house.phone("CHI"), house.phone("MAI")
    first, second = await report(house, "HIEPHOIA", item("dat_dai"), item("dau_tu"))
    for code in (first, second):
        await press(house, huy, ClaimDifficulty(code).data)
    await bring_roster(house, FULL.replace(HUY + "\n", ""))
    await bring_roster(house, FULL)  # the role is back, by another duty

    await press(house, chi, OpenQueueItem(first, QueueView()).data)
    assert "Nhận xử lý" in chi.last.labels
    await press(house, chi, ClaimDifficulty(first).data)
    await do(house, acts.close, first, "Không còn vướng")
    refused = await press(house, chi, ClaimDifficulty(first).data)
    assert out_of_date() in refused
    await press(house, huy, OpenQueueItem(first, QueueView()).data)
    assert "Nhận xử lý" not in huy.last.labels
    assert "xử lý (từ" not in huy.last.text
    assert [each.claim for each in queue.items(house.unit())] == [None]


async def test_after_each_act_the_next_of_the_same_view_is_opened_and_the_way_back_stays(house: World) -> None:
    chi = house.phone("CHI")
    lands = [*await report(house, "HIEPHOIA", *(item("dat_dai") for _ in range(4))), "VM-2611-005"]
    await report(house, "HIEPHOIB", item("dau_tu"), item("dat_dai"))
    lands[4] = "VM-2611-006"
    await say(house, chi, "/tiepnhan", "[Lọc lĩnh vực]", "[Chọn 1]", "[Chọn 2]", "[Nhận xử lý]", "[Tiếp nhận]")

    # What was accepted stays in this view; the next is the one behind it, and so on by forms, notes and undoing.
    assert chi.last.labels[:2] == ["Hoàn tác", "Mở việc tiếp theo"]
    await say(house, chi, "[Hoàn tác]", "[Ghi chú (00)]", "[Thêm ghi chú]", "Gọi lại", "[Lưu ghi chú]")
    await say(house, chi, f"[Xem {lands[1]}]", "[Không tiếp nhận]", "[Chọn 3]", "[Không tiếp nhận]")
    assert chi.last.text.startswith(f"{lands[1]}: đã ghi nhận")
    await say(house, chi, "[Mở việc tiếp theo]")
    assert chi.last.text.startswith(f"{lands[2]} – Đất đai")
    await say(house, chi, "[Đóng theo dõi]", "[Chọn 1]", "[Lưu nháp, thoát]", "[Tiếp nhận]", "[Mở việc tiếp theo]")
    await say(house, chi, "[Tiếp nhận]", "[Mở việc tiếp theo]")
    assert chi.last.text.startswith(f"{lands[4]} – Đất đai")
    await say(house, chi, "[Tiếp nhận]", "[‹ Về danh sách]")
    assert chi.last.text.splitlines()[2] == "Đang lọc: Đất đai."
    assert [line.split(" – ")[0] for line in entries(chi.last.text)] == [
        f"{number}. {code}" for number, code in enumerate((lands[0], *lands[2:]), 1)
    ]

    # Behind the last comes the first; where there is no other, nothing is offered.
    await say(house, chi, "[Chọn 4]", "[Trả lại]", "[Chọn 1]", "[Trả lại]", "[Mở việc tiếp theo]")
    assert chi.last.text.startswith(f"{lands[0]} – Đất đai")
    await say(house, chi, "[‹ Về danh sách]", "[Bỏ lọc]", "[Lọc lĩnh vực]", "[Chọn 2]", "[Chọn 1]", "[Tiếp nhận]")
    assert "Mở việc tiếp theo" not in chi.last.labels
