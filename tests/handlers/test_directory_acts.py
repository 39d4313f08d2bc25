"""The desk's acts on one person: inviting, and ending a link."""

from __future__ import annotations

import re

from sqlite_utils import Database

from bot.domain.directory import DirectoryView
from bot.domain.people import Caller
from bot.domain.verbs.directory import AskUnlink, Unlink
from storage import people, reach
from tests.catalogues import out_of_date, said
from tests.handlers.directory import CODE, change_roster, open_person, person_id
from tests.world import ROSTER, World, running, say, toast

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
    assert (await toast(chi)).startswith(out_of_date())
    assert "Nguyễn Văn An" in an.last.text


async def test_nobody_is_invited_whose_duty_has_ended_since_the_screen_was_shown(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        await open_person(still_world, chi, "Nguyễn Văn An")
        await change_roster(still_world, ROSTER.replace("AN,Nguyễn", "ANH,Nguyễn"))
        await say(still_world, chi, "[Cấp mã mời]")

    assert (await toast(chi)).startswith(out_of_date())
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

    assert (await toast(chi)).startswith(out_of_date())
    assert people.is_linked(world.read, person_id(world, "AN"))


async def test_nothing_is_sent_to_an_account_that_cannot_be_reached_when_its_link_is_ended(still_world: World) -> None:
    chi, an = still_world.link("CHI"), still_world.link("AN")
    account = people.accounts_of(still_world.read, person_id(still_world, "AN"), "telegram")[0]
    still_world.write_now(lambda db: reach.set_unreachable(db, account, still_world.clock.now()))
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
        assert (await toast(chi)).startswith(out_of_date())

    assert people.is_linked(world.read, own)
