"""Adding somebody to the roster from the chat, and what takes a second administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.verbs.directory import ConfirmRequest, RefuseRequest, ShowRequest
from tests.catalogues import out_of_date, part, said
from tests.handlers.directory import CODE, change_roster
from tests.handlers.roster_acts import CONTACT, NEW_PERSON, ONE_ADMIN, TWO_ADMINS, add, audited, duties
from tests.world import World, running, say, toast


@pytest.fixture
def two(empty_world: World) -> World:
    empty_world.import_roster(TWO_ADMINS)
    for code in ("AN", "CHI", "LAN", "MAI", "NAM"):
        empty_world.link(code)
    return empty_world


async def test_an_officer_adds_a_focal_person_who_can_join_at_once(world: World) -> None:
    chi, newcomer = world.phone("CHI"), world.phone("DUNG")

    await add(world, chi, "[Đầu mối]", "[HIEPHOIA]")
    review = chi.last.text
    await say(world, chi, "[Ghi vào danh sách]")
    receipt = chi.last.text
    await say(world, chi, "[Cấp mã mời]")
    await say(world, newcomer, CODE.findall(chi.last.text)[0], "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", "/baocao")

    for line in ("Họ và tên: Đỗ Thị Én", "Xưng hô: Bà", "Điện thoại: 024 3804 4066", "đầu mối của Hiệp hội A"):
        assert line in review
    assert receipt.startswith("Đã ghi nhận Đỗ Thị Én làm đầu mối của Hiệp hội A lúc 08:15 ngày 16/11/2026.")
    assert "HIEPHOIA-01" in receipt
    assert duties(world, "HIEPHOIA-01") == [("focal", "HIEPHOIA")]
    assert "Gửi báo cáo" in newcomer.last.text
    assert audited(world, "person.added") == [("person:CHI", "person:HIEPHOIA-01")]
    assert audited(world, "duty.given")[-1] == ("person:CHI", "duty:HIEPHOIA-01/focal/HIEPHOIA")


async def test_an_officer_is_offered_the_duties_of_members_only(world: World) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/thanhvien", "[Thêm người]", *NEW_PERSON)

    assert chi.last.labels[:2] == ["Lãnh đạo", "Đầu mối"]
    assert not any("Cơ quan thường trực" in label for label in chi.last.labels)


@pytest.mark.parametrize("typed", ["12", "gọi tổng đài", "0243804406a", "912 345"])
async def test_a_number_that_nobody_can_be_called_under_is_refused_with_its_reason(world: World, typed: str) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/thanhvien", "[Thêm người]", *NEW_PERSON, "[Đầu mối]", "[HIEPHOIA]", typed)

    refused = chi.last.text
    await say(world, chi, "[Bỏ qua]", "[Tiếng Anh]", "[Ghi vào danh sách]")

    assert f'"{typed}" không phải là số điện thoại' in refused
    assert duties(world, "HIEPHOIA-01") == [("focal", "HIEPHOIA")]


@pytest.mark.parametrize(("typed", "found"), [("hiep hoi b", "Hiệp hội B"), ("HIEPHOIB", "Hiệp hội B"), ("hhx", "")])
async def test_a_member_is_found_by_what_is_typed_of_it(world: World, typed: str, found: str) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/thanhvien", "[Thêm người]", *NEW_PERSON, "[Lãnh đạo]", typed)

    if found:
        await say(world, chi, *CONTACT)
        assert f"lãnh đạo của {found}" in chi.last.text
    else:
        assert f'Không có thành viên nào tên "{typed}"' in chi.last.text


async def test_somebody_of_the_same_name_is_pointed_out_before_anything_is_recorded(world: World) -> None:
    chi = world.phone("CHI")
    named = ("nguyễn văn an", *NEW_PERSON[1:])

    await say(world, chi, "/thanhvien", "[Thêm người]", *named, "[Đầu mối]", "[HIEPHOIA]", *CONTACT)

    assert "Nguyễn Văn An (AN) đã có trong danh sách" in chi.last.text


async def test_a_person_of_the_roster_gets_another_duty_and_is_told(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")

    await say(world, chi, "/thanhvien", "[Chọn 1]", "[Thêm vai trò]", "[Đầu mối]", "[HIEPHOIB]", "[Ghi nhận vai trò]")

    assert duties(world, "AN") == [("focal", "HIEPHOIA"), ("focal", "HIEPHOIB")]
    assert "ghi nhận vai trò của Ông lúc 08:15 ngày 16/11/2026: đầu mối của Hiệp hội B" in an.last.text


async def test_the_same_duty_is_not_given_twice(world: World) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/thanhvien", "[Chọn 1]", "[Thêm vai trò]", "[Đầu mối]", "[HIEPHOIA]", "[Ghi nhận vai trò]")

    assert "đã giữ vai trò này" in chi.last.text
    assert duties(world, "AN") == [("focal", "HIEPHOIA")]


async def test_what_was_entered_is_kept_when_the_form_is_left_and_a_second_press_adds_nobody(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/thanhvien", "[Thêm người]", *NEW_PERSON, "[Lưu nháp, thoát]")
    left = chi.last.text
    await say(world, chi, "[Nhập tiếp]", "[Đầu mối]", "[HIEPHOIA]", *CONTACT)
    data = chi.tap("Ghi vào danh sách")
    await world.settle()

    chi.press(data, chi.last.id)
    await world.settle()

    assert "chưa ghi nhận gì" in left
    assert "không cần chọn lại" in await toast(chi)
    assert world.count("persons", "full_name = 'Đỗ Thị Én'") == 1


async def test_a_text_where_a_choice_is_awaited_is_said_not_to_be_taken(world: World) -> None:
    chi = world.phone("CHI")
    words = "Người này làm đầu mối cho Hiệp hội A từ tháng sau"

    await say(world, chi, "/thanhvien", "[Thêm người]", *NEW_PERSON, words)

    assert chi.last.text.startswith(said("What was just sent has not been taken. Please answer the question below."))


# --- two administrators


async def test_an_officer_of_the_standing_body_is_added_once_the_second_administrator_has_confirmed(two: World) -> None:
    mai, nam = two.phone("MAI"), two.phone("NAM")
    async with running(two):
        await add(two, mai, "[Cán bộ Cơ quan thường trực]")
        await say(two, mai, "[Đề nghị xác nhận]")
        asked, question = mai.last.text, nam.last.text
        before = duties(two, "SECRETARIAT-01")
        await say(two, nam, "[Xác nhận đề nghị]")

    assert "hết thời hạn lúc 08:15 thứ Năm, ngày 19/11/2026" in asked
    assert question.splitlines()[1] == "Lý Thị Mai đề nghị ghi nhận:"
    assert "Vai trò: cán bộ Cơ quan thường trực" in question
    assert before == []
    assert duties(two, "SECRETARIAT-01") == [("secretariat", "")]
    assert "đã được xác nhận và thực hiện" in nam.last.text
    assert "đã được xác nhận và thực hiện" in mai.last.text
    assert audited(two, "request.made")[0][0] == "person:MAI"
    assert audited(two, "request.done")[0][0] == "person:NAM"
    assert audited(two, "duty.given")[-1] == ("person:MAI+NAM", "duty:SECRETARIAT-01/secretariat/")
    assert two.count("requests", "body <> '{}'") == 0, "what names a person is forgotten"


async def test_whoever_asked_cannot_confirm_but_can_take_back(two: World) -> None:
    mai, nam = two.phone("MAI"), two.phone("NAM")
    async with running(two):
        await add(two, mai, "[Quản trị Hệ thống]")
        await say(two, mai, "[Đề nghị xác nhận]")
        mai.press(ConfirmRequest(1).data, mai.last.id)
        await two.settle()
        refused = mai.last.text
        await say(two, mai, "/thanhvien", "[Xem đề nghị 1]", "[Rút đề nghị]")
        await say(two, nam, "[Xác nhận đề nghị]")

    assert refused == said("Another administrator has to confirm this request. Nothing was changed.")
    assert "Đã rút đề nghị về Đỗ Thị Én" in mai.last.text
    assert (await toast(nam)).startswith(out_of_date())
    assert duties(two, "ADMIN-01") == []


async def test_a_request_that_is_refused_changes_nothing_and_is_told(two: World) -> None:
    mai, nam = two.phone("MAI"), two.phone("NAM")
    async with running(two):
        await add(two, mai, "[Lãnh đạo Cơ quan thường trực]")
        await say(two, mai, "[Đề nghị xác nhận]")
        await say(two, nam, "[Từ chối]")

    assert "Đề nghị về Đỗ Thị Én đã bị từ chối lúc 08:15 ngày 16/11/2026" in mai.last.text
    assert two.count("persons", "full_name = 'Đỗ Thị Én'") == 0


async def test_a_request_that_nobody_answers_ends_and_whoever_asked_is_told(two: World) -> None:
    mai, nam = two.phone("MAI"), two.phone("NAM")
    async with running(two):
        await add(two, mai, "[Cán bộ Cơ quan thường trực]")
        await say(two, mai, "[Đề nghị xác nhận]")
        two.clock.set(two.clock.now() + timedelta(hours=72))
        await say(two, nam, "[Xác nhận đề nghị]")
        late = await toast(nam)
        await two.app.ticker.run_ticks(two.clock.now())
        two.clock.set(two.clock.now() + timedelta(minutes=15))
        await two.app.ticker.run_ticks(two.clock.now())
        await two.settle()

    assert late.startswith(out_of_date())
    assert any("đã hết thời hạn mà chưa được xác nhận" in seen.text for seen in mai.messages)
    assert duties(two, "SECRETARIAT-01") == []


async def test_nothing_is_done_in_the_name_of_somebody_who_is_no_administrator_any_more(two: World) -> None:
    mai, nam = two.phone("MAI"), two.phone("NAM")
    async with running(two):
        await add(two, mai, "[Cán bộ Cơ quan thường trực]")
        await say(two, mai, "[Đề nghị xác nhận]")
        await change_roster(two, TWO_ADMINS.replace("viên,ba,vi,,admin,,,", "viên,ba,vi,,leader,,,"))
        await say(two, nam, "[Xác nhận đề nghị]")

    assert "không còn là quản trị Hệ thống" in nam.last.text
    assert duties(two, "SECRETARIAT-01") == []


async def test_where_there_is_one_administrator_the_screen_names_the_command_line(empty_world: World) -> None:
    empty_world.import_roster(ONE_ADMIN)
    mai = empty_world.link("MAI")
    async with running(empty_world):
        await say(empty_world, mai, "/thanhvien", "[Thêm người]", *NEW_PERSON)

    assert "python main.py import-roster FILE --add" in mai.last.text
    assert not any("Cơ quan thường trực" in label for label in mai.last.labels)


async def test_the_second_administrator_who_has_left_since_is_missed_before_anything_waits(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await add(two, mai, "[Cán bộ Cơ quan thường trực]")
        await change_roster(two, TWO_ADMINS.replace("viên,ong,vi,,admin,,,", "viên,ong,vi,,leader,,,"))
        await say(two, mai, "[Đề nghị xác nhận]")

    assert two.count("requests") == 0
    assert duties(two, "SECRETARIAT-01") == []


@pytest.mark.parametrize("who", ["AN", "CHI", "LAN"])
async def test_a_request_is_nothing_to_whoever_is_no_administrator(two: World, who: str) -> None:
    mai, other = two.phone("MAI"), two.phone(who)
    async with running(two):
        await add(two, mai, "[Quản trị Hệ thống]")
        await say(two, mai, "[Đề nghị xác nhận]")
        for verb in (ShowRequest(1), ConfirmRequest(1), RefuseRequest(1)):
            other.press(verb.data)
            await two.settle()

    expected = part("This is done by an administrator of the system. If you need it, please call {phone}.")
    assert all(expected in seen.text for seen in other.messages)
    assert len(other.messages) == 3
    assert two.count("requests", "ended_at IS NULL") == 1


async def test_an_invitation_for_an_administrator_is_not_issued_in_the_chat(two: World) -> None:
    chi = two.phone("CHI")
    async with running(two):
        await say(two, chi, "/thanhvien", "[Xem trang sau]", "[Chọn 1]")

    assert "chỉ cấp bằng dòng lệnh" in chi.last.text
    assert "Cấp mã mời" not in chi.last.labels
