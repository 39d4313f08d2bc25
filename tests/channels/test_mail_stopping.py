"""The link in a letter: it asks, its button ends the letters, and nobody else can make one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import letters
from storage import mailboxes
from tests.channels.mail_office import AN_AT, Office, office
from tests.world import say

ASKED = "Thư báo có việc mới đang được gửi đến a…@e….vn."


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    """An office in which An has been sent a letter; An has the page, and writes in Telegram as well."""
    async with office(tmp_path, "AN", "BICH", web=("AN",)) as found:
        await found.confirm("AN", AN_AT)
        await found.world.writer.write(
            lambda db: db.conn.execute("UPDATE accounts SET reach = 'blocked' WHERE channel = 'telegram'")
        )
        await found.unopened("AN", "một")
        await found.world.writer.write(lambda db: db.conn.execute("UPDATE accounts SET reach = 'ok'"))
        assert found.letters == [AN_AT]
        yield found


async def asked(at: Office, method: str, path: str, **headers: str) -> tuple[int, str]:
    async with at.browser() as session, session.request(method, path, headers=headers) as answer:
        return answer.status, await answer.text()


def are_sent(at: Office, code: str = "AN") -> bool:
    return mailboxes.in_use(at.world.read, at.person(code)) is not None


async def test_a_look_at_the_link_asks_and_ends_nothing_however_often(at: Office) -> None:
    for method in ("GET", "HEAD", "GET"):
        status, text = await asked(at, method, at.link)
        assert status == 200

    assert ASKED in text
    assert "Chưa" not in text
    assert are_sent(at)


async def test_the_page_shows_nothing_but_a_masked_address(at: Office) -> None:
    _, text = await asked(at, "GET", at.link)

    assert AN_AT not in text
    assert "example.vn" not in text
    assert "Nguyễn" not in text


async def test_its_button_ends_the_letters_without_a_session_and_the_person_is_told(at: Office) -> None:
    status, text = await asked(at, "POST", at.link)
    await at.world.settle()

    assert status == 200
    assert "Không còn thư nào được gửi đến a…@e….vn" in text
    assert not are_sent(at)
    assert at.world.count("mailboxes") == 0
    assert "Liên kết trong thư đã được dùng" in at.world.phone("AN").last.text
    assert at.world.count("audit", "verb = 'mail.stopped'") == 1


async def test_what_waits_for_the_address_does_not_leave(at: Office) -> None:
    at.box.answers["RCPT"] = "450 4.2.0 come back"
    link = at.link
    await at.step(hours=24)
    await at.world.writer.write(
        lambda db: db.conn.execute("UPDATE accounts SET reach = 'blocked' WHERE channel = 'telegram'")
    )
    await at.unopened("AN", "hai")
    await asked(at, "POST", link)
    at.box.answers["RCPT"] = "250 OK"
    await at.step(hours=1)

    assert at.states() == ["sent", "cancelled"]
    assert at.letters == [AN_AT]


async def test_the_link_does_not_expire_and_says_the_same_once_it_is_used(at: Office) -> None:
    link = at.link
    await at.step(days=400)
    assert (await asked(at, "GET", link))[0] == 200
    await asked(at, "POST", link)

    used, forged = await asked(at, "POST", link), await asked(at, "POST", f"{letters.STOP_PATH}{'x' * 16}.{'0' * 64}")

    assert used == forged
    assert used[0] == 404


async def test_a_link_that_is_made_up_ends_nothing(at: Office) -> None:
    key, _, signature = at.link.removeprefix(letters.STOP_PATH).partition(".")
    other = await at.confirm("BICH", "bich@example.vn")
    forged = [
        f"{letters.STOP_PATH}{key}.{'0' * 64}",
        f"{letters.STOP_PATH}{other}.{signature}",  # the signature of another address
        f"{letters.STOP_PATH}{key}.{signature[:-1]}",
        f"{letters.STOP_PATH}{key}",
        f"{letters.STOP_PATH}{key}.{signature}/x",
        letters.STOP_PATH,
    ]

    for path in forged:
        for method in ("GET", "POST"):
            status, text = await asked(at, method, path)
            assert status == 404, path
            assert "a…@" not in text

    assert are_sent(at)
    assert are_sent(at, "BICH")


async def test_a_link_of_an_earlier_address_does_not_end_the_new_one(at: Office) -> None:
    link = at.link
    await at.confirm("AN", "moi@example.vn")

    assert (await asked(at, "POST", link))[0] == 404
    assert are_sent(at)


async def test_another_page_cannot_press_the_button(at: Office) -> None:
    status, _ = await asked(at, "POST", at.link, Origin="https://elsewhere.example")

    assert status == 403
    assert are_sent(at)


async def test_whoever_tries_links_is_slowed_down(at: Office) -> None:
    found = {(await asked(at, "POST", f"{letters.STOP_PATH}{'x' * 16}.{each:064}"))[0] for each in range(70)}

    assert found == {404, 429}


async def test_the_page_may_send_its_form_to_itself_and_nothing_else(at: Office) -> None:
    async with at.browser() as session, session.get(at.link) as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "form-action 'self'" in policy
    assert "default-src 'none'" in policy


async def test_whoever_gets_a_code_for_a_strange_address_can_end_that_too(at: Office) -> None:
    bich = at.world.phone("BICH")
    await say(at.world, bich, "/caidat", "[Thư điện tử]", "[Nhập địa chỉ]", "nguoi-la@example.vn")
    assert at.letters[-1] == "nguoi-la@example.vn"

    status, _ = await asked(at, "POST", at.link)
    await at.world.settle()

    assert status == 200
    assert mailboxes.of_person(at.world.read, at.person("BICH")) == []
    # The code that was sent opens nothing any more.
    await say(at.world, bich, at.code)
    assert not are_sent(at, "BICH")
