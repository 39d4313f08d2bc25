"""Several difficulties marked in the queue, and one act for all: told once each, failing alone, undone together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.domain.reports import Urgency
from bot.domain.selecting import JointAct
from bot.domain.triage import QueueView
from bot.domain.verbs.selecting import DoJointAct, UndoJointAct
from bot.services.difficulties import acts
from tests.catalogues import out_of_date
from tests.handlers.acts import press
from tests.handlers.handled import do, happened, turn_by, words_of
from tests.handlers.triaged import FULL, item, report
from tests.telegram import Phone
from tests.world import World, running, say

MARK_ALL = ("/tiepnhan", "[Chọn nhiều]", "[Chọn cả trang]")


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


def news(phone: Phone) -> list[str]:
    """What has arrived since the last time this was asked, but for what was pressed."""
    texts = [message.text for message in phone.messages]
    phone.messages.clear()
    return texts


async def wait(world: World) -> None:
    await turn_by(world, world.rules.profile.undo_within)


async def test_what_is_marked_is_accepted_at_once_each_seat_told_in_one_message(house: World) -> None:
    an, bich, chi = (house.phone(code) for code in ("AN", "BICH", "CHI"))
    mine = [*await report(house, "HIEPHOIA", item("dat_dai"), item("dau_tu"))]
    (hers,) = await report(house, "HIEPHOIB", item("dat_dai"))
    (adhoc,) = await report(house, "HIEPHOIB", item("dau_tu"), urgency=Urgency.SOON)
    (soon,) = await report(house, "HIEPHOIA", item("dau_tu"), urgency=Urgency.SOON)
    await do(house, acts.accept, soon)  # with its report
    for phone in (an, bich):
        news(phone)

    await say(house, chi, *MARK_ALL)
    assert chi.last.text.splitlines()[0] == "Chọn nhiều vướng mắc – đã chọn: 05"
    await say(house, chi, "[Xử lý 5 mục chọn]", "[Tiếp nhận]")
    await do(house, acts.ask_back, hers, "địa phương")  # meanwhile, by a colleague
    await say(house, chi, "[Ghi nhận 3 mục]")
    assert chi.last.text.splitlines()[0] == "Đã có thay đổi từ khi hiển thị; chưa thực hiện gì. Mời kiểm tra lại."
    assert f"Thực hiện được 02/05: {mine[0]}, {mine[1]}." in chi.last.text
    reasons = chi.last.text.splitlines()[-1]
    assert f"{adhoc} (báo cáo đột xuất được tiếp nhận cả báo cáo)" in reasons
    assert f"{soon} (đã tiếp nhận)" in reasons
    assert f"{hers} (chờ thành viên bổ sung)" in reasons
    await say(house, chi, "[Ghi nhận 2 mục]")
    for phone in (an, bich):
        news(phone)

    # Taken back together, done again, one of the two taken back alone: the other is told anew, once.
    await say(house, chi, "[Hoàn tác]")
    assert chi.last.text == f"Đã hoàn tác: {mine[0]}, {mine[1]}. Không gửi thông báo đến thành viên."
    await wait(house)
    assert news(an) == []
    await say(house, chi, "/tiepnhan", "[Lọc thành viên]", "[Chọn 1]", "[Chọn nhiều]", "[Chọn cả trang]")
    await say(house, chi, "[Xử lý 5 mục chọn]", "[Tiếp nhận]", "[Ghi nhận 2 mục]")
    assert chi.last.text.startswith("Đã tiếp nhận: 02 vướng mắc.\nThông báo gửi thành viên sau 05 phút.")
    await say(house, chi, f"/tracuu {mine[1]}", "[Hoàn tác]")
    await wait(house)
    assert [happened(house, code)[-1] for code in mine] == ["accepted", "undone"]
    assert news(an) == [
        f"Vướng mắc {mine[0]} đã được tiếp nhận ngày 16/11/2026. Hệ thống sẽ thông báo khi có kết quả xử lý."
    ]
    assert news(bich) == []


async def two_reports(house: World) -> tuple[Sequence[str], str]:
    """Let An have sent a report and an ad hoc one, of which all can be accepted; return their codes."""
    first = await report(house, "HIEPHOIA", item("dat_dai"))
    (second,) = await report(house, "HIEPHOIA", item("dau_tu"), urgency=Urgency.SOON)
    await do(house, acts.accept, second)
    await do(house, acts.give_back, second, "Thiếu nội dung")
    return first, second


async def test_what_is_taken_back_of_one_report_leaves_the_other_of_the_seat_told(house: World) -> None:
    an, chi = house.phone("AN"), house.phone("CHI")
    _, second = await two_reports(house)
    news(an)

    await say(house, chi, *MARK_ALL, "[Xử lý 2 mục chọn]", "[Tiếp nhận]", "[Ghi nhận 2 mục]")
    await say(house, chi, "/tracuu BC-2611-001", "[Hoàn tác]")
    await wait(house)

    assert news(an) == [
        f"Vướng mắc {second} đã được tiếp nhận ngày 16/11/2026. Hệ thống sẽ thông báo khi có kết quả xử lý."
    ]


async def test_a_seat_with_several_reports_gets_one_message_and_what_is_late_stays(house: World) -> None:
    an, chi = house.phone("AN"), house.phone("CHI")
    first, second = await two_reports(house)
    news(an)

    await say(house, chi, *MARK_ALL, "[Xử lý 2 mục chọn]", "[Tiếp nhận]", "[Ghi nhận 2 mục]")
    [number] = house.read.conn.execute("SELECT id FROM done_together").fetchone()
    await wait(house)
    await press(house, chi, UndoJointAct(number).data)

    assert news(an) == [
        f"Đã tiếp nhận 02 vướng mắc ngày 16/11/2026: {second}, {first[0]}. Hệ thống sẽ thông báo khi có kết quả xử lý."
    ]
    assert chi.last.text == "Không hoàn tác được: thông báo đã gửi thành viên, hoặc đã có thao tác mới hơn."
    assert [happened(house, code)[-1] for code in (first[0], second)] == ["accepted", "accepted"]
    assert out_of_date() in await press(house, house.phone("MAI"), UndoJointAct(number).data)


async def test_the_same_words_go_to_each_under_its_own_code_and_one_that_fails_stops_no_other(
    house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    an, bich, chi = (house.phone(code) for code in ("AN", "BICH", "CHI"))
    codes = [
        *await report(house, "HIEPHOIA", item("dat_dai"), item("dau_tu")),
        *await report(house, "HIEPHOIB", item("dat_dai")),
    ]
    for phone in (an, bich):
        news(phone)
    told_of = acts.told_of

    def failing(unit: object, case: object) -> object:
        if getattr(case, "code", "") == codes[1] and case.events[-1].act.value == "asked":  # type: ignore[attr-defined]
            raise RuntimeError("broken")
        return told_of(unit, case)  # type: ignore[arg-type]

    await say(house, chi, *MARK_ALL, "[Xử lý 3 mục chọn]", "[Đề nghị bổ sung]", "địa phương", "[Bỏ qua]")
    review = chi.last.text
    monkeypatch.setattr(acts, "told_of", failing)
    await say(house, chi, "[Gửi đề nghị]")
    monkeypatch.undo()

    assert f"Thực hiện được 03/03: {', '.join(codes)}." in review
    assert chi.last.text.splitlines() == [
        "Đã đề nghị bổ sung: 02 vướng mắc.",
        "Thông báo gửi thành viên sau 05 phút.",
        f"Không thực hiện được: {codes[1]} (không ghi nhận được, mời mở riêng).",
    ]
    assert [words_of(house, code) for code in codes] == [[None, "địa phương"], [None], [None, "địa phương"]]
    await wait(house)
    assert [len(news(phone)) for phone in (an, bich)] == [1, 1]

    # What failed is marked still; forwarded and then not accepted with the rest, and taken back together.
    await say(
        house,
        chi,
        "/tiepnhan",
        "[Chọn nhiều]",
        "[Chọn cả trang]",
        "[Xử lý 3 mục chọn]",
        "[Không tiếp nhận]",
        "[Chọn 1]",
    )
    await say(house, chi, "[Không tiếp nhận]")
    assert [happened(house, code)[-1] for code in codes] == ["not_accepted"] * 3
    await say(house, chi, "[Hoàn tác]")
    await wait(house)
    assert [happened(house, code)[-1] for code in codes] == ["undone"] * 3
    assert [news(phone) for phone in (an, bich)] == [[], []]


async def test_what_is_marked_is_taken_on_and_handed_over_with_one_word_to_the_colleague(house: World) -> None:
    chi, huy = house.phone("CHI"), house.phone("MAI")
    codes = await report(house, "HIEPHOIA", item("dat_dai"), item("dau_tu"), item("dat_dai"))
    await say(house, huy, f"/tracuu {codes[2]}", "[Nhận xử lý]")

    await say(house, chi, *MARK_ALL, "[Xử lý 3 mục chọn]", "[Nhận xử lý]")
    assert f"Không thực hiện được: {codes[2]} (đang do Lê Quang Huy xử lý)." in chi.last.text
    await say(house, chi, "[Ghi nhận 2 mục]")
    assert chi.last.text.startswith("Đã nhận xử lý: 02 vướng mắc.")
    await say(house, chi, *MARK_ALL, "[Xử lý 3 mục chọn]", "[Chuyển giao]", "[Chọn 1]")
    assert f"{codes[2]} (cán bộ này đang xử lý)" in chi.last.text
    news(huy)
    await say(house, chi, "[Ghi nhận 2 mục]")

    assert chi.last.text.startswith("Đã chuyển giao: 02 vướng mắc.")
    assert "Hoàn tác" not in chi.last.labels
    assert news(huy) == [f"Phạm Thu Chi chuyển giao 02 vướng mắc: {codes[0]}, {codes[1]}."]
    await say(house, huy, "/tiepnhan", "[Việc của tôi]")
    assert all(code in huy.last.text for code in codes)
    # An act that needs words is done by its form alone, whatever a button says.
    await say(house, chi, "/tiepnhan", "[Chọn nhiều]", "[Bỏ chọn hết]")
    await press(house, chi, DoJointAct(JointAct.ASKED, 0, 0x3F, QueueView()).data)
    assert all(happened(house, code) == ["sent"] for code in codes)
