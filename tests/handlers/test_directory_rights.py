"""Who may use the list of members, and a roster that changes what somebody may do."""

from __future__ import annotations

import pytest

from bot.domain.directory import DirectoryView, Listed
from bot.domain.verbs.directory import AskUnlink, IssueInvitation, ListMembers, ShowMember, Unlink
from tests.catalogues import out_of_date, part, said
from tests.handlers.directory import change_roster, open_person
from tests.world import ROSTER, World, say, toast

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
    assert all(
        part("This function is for officers of the Standing Body. If you need it, please call {phone}.") in seen.text
        for seen in phone.messages
    )
    assert world.count("audit") == before
    assert world.count("invitations") == 0
    assert world.count("accounts", "unlinked_at IS NULL") == 5


async def test_a_stranger_learns_nothing_of_the_list(world: World) -> None:
    dung = world.phone("DUNG")

    await say(world, dung, "/thanhvien")
    for act in ACTS:
        dung.press(act.data)
        await world.settle()
        assert (await toast(dung)).startswith(out_of_date())

    assert [seen for seen in dung.messages if "Nguyễn Văn An" in seen.text] == []
    assert world.count("invitations") == 0


async def test_an_officer_whose_duty_ended_can_do_nothing_with_the_screen_still_open(world: World) -> None:
    chi = world.phone("CHI")
    await open_person(world, chi, "Nguyễn Văn An")
    await change_roster(world, ROSTER.replace("CHI,", "CHINH,"))

    await say(world, chi, "[Cấp mã mời]")

    assert (
        part("This function is for officers of the Standing Body. If you need it, please call {phone}.")
        in chi.last.text
    )
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

    assert (await toast(chi)).startswith(out_of_date())
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

    assert part("This function is for members who report for an organisation. Questions: {phone}.") in an.last.text
    assert world.count("reports") == 0


async def test_a_focal_person_who_becomes_the_leader_of_the_same_seat_goes_on_with_the_form(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")

    await change_roster(world, ROSTER.replace("ong,vi,,focal", "ong,vi,,principal"))
    await say(world, an, "[Đất đai]")

    assert "bước 2/" in an.last.text
