"""The desk's list of members and its acts on one person, on the real program."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from sqlite_utils import Database

from bot.domain.directory import DirectoryView, Listed
from bot.domain.people import Caller
from bot.domain.verbs import AskUnlink, IssueInvitation, ListMembers, ShowMember, Unlink
from bot.services.people import roster
from storage import people
from tests.catalogues import said
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

CODE = re.compile(r"MOI-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}")
HEADER = ROSTER.partition("\n")[0]
DESK = "CHI,Phạm Thu Chi,Chuyên viên,,vi,,secretariat,,,"
MANY = "\n".join(
    [
        HEADER,
        DESK,
        *(f"P{n:02},Người số {n:02},,,vi,,focal,hoi_dong_tu_van,HH{n:02},Hiệp hội {n:02}" for n in range(14)),
    ]
)


def person_id(world: World, code: str) -> int:
    person = people.person_by_code(world.read, code)
    assert person is not None
    return person.id


async def open_person(world: World, chi: Phone, name: str) -> None:
    """Open the list and the person with this name on its first screen."""
    await say(world, chi, "/thanhvien")
    line = next(line for line in chi.last.text.splitlines() if name in line)
    await say(world, chi, f"[Chọn {line.partition('.')[0]}]")


async def toast(phone: Phone) -> str:
    """Wait for what is said over the button pressed last."""
    async with asyncio.timeout(10):
        while phone._presses[-1] not in phone.telegram.toasts:
            await asyncio.sleep(0)
    return phone.toast


async def change_roster(world: World, text: str) -> None:
    """Import a roster while the program runs."""
    lines = roster.read(text, world.rules.profile.bodies)
    await world.writer.write(lambda db: roster.write(world.unit(db), lines, "test"))


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
    still_world.write_now(lambda db: people.set_unreachable(db, account, still_world.clock.now()))
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
        "Đầu mối của thành viên Hội đồng tư vấn cải cách thủ tục hành chính: Hiệp hội A",
        "Lãnh đạo thành viên Tổ công tác cải cách thủ tục hành chính của Thủ tướng Chính phủ: Bộ A",
        said("Telephone: {phone}", phone="024 0000 0001"),
        "Tình trạng: chưa mời.",
    ]
    assert chi.last.labels == [said("Issue invitation"), said("Back to the list")]


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


# --- inviting


async def test_the_code_an_officer_issues_is_shown_once_and_lets_the_person_in(still_world: World) -> None:
    chi, an = still_world.link("CHI"), still_world.phone("AN")
    async with running(still_world):
        await open_person(still_world, chi, "Nguyễn Văn An")
        await say(still_world, chi, "[Cấp mã mời]")
        shown = chi.last.text
        code = CODE.findall(shown)[0]
        detail = chi.messages[-2].text
        await say(still_world, an, code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

    assert "Đã tạo mã mời cho Nguyễn Văn An (đầu mối, Hiệp hội A)" in shown
    assert "dùng một lần, hiệu lực đến 08:15 thứ Năm, ngày 19/11/2026" in shown
    assert re.search(r"https://t\.me/tro_ly_bot\?start=[\w-]{22}\n", shown)
    assert "Tình trạng: đã mời, hạn 08:15 ngày 19/11." in detail
    assert sum(code in seen.text for seen in chi.messages) == 1
    assert people.is_linked(still_world.read, person_id(still_world, "AN"))
    assert still_world.count("audit", "verb = 'invitation.issued' AND actor = 'person:CHI'") == 1


async def test_no_table_keeps_the_code_once_it_has_been_delivered(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        await open_person(still_world, chi, "Nguyễn Văn An")
        await say(still_world, chi, "[Cấp mã mời]")
    code = CODE.findall(chi.last.text)[0]

    stored = "\n".join(still_world.read.conn.iterdump())

    assert code not in stored
    assert code.replace("-", "").removeprefix("MOI") not in stored


async def test_a_new_code_ends_the_one_before(still_world: World) -> None:
    chi, an = still_world.link("CHI"), still_world.phone("AN")
    async with running(still_world):
        await open_person(still_world, chi, "Nguyễn Văn An")
        await say(still_world, chi, "[Cấp mã mời]", "[Cấp mã mời]")
        first, second = (CODE.findall(seen.text)[0] for seen in chi.messages[-2:])
        await say(still_world, an, first)
        refused = an.last.text
        await say(still_world, an, second)

    assert "đã hết hạn" in refused
    assert "Nguyễn Văn An" in an.last.text


async def test_a_second_press_on_the_same_button_issues_no_second_code(still_world: World) -> None:
    chi, an = still_world.link("CHI"), still_world.phone("AN")
    async with running(still_world):
        await open_person(still_world, chi, "Nguyễn Văn An")
        data = chi.tap("Cấp mã mời")
        chi.press(data, chi.last.id)
        await still_world.settle()
        codes = [CODE.findall(seen.text)[0] for seen in chi.messages if CODE.search(seen.text)]
        await say(still_world, an, *codes)

    assert len(codes) == 1
    assert (await toast(chi)).startswith("Màn hình này đã cũ")
    assert "Nguyễn Văn An" in an.last.text


async def test_nobody_is_invited_whose_duty_has_ended_since_the_screen_was_shown(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        await open_person(still_world, chi, "Nguyễn Văn An")
        await change_roster(still_world, ROSTER.replace("AN,Nguyễn", "ANH,Nguyễn"))
        await say(still_world, chi, "[Cấp mã mời]")

    assert (await toast(chi)).startswith("Màn hình này đã cũ")
    assert still_world.count("invitations") == 0


# --- ending a link


async def test_a_link_is_ended_after_a_question_with_the_safe_answer_first(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await open_person(world, chi, "Nguyễn Văn An")

    await say(world, chi, "[Hủy liên kết]")
    question, choices = chi.last.text, chi.last.labels
    await say(world, chi, "[Hủy liên kết]")

    assert question.startswith(said("End the link of the account of <b>{full_name}</b>?", full_name="Nguyễn Văn An"))
    assert choices == [said("Keep the link"), said("End the link")]
    assert chi.last.text.startswith("Đã hủy liên kết tài khoản của Nguyễn Văn An lúc 08:15 ngày 16/11/2026.")
    assert an.last.text.startswith("Cơ quan thường trực đã hủy liên kết tài khoản của Ông lúc 08:15 ngày 16/11/2026")
    assert not people.is_linked(world.read, person_id(world, "AN"))
    assert world.count("audit", "verb = 'account.unlinked' AND actor = 'person:CHI'") == 1


async def test_whoever_keeps_the_link_changes_nothing(world: World) -> None:
    chi = world.phone("CHI")
    await open_person(world, chi, "Nguyễn Văn An")

    await say(world, chi, "[Hủy liên kết]", "[Giữ liên kết]")

    assert "Tình trạng: đã liên kết" in chi.last.text
    assert people.is_linked(world.read, person_id(world, "AN"))


async def test_an_account_whose_link_was_ended_is_a_strangers_from_then_on(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 11]")
    await open_person(world, chi, "Nguyễn Văn An")
    await say(world, chi, "[Hủy liên kết]", "[Hủy liên kết]")

    await say(world, an, "/baocao")

    assert "Mời nhập mã mời" in an.last.text
    assert world.count("drafts", "closed_at IS NULL") == 1, "what was drafted is kept"


async def test_a_question_that_is_out_of_date_does_not_end_the_link_made_since(world: World) -> None:
    chi = world.phone("CHI")
    await open_person(world, chi, "Nguyễn Văn An")
    await say(world, chi, "[Hủy liên kết]")

    def move(db: Database) -> None:
        number = person_id(world, "AN")
        people.unlink_account(db, people.accounts_of(db, number, "telegram")[0], world.clock.now())
        people.link_account(db, Caller("telegram", "999", "999"), number, world.clock.now())

    await world.writer.write(move)
    await say(world, chi, "[Hủy liên kết]")

    assert (await toast(chi)).startswith("Màn hình này đã cũ")
    assert people.is_linked(world.read, person_id(world, "AN"))


async def test_nothing_is_sent_to_an_account_that_cannot_be_reached_when_its_link_is_ended(still_world: World) -> None:
    chi, an = still_world.link("CHI"), still_world.link("AN")
    account = people.accounts_of(still_world.read, person_id(still_world, "AN"), "telegram")[0]
    still_world.write_now(lambda db: people.set_unreachable(db, account, still_world.clock.now()))
    async with running(still_world):
        await open_person(still_world, chi, "Nguyễn Văn An")
        await say(still_world, chi, "[Hủy liên kết]", "[Hủy liên kết]")

    assert an.messages == []
    assert not people.is_linked(still_world.read, person_id(still_world, "AN"))


async def test_an_officer_cannot_end_the_own_link(world: World) -> None:
    chi, own = world.phone("CHI"), person_id(world, "CHI")
    account = people.accounts_of(world.read, own, "telegram")[0]
    await open_person(world, chi, "Phạm Thu Chi")
    assert said("End the link") not in chi.last.labels

    for forged in (AskUnlink(own, DirectoryView()), Unlink(own, account, DirectoryView())):
        chi.press(forged.data, chi.last.id)
        await world.settle()
        assert (await toast(chi)).startswith("Màn hình này đã cũ")

    assert people.is_linked(world.read, own)


# --- rights

ACTS = (
    ListMembers(),
    ListMembers(DirectoryView(Listed.UNLINKED)),
    ShowMember(1, DirectoryView()),
    IssueInvitation(1, 0, DirectoryView()),
    AskUnlink(1, DirectoryView()),
    Unlink(1, 1, DirectoryView()),
)


@pytest.mark.parametrize("role", ["AN", "BINH", "LAN"])
async def test_another_role_is_told_that_the_function_is_for_officers(world: World, role: str) -> None:
    phone = world.phone(role)
    before = world.count("audit")

    await say(world, phone, "/thanhvien")
    for act in ACTS:
        phone.press(act.data)
        await world.settle()

    assert len(phone.messages) == 1 + len(ACTS)
    assert all("Chức năng này dành cho cán bộ Cơ quan thường trực" in seen.text for seen in phone.messages)
    assert world.count("audit") == before
    assert world.count("invitations") == 0
    assert world.count("accounts", "unlinked_at IS NULL") == 5


async def test_a_stranger_learns_nothing_of_the_list(world: World) -> None:
    dung = world.phone("DUNG")

    await say(world, dung, "/thanhvien")
    for act in ACTS:
        dung.press(act.data)
        await world.settle()
        assert (await toast(dung)).startswith("Màn hình này đã cũ")

    assert [seen for seen in dung.messages if "Nguyễn Văn An" in seen.text] == []
    assert world.count("invitations") == 0


async def test_an_officer_whose_duty_ended_can_do_nothing_with_the_screen_still_open(world: World) -> None:
    chi = world.phone("CHI")
    await open_person(world, chi, "Nguyễn Văn An")
    await change_roster(world, ROSTER.replace("CHI,", "CHINH,"))

    await say(world, chi, "[Cấp mã mời]")

    assert "Chức năng này dành cho cán bộ Cơ quan thường trực" in chi.last.text
    assert world.count("invitations") == 0


@pytest.mark.parametrize(
    "data",
    ["m:x:0", "m:a", "mi:1", "mi:999:a:0", "mi:1:a:0:0", "mi:zzzzzzzzzzzz:a:0", "mc:1:a:0", "mc:1:5:a:0",
     "mc:999:0:a:0", "mu:999:a:0", "mx:1:999:a:0", "mx:1:1:q:0", "mx"],
)  # fmt: skip
async def test_a_forged_press_of_an_officer_is_out_of_date(world: World, data: str) -> None:
    chi = world.phone("CHI")

    chi.press(data)
    await world.settle()

    assert (await toast(chi)).startswith("Màn hình này đã cũ")
    assert world.count("invitations") == 0
    assert world.count("accounts", "unlinked_at IS NULL") == 5


async def test_the_main_screen_and_help_offer_the_list_to_officers_only(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")

    await say(world, chi, "/batdau")
    main = chi.last.labels
    await say(world, chi, "/trogiup")
    await say(world, an, "/batdau")
    members_main = an.last.labels
    await say(world, an, "/trogiup")

    assert said("View members") in main
    assert "/thanhvien" in chi.last.text
    assert said("View members") not in members_main
    assert "/thanhvien" not in an.last.text


# --- a roster that changes in mid-form


async def test_a_member_moved_to_another_seat_in_mid_form_is_told_at_the_next_press(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")

    await change_roster(world, ROSTER.replace("HIEPHOIA,Hiệp hội A", "HIEPHOIC,Hiệp hội C"))
    await say(world, an, "[Đất đai]")

    assert "Ông không còn là đầu mối của Hiệp hội A. Nội dung đã nhập được giữ nguyên." in an.last.text
    assert world.count("drafts", "closed_at IS NULL") == 1
    assert world.count("duties", "valid_to = '2026-11-16'") == 1


async def test_a_member_who_becomes_a_leader_of_the_desk_in_mid_form_reports_no_more(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")

    await change_roster(
        world, ROSTER.replace("ong,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A", "ong,vi,,leader,,,Hiệp hội A")
    )
    await say(world, an, "[Đất đai]")

    assert "Chức năng này dành cho người đại diện thành viên gửi báo cáo" in an.last.text
    assert world.count("reports") == 0


async def test_a_focal_person_who_becomes_the_leader_of_the_same_seat_goes_on_with_the_form(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")

    await change_roster(world, ROSTER.replace("ong,vi,,focal", "ong,vi,,principal"))
    await say(world, an, "[Đất đai]")

    assert "bước 2/" in an.last.text
