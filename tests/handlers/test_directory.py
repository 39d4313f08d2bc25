"""The desk's list of members and the screen of one person, on the real program."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.directory import DirectoryView
from bot.domain.verbs.directory import ListMembers
from storage import people, reach
from tests.catalogues import said
from tests.handlers.directory import CODE, open_person, person_id
from tests.world import ROSTER, World, running, say

HEADER = ROSTER.partition("\n")[0]
DESK = "CHI,Phạm Thu Chi,Chuyên viên,,vi,,secretariat,,,"
MANY = "\n".join(
    [
        HEADER,
        DESK,
        *(f"P{n:02},Người số {n:02},,,vi,,focal,hoi_dong_tu_van,HH{n:02},Hiệp hội {n:02}" for n in range(14)),
    ]
)


# --- the list


async def test_an_officer_sees_everybody_by_seat_with_their_state_and_the_desk_last(world: World) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/thanhvien")

    entries = [line for line in chi.last.text.splitlines() if line[:1].isdigit()]
    assert entries == [
        "1. Hiệp hội A – Nguyễn Văn An (đầu mối): đã liên kết",
        "2. Hiệp hội B – Lê Văn Bình (lãnh đạo): đã liên kết",
        "3. Hiệp hội B – Trần Thị Bích (đầu mối): đã liên kết",
        "4. Phạm Thu Chi (cán bộ Cơ quan thường trực): đã liên kết",
        "5. Hoàng Thị Lan (lãnh đạo Cơ quan thường trực): đã liên kết",
    ]
    assert "Tổng số 05 người: 05 đã liên kết" in chi.last.text


async def test_the_list_says_who_is_invited_until_when_who_was_and_who_never_was(still_world: World) -> None:
    chi = still_world.link("CHI")
    still_world.invite("BICH")
    still_world.clock.set(still_world.clock.now() + timedelta(hours=73))
    still_world.invite("AN")
    async with running(still_world):
        await say(still_world, chi, "/thanhvien")

    text = chi.last.text
    assert "Nguyễn Văn An (đầu mối): đã mời, hạn 09:15 ngày 22/11" in text
    assert "Trần Thị Bích (đầu mối): đã mời, mã không còn hiệu lực" in text
    assert "Lê Văn Bình (lãnh đạo): chưa mời" in text
    assert "01 đã liên kết, 00 không liên lạc được, 01 đã mời, 03 chưa có mã mời còn hiệu lực" in text


async def test_an_account_that_blocked_the_channel_is_shown_as_not_to_be_reached(still_world: World) -> None:
    chi, _ = still_world.link("CHI"), still_world.link("AN")
    account = people.accounts_of(still_world.read, person_id(still_world, "AN"), "telegram")[0]
    still_world.write_now(lambda db: reach.set_unreachable(db, account, still_world.clock.now()))
    async with running(still_world):
        await say(still_world, chi, "/thanhvien")

    assert "Nguyễn Văn An (đầu mối): không liên lạc được" in chi.last.text


async def test_the_list_is_turned_six_at_a_time_and_back(empty_world: World) -> None:
    empty_world.import_roster(MANY)
    chi = empty_world.link("CHI")
    seen = []
    async with running(empty_world):
        await say(empty_world, chi, "/thanhvien")
        seen += [chi.last.text]
        first = chi.last.labels
        await say(empty_world, chi, "[Xem trang sau]")
        seen += [chi.last.text]
        await say(empty_world, chi, "[Xem trang sau]")
        seen += [chi.last.text]
        last = chi.last.labels
        await say(empty_world, chi, "[Xem trang trước]")

    assert [text.partition("\n")[0] for text in seen] == [f"Danh sách thành viên – trang {n}/3" for n in (1, 2, 3)]
    names = [name for text in seen for name in re.findall(r"Người số \d\d|Phạm Thu Chi", text)]
    assert names == [*(f"Người số {n:02}" for n in range(14)), "Phạm Thu Chi"]
    assert "Xem trang trước" not in first
    assert "Xem trang sau" not in last
    assert chi.last.text == seen[1]


async def test_only_those_without_an_account_are_listed_when_asked_for(still_world: World) -> None:
    chi, _ = still_world.link("CHI"), still_world.link("AN")
    async with running(still_world):
        await say(still_world, chi, "/thanhvien", "[Lọc chưa liên kết]")
        filtered = chi.last.text
        await say(still_world, chi, "[Xem tất cả]")

    assert filtered.startswith(said("<b>Members not linked yet</b> – page {page}/{pages}", page="1", pages="1"))
    assert re.findall("An|Bình|Bích|Lan", filtered) == ["Bình", "Bích", "Lan"]
    assert "Nguyễn Văn An" in chi.last.text


async def test_a_filter_that_leaves_nobody_says_so(world: World) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/thanhvien", "[Lọc chưa liên kết]")

    assert said("Everybody in the list has been linked.") in chi.last.text
    assert "Chọn 1" not in chi.last.labels


async def test_a_page_that_is_not_there_any_more_shows_the_last_one(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/thanhvien")

    chi.press(ListMembers(DirectoryView(page=1295)).data, chi.last.id)
    await world.settle()

    assert "trang 1/1" in chi.last.text
    assert "Nguyễn Văn An" in chi.last.text


async def test_the_longest_names_a_roster_may_hold_still_make_one_message(empty_world: World) -> None:
    long = "Ơ" * 300
    rows = [f"P{n},{long},{long},,vi,{'1' * 300},focal,hoi_dong_tu_van,S{n},{long}" for n in range(6)]
    empty_world.import_roster("\n".join([HEADER, *rows, DESK]))
    chi = empty_world.link("CHI")
    async with running(empty_world):
        await say(empty_world, chi, "/thanhvien")
        listed = chi.last.text
        await say(empty_world, chi, "[Chọn 6]", "[Cấp mã mời]")

    assert len(listed.splitlines()) == 8
    assert all(len(seen.text) <= 4096 for seen in chi.messages)
    assert CODE.search(chi.last.text)


# --- one person


async def test_a_person_is_shown_with_title_duties_telephone_and_state(empty_world: World) -> None:
    empty_world.import_roster(
        f"{HEADER}\n{DESK}\n"
        "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,024 0000 0001,focal,hoi_dong_tu_van,HHA,Hiệp hội A\n"
        "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,024 0000 0001,principal,to_cong_tac,TCTA,Bộ A\n"
    )
    chi = empty_world.link("CHI")
    async with running(empty_world):
        await open_person(empty_world, chi, "Nguyễn Văn An")

    assert chi.last.text.splitlines() == [
        "Nguyễn Văn An (AN)",
        "Chánh Văn phòng",
        "1. Đầu mối của thành viên Hội đồng tư vấn cải cách thủ tục hành chính: Hiệp hội A",
        "2. Lãnh đạo thành viên Tổ công tác cải cách thủ tục hành chính của Thủ tướng Chính phủ: Bộ A",
        said("Telephone: {phone}", phone="024 0000 0001"),
        "Tình trạng: chưa mời.",
    ]
    assert chi.last.labels == [
        said("Issue invitation"),
        *(
            said(label, number=number)
            for number in (1, 2)
            for label in ("End duty {number}", "Hand over {number}", "Name substitute {number}")
        ),
        *(said("Enter for {member}", member=member) for member in ("HHA", "TCTA")),
        said("Call, record outcome"),
        said("Add a duty"),
        said("Back to the list"),
    ]


async def test_the_way_back_leads_to_the_page_the_person_was_chosen_on(empty_world: World) -> None:
    empty_world.import_roster(MANY)
    chi = empty_world.link("CHI")
    async with running(empty_world):
        await say(empty_world, chi, "/thanhvien", "[Lọc chưa liên kết]", "[Xem trang sau]")
        before = chi.last.text
        await say(empty_world, chi, "[Chọn 2]", "[Cấp mã mời]")
        chi.tap("Về danh sách")
        await empty_world.settle()

    listed = next(seen for seen in chi.messages if seen.text.startswith("Thành viên chưa liên kết"))
    assert (
        listed.text.splitlines()[0]
        == before.splitlines()[0]
        == said("<b>Members not linked yet</b> – page {page}/{pages}", page="2", pages="3")
    )
    assert "Người số 07 (đầu mối): đã mời" in listed.text
