"""Ending a duty from the chat, handing a seat over, and the list of those who have to be called."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from bot.domain.directory import DirectoryView
from bot.domain.people import Caller
from bot.domain.verbs.directory import AskEndDuty, EndDuty, OpenHandover
from storage import people, reach
from tests.catalogues import out_of_date, said
from tests.handlers.directory import CODE, open_person, person_id
from tests.handlers.roster_acts import ONE_ADMIN, TWO_ADMINS, audited, duties
from tests.task_world import import_tasks
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say, toast

TODAY = "[Tính từ hôm nay]"
DRAFTING = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", "[Đất đai]")


def duty_of(world: World, code: str) -> int:
    """Return the number of the first duty a person holds."""
    return people.duties_of(world.read, person_id(world, code), world.unit().today)[0].id


async def choose(world: World, phone: Phone, name: str) -> None:
    """Open the person with this name, on whichever screen of the list it stands."""
    await say(world, phone, "/thanhvien")
    while not (line := next((line for line in phone.last.text.splitlines() if name in line), "")):
        await say(world, phone, "[Xem trang sau]")
    await say(world, phone, f"[Chọn {line.partition('.')[0]}]")


# --- ending a duty


async def test_a_duty_ends_after_a_question_that_says_what_ends_with_it(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await say(world, an, *DRAFTING)
    await choose(world, chi, "Nguyễn Văn An")

    await say(world, chi, "[Kết thúc vai trò]")
    question, choices = chi.last.text, chi.last.labels
    await say(world, chi, "[Kết thúc vai trò]")
    await say(world, an, "/baocao")

    assert question.startswith("Kết thúc vai trò của Nguyễn Văn An: đầu mối của Hiệp hội A?")
    assert "liên kết tài khoản và mã mời còn hiệu lực kết thúc" in question
    assert "bản nháp chưa gửi (01)" in question
    assert "Báo cáo đã gửi và nhiệm vụ vẫn thuộc về thành viên." in question
    assert choices == [said("Keep the duty"), said("End the duty")]
    assert chi.last.text.startswith("Đã kết thúc vai trò của Nguyễn Văn An (đầu mối của Hiệp hội A) lúc 08:15")
    assert "Nguyễn Văn An (đầu mối)" not in chi.last.text
    told = [seen.text for seen in an.messages if seen.text.startswith("Ông thôi giữ vai trò đầu mối của Hiệp hội A")]
    assert len(told) == 1
    assert "Liên kết của tài khoản này kết thúc theo" in told[0]
    assert "Mời nhập mã mời" in an.last.text, "the account is a stranger's from then on"
    assert world.count("drafts", "closed_at IS NULL AND seat IS NOT NULL") == 1, "what was drafted is kept"
    assert audited(world, "duty.ended") == [("person:CHI", "duty:AN/focal/HIEPHOIA")]
    assert len(audited(world, "account.unlinked")) == 1


async def test_whoever_keeps_another_duty_keeps_the_link_and_what_belongs_to_it(still_world: World) -> None:
    second = "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B\n"
    still_world.import_roster(ROSTER + second)
    chi, an = still_world.link("CHI"), still_world.link("AN")
    async with running(still_world):
        await choose(still_world, chi, "Nguyễn Văn An")
        await say(still_world, chi, "[Kết thúc vai trò 1]", "[Kết thúc vai trò]")
        after = chi.last.text
        await say(still_world, an, "/baocao")

    assert duties(still_world, "AN") == [("focal", "HIEPHOIB")]
    assert "Nguyễn Văn An (AN)" in after
    assert "Các vai trò khác giữ nguyên" in an.messages[0].text
    assert "Gửi báo cáo" in an.last.text


async def test_an_invitation_that_is_open_ends_with_the_last_duty(joining: World) -> None:
    chi, dung = joining.phone("CHI"), joining.phone("DUNG")
    await open_person(joining, chi, "Nguyễn Văn An")
    await say(joining, chi, "[Cấp mã mời]")
    code = CODE.findall(chi.last.text)[0]

    await choose(joining, chi, "Nguyễn Văn An")
    await say(joining, chi, "[Kết thúc vai trò]", "[Kết thúc vai trò]")
    await say(joining, dung, code)

    assert "đã hết hạn" in dung.last.text


async def test_a_second_press_ends_nothing_else(world: World) -> None:
    chi = world.phone("CHI")
    await choose(world, chi, "Nguyễn Văn An")
    await say(world, chi, "[Kết thúc vai trò]")
    data = chi.tap("Kết thúc vai trò")
    await world.settle()

    chi.press(data, chi.last.id)
    await world.settle()

    assert (await toast(chi)).startswith(out_of_date())
    assert len(audited(world, "duty.ended")) == 1


# --- who may not


@pytest.mark.parametrize("whose", ["LAN", "MAI"])
async def test_an_officer_cannot_end_a_duty_of_the_desk(empty_world: World, whose: str) -> None:
    empty_world.import_roster(ONE_ADMIN)
    chi = empty_world.link("CHI")
    number = duty_of(empty_world, whose)
    async with running(empty_world):
        await choose(empty_world, chi, "Hoàng Thị Lan" if whose == "LAN" else "Lý Thị Mai")
        offered = chi.last.labels
        for verb in (AskEndDuty(number, DirectoryView()), EndDuty(number, DirectoryView())):
            chi.press(verb.data, chi.last.id)
            await empty_world.settle()

    assert "Kết thúc vai trò" not in offered
    assert "do quản trị Hệ thống thực hiện" in chi.last.text
    assert duties(empty_world, whose)


async def test_nobody_ends_the_own_duty(empty_world: World) -> None:
    empty_world.import_roster(TWO_ADMINS)
    mai = empty_world.link("MAI")
    async with running(empty_world):
        await choose(empty_world, mai, "Lý Thị Mai")
        offered = mai.last.labels
        mai.press(EndDuty(duty_of(empty_world, "MAI"), DirectoryView()).data, mai.last.id)
        await empty_world.settle()

    assert "Kết thúc vai trò" not in offered
    assert mai.last.text.startswith("Không tự kết thúc được vai trò của chính mình")
    assert duties(empty_world, "MAI") == [("admin", "")]


async def test_the_last_officer_of_the_standing_body_stays(empty_world: World) -> None:
    empty_world.import_roster(ONE_ADMIN)
    mai = empty_world.link("MAI")
    async with running(empty_world):
        await choose(empty_world, mai, "Phạm Thu Chi")
        await say(empty_world, mai, "[Kết thúc vai trò]")

    assert "Phạm Thu Chi là người cuối cùng giữ vai trò này" in mai.last.text
    assert duties(empty_world, "CHI") == [("secretariat", "")]


async def test_an_administrator_ends_another_one_as_long_as_one_is_left(empty_world: World) -> None:
    empty_world.import_roster(TWO_ADMINS)
    mai, nam = empty_world.link("MAI"), empty_world.link("NAM")
    async with running(empty_world):
        await choose(empty_world, mai, "Võ Hoài Nam")
        await say(empty_world, mai, "[Kết thúc vai trò]", "[Kết thúc vai trò]")
        await say(empty_world, nam, "/thanhvien")

    assert duties(empty_world, "NAM") == []
    assert "Mời nhập mã mời" in nam.last.text


async def test_menus_and_functions_go_with_the_duty(world: World) -> None:
    chi, binh = world.phone("CHI"), world.phone("BINH")
    (menus,) = world.app.menus
    await menus.show()
    before = world.telegram.menus.get((str(binh.user_id), ""))

    await choose(world, chi, "Lê Văn Bình")
    await say(world, chi, "[Kết thúc vai trò]", "[Kết thúc vai trò]")
    await menus.show()

    assert before is not None
    assert (str(binh.user_id), "") not in world.telegram.menus


# --- handing a seat over


async def test_a_seat_goes_to_somebody_of_the_roster_with_everything_that_belongs_to_it(world: World) -> None:
    chi, bich, an = world.phone("CHI"), world.phone("BICH"), world.phone("AN")
    import_tasks(world)
    await say(world, bich, "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    await choose(world, chi, "Trần Thị Bích")

    await say(world, chi, "[Bàn giao]", "nguyen van an", TODAY)
    review = chi.last.text
    await say(world, chi, "[Ghi nhận bàn giao]")
    receipt = chi.last.text
    await say(world, an, "/tracuu BC-2611-001")

    assert "Vai trò: đầu mối của Hiệp hội B" in review
    assert "Vai trò của Trần Thị Bích kết thúc ngay." in review
    assert receipt.startswith("Trần Thị Bích đã bàn giao cho Nguyễn Văn An (AN) vai trò đầu mối của Hiệp hội B lúc")
    assert "báo cáo đã gửi" in receipt
    assert ", 01 báo cáo" in receipt
    assert "người nhận bàn giao: Nguyễn Văn An" in bich.last.text
    assert duties(world, "AN") == [("focal", "HIEPHOIA"), ("focal", "HIEPHOIB")]
    assert duties(world, "BICH") == []
    assert "BC-2611-001" in an.last.text
    assert audited(world, "seat.handed_over") == [("person:CHI", "seat:HIEPHOIB")]


@pytest.mark.parametrize(("choice", "left"), [("[Chuyển bản nháp]", 1), ("[Xóa bản nháp]", 0)])
async def test_drafts_are_passed_on_or_deleted_as_the_desk_says(world: World, choice: str, left: int) -> None:
    chi, bich, an = world.phone("CHI"), world.phone("BICH"), world.phone("AN")
    await say(world, bich, *DRAFTING, "[Lưu nháp, thoát]")
    await choose(world, chi, "Trần Thị Bích")

    await say(world, chi, "[Bàn giao]", "AN", TODAY, choice, "[Ghi nhận bàn giao]")
    await say(world, an, "/batdau")

    assert ("Bản nháp đã chuyển cho người kế nhiệm: 01." in chi.last.text) == bool(left)
    assert ("Bản nháp đã xóa: 01." in chi.last.text) != bool(left)
    assert world.count("drafts", "seat IS NOT NULL") == left
    assert any("tháng 11" in label for label in an.last.labels) == bool(left)


async def test_a_seat_goes_to_somebody_new_who_is_asked_about_first(world: World) -> None:
    chi = world.phone("CHI")
    await choose(world, chi, "Lê Văn Bình")

    await say(world, chi, "[Bàn giao]", "[Người mới]", "Mạc Văn Tư", "Chủ tịch", "[Ông]", "[Bỏ qua]", "[Tiếng Việt]")
    await say(world, chi, TODAY, "[Ghi nhận bàn giao]")

    assert duties(world, "HIEPHOIB-01") == [("principal", "HIEPHOIB")]
    assert duties(world, "BINH") == []
    assert "Cấp mã mời" in chi.last.labels


async def test_a_handover_begun_before_the_duty_ended_does_nothing(world: World) -> None:
    chi = world.phone("CHI")
    await choose(world, chi, "Trần Thị Bích")
    await say(world, chi, "[Bàn giao]", "AN", TODAY)
    number = duty_of(world, "BICH")

    await world.writer.write(lambda db: people.end_duty(db, number, world.unit().today))
    await say(world, chi, "[Ghi nhận bàn giao]")

    assert (await toast(chi)).startswith(out_of_date())
    assert duties(world, "AN") == [("focal", "HIEPHOIA")]


async def test_a_duty_of_the_desk_is_no_seat_to_hand_over(world: World) -> None:
    chi = world.phone("CHI")

    chi.press(OpenHandover(duty_of(world, "LAN")).data)
    await world.settle()

    assert (await toast(chi)).startswith(out_of_date())


# --- whom to call


async def test_the_call_list_names_who_is_out_of_reach_with_number_last_sign_and_reason(empty_world: World) -> None:
    with_phones = ROSTER.replace("Chánh Văn phòng,ong,vi,", "Chánh Văn phòng,ong,vi,024 3804 0001")
    empty_world.import_roster(with_phones)
    chi, an = empty_world.link("CHI"), empty_world.link("AN")
    empty_world.link("BINH")
    account = people.accounts_of(empty_world.read, person_id(empty_world, "AN"), "telegram")[0]
    async with running(empty_world):
        await say(empty_world, an, "/batdau")

        def block(db: Database) -> None:
            reach.set_unreachable(db, account, empty_world.clock.now())
            people.put_seat(db, "TRONG", "hoi_dong_tu_van", "Hiệp hội Trống", empty_world.unit().today)

        await empty_world.writer.write(block)
        await say(empty_world, chi, "/thanhvien", "[Cần gọi điện]")

    assert [line for line in chi.last.text.splitlines() if line] == [
        "Cần liên hệ qua điện thoại – trang 1/1",
        "1. Hiệp hội A – Nguyễn Văn An (đầu mối)",
        "Điện thoại: 024 3804 0001",
        "Lý do: tin nhắn không đến được, tài khoản đã chặn hoặc đã đóng.",
        "Hiện không liên lạc được với ai của thành viên này qua kênh.",
        "Hoạt động gần nhất: 08:15 ngày 16/11/2026.",
        "2. Hiệp hội Trống: chưa có người đại diện trong danh sách.",
        "3. Hiệp hội B – Trần Thị Bích (đầu mối)",
        "Điện thoại: chưa ghi",
        "Lý do: chưa mời.",
        "Hoạt động gần nhất: chưa có.",
    ]


async def test_the_call_list_says_when_nobody_has_to_be_called(world: World) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/thanhvien", "[Cần gọi điện]")

    assert "Không có ai cần gọi: mọi thành viên đều có người liên lạc được qua Hệ thống" in chi.last.text


async def test_an_account_linked_anew_is_not_called(joining: World) -> None:
    chi = joining.phone("CHI")

    def link(db: Database) -> None:
        people.link_account(db, Caller("telegram", "101", "101"), person_id(joining, "AN"), joining.clock.now())

    await joining.writer.write(link)
    await say(joining, chi, "/thanhvien", "[Cần gọi điện]")

    assert "Nguyễn Văn An" not in chi.last.text
    assert "Trần Thị Bích" in chi.last.text
