"""The notice has a new version: everybody is asked again before anything else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.people import Caller
from storage import invitations, people
from tests.handlers.acts import CONTENT, OPEN
from tests.world import USERS, World, running, say

NEW = "Thông báo trước khi sử dụng đã thay đổi"


@pytest.fixture
async def renewed(tmp_path: Path) -> AsyncIterator[World]:
    """A running world in which An and Chi agreed to the notice of a year ago."""
    world = World(tmp_path)
    world.import_roster()
    for code in ("AN", "CHI"):
        person = people.person_by_code(world.read, code)
        assert person is not None
        user = str(USERS[code])

        def link(db: object, person_id: int = person.id, user: str = user) -> None:
            account = people.link_account(db, Caller("telegram", user, user), person_id, world.clock.now())  # type: ignore[arg-type]
            invitations.add_consent(db, account, "2025-11", world.clock.now())  # type: ignore[arg-type]

        world.write_now(link)
    async with running(world):
        yield world
    world.close()


async def test_whoever_agreed_to_an_earlier_notice_is_asked_again_and_goes_on(renewed: World) -> None:
    an = renewed.phone("AN")

    await say(renewed, an, "/baocao")
    assert NEW in an.last.text
    await say(renewed, an, "[Đồng ý, tiếp tục]")
    assert an.last.text.startswith("Trợ lý Tổ công tác")
    await say(renewed, an, "/baocao")

    assert "Báo cáo tháng 11" in an.last.labels
    assert renewed.count("consents", "version = '2026-11'") == 1
    assert renewed.count("audit", "verb = 'consent.given'") == 1


async def test_what_was_typed_before_agreeing_is_kept_and_offered(renewed: World) -> None:
    an = renewed.phone("AN")

    await say(renewed, an, CONTENT)
    assert "được giữ" in an.last.text
    await say(renewed, an, "[Đồng ý, tiếp tục]", *OPEN, "[Đất đai]", "[Không rõ thủ tục]")

    assert CONTENT in an.last.text


@pytest.mark.parametrize("typed", ["/start", "/batdau@tro_ly_bot", "/tracuu hồ sơ đất đai của thành phố", "/khongco"])
async def test_a_command_that_was_typed_before_agreeing_is_no_content(renewed: World, typed: str) -> None:
    an = renewed.phone("AN")

    await say(renewed, an, typed)

    assert NEW in an.last.text
    assert "được giữ" not in an.last.text
    assert renewed.count("kept_texts") == 0


@pytest.mark.parametrize("typed", ["1", "BC-2611-001", "Không phát sinh", "K7QMX-4TRPA"])
async def test_what_is_no_content_elsewhere_is_none_before_agreeing(renewed: World, typed: str) -> None:
    an = renewed.phone("AN")

    await say(renewed, an, typed)

    assert "được giữ" not in an.last.text
    assert "chưa được xử lý" in an.last.text
    assert renewed.count("kept_texts") == 0


async def test_a_short_end_of_what_is_kept_is_kept_with_it(renewed: World) -> None:
    an = renewed.phone("AN")

    await say(renewed, an, CONTENT, "Hết ạ.")

    assert "được giữ" in an.last.text
    assert "Hết ạ." in renewed.read.conn.execute("SELECT messages FROM kept_texts").fetchone()[0]


async def test_who_has_agreed_to_nothing_yet_is_not_told_that_the_notice_has_changed(world: World) -> None:
    world.write_now(lambda db: people.link_account(db, Caller("telegram", "106", "106"), _an(world), world.clock.now()))
    phone = world.phone("MAI")

    await say(world, phone, "/start")

    assert phone.last.text.startswith("Đề nghị đọc thông báo trước khi sử dụng; Hệ thống tiếp tục sau khi")
    assert NEW not in phone.last.text


def _an(world: World) -> int:
    found = people.person_by_code(world.read, "AN")
    assert found is not None
    return found.id


async def test_a_button_of_before_does_nothing_until_it_is_agreed(renewed: World) -> None:
    chi = renewed.phone("CHI")

    await say(renewed, chi, "/tonghop")

    assert NEW in chi.last.text
    assert renewed.count("snapshots") == 0


async def test_whoever_does_not_agree_may_leave(renewed: World) -> None:
    an = renewed.phone("AN")

    await say(renewed, an, "/batdau", "[Rút lại đồng ý]", "[Rút lại đồng ý]")

    assert renewed.count("accounts", "user_key = '101' AND unlinked_at IS NULL") == 0


async def test_with_the_notice_as_it_was_nobody_is_asked(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/batdau")

    assert NEW not in an.last.text
