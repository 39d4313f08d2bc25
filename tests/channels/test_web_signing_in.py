"""Signing in to the office's page with a link: used once, by whom it is for, and seen by them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import closing

import pytest

from bot.domain.people import Caller
from bot.services.people import signing_in
from storage import backup, people, ways, web_sessions
from storage.database import open_for_reading
from tests.catalogues import said
from tests.channels.web_browser import Browser, Page, linked, served
from tests.handlers.acts import bring_roster
from tests.world import ROSTER, World, say


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    async with served(Page(world)) as found:
        yield found


async def test_a_link_names_who_would_sign_in_and_its_button_signs_them_in(page: Page, world: World) -> None:
    browser, link = Browser(page), await page.issue("AN")

    offered = await browser.get(link)
    assert "Nguyễn Văn An" in offered.text
    assert '<form method="post">' in offered.text
    assert linked(world) == 0

    used = await browser.post(link)
    assert (used.status, used.headers["Location"]) == (303, "/")
    assert "HttpOnly" in used.headers["Set-Cookie"]
    assert "SameSite=Strict" in used.headers["Set-Cookie"]
    state = await browser.state()
    assert (state["is_member"], state["lang"], state["needs"]) == (True, "vi", "")
    assert linked(world) == 1


async def test_what_the_page_of_a_link_names_is_open_to_whoever_has_not_signed_in(page: Page) -> None:
    offered = (await Browser(page).get(await page.issue("AN"))).text
    named = re.findall(r'(?:href|src)="([^"]+)"', offered)

    refused = [path for path in named if (await Browser(page).get(path)).status == 401]

    assert "/page/icon.svg" in named  # else browsers ask for one that is not open
    assert refused == []


async def test_whoever_looks_at_a_link_uses_nothing_up(page: Page) -> None:
    link = await page.issue("AN")

    for _ in range(3):
        assert (await Browser(page).get(link)).status == 200

    assert (await Browser(page).post(link)).status == 303


async def test_a_link_works_once_even_for_two_who_press_at_the_same_moment(page: Page, world: World) -> None:
    link = await page.issue("AN")
    browsers = [Browser(page) for _ in range(5)]

    answers = await asyncio.gather(*(each.post(link) for each in browsers))

    assert sorted(answer.status for answer in answers) == [303, 410, 410, 410, 410]
    refused = next(answer for answer in answers if answer.status == 410)
    assert "Liên kết đã được dùng lúc" in refused.text
    assert "mỗi liên kết chỉ dùng một lần" in refused.text
    assert world.count("web_sessions") == 1
    assert "Liên kết đã được dùng" in (await Browser(page).get(link)).text


async def test_a_link_that_is_over_says_so(page: Page) -> None:
    link = await page.issue("AN")
    page.turn(minutes=15)

    for answer in (await Browser(page).get(link), await Browser(page).post(link)):
        assert answer.status == 410
        assert said("This link has expired. Please ask for a new one. Nobody was signed in.") in answer.text


async def test_a_newer_link_ends_the_one_before(page: Page) -> None:
    first, second = await page.issue("AN"), await page.issue("AN")

    assert (await Browser(page).post(first)).status == 410
    assert (await Browser(page).post(second)).status == 303


async def test_a_link_nobody_issued_says_so_in_the_language_of_the_browser(page: Page) -> None:
    answer = await Browser(page, lang="en-GB,en;q=0.9").post(f"{signing_in.PATH}{'x' * 32}")

    assert answer.status == 404
    assert "This link is not known." in answer.text


async def test_a_link_of_somebody_whose_duties_have_ended_opens_nothing(page: Page, world: World) -> None:
    link = await page.issue("AN")
    await bring_roster(world, "".join(line for line in ROSTER.splitlines(True) if not line.startswith("AN,")))

    assert (await Browser(page).post(link)).status == 410
    assert linked(world) == 0


async def test_a_link_of_another_person_is_not_used_up_where_somebody_is_signed_in(page: Page) -> None:
    browser = Browser(page)
    await browser.sign_in("AN")
    link = await page.issue("BICH")

    refused = await browser.post(link)
    assert refused.status == 409
    assert "Nguyễn Văn An" in refused.text
    assert "Trần Thị Bích" in refused.text

    await browser.post("/web/end")
    assert (await browser.post(link)).status == 303


async def test_whoever_signs_in_again_in_the_same_browser_leaves_no_session_behind(page: Page, world: World) -> None:
    browser = Browser(page)
    await browser.sign_in("AN")
    before = browser.copy()
    await browser.sign_in("AN")

    assert (await browser.state())["is_member"]
    assert await before.state() == "no_session"
    assert world.count("web_sessions", "ended_at IS NULL") == 1


async def test_the_other_accounts_of_the_person_are_told_of_every_sign_in(page: Page, world: World) -> None:
    await Browser(page).sign_in("AN")
    await world.settle()

    told = world.phone("AN").last.text
    assert "vừa đăng nhập trang của cơ quan lúc 08:15" in told
    assert "(Chrome, Android)" in told


def order(world: World) -> list[str]:
    """Return the ways to An in the order in which they are tried."""
    person = people.person_by_code(world.read, "AN")
    assert person is not None
    return [way.channel for way in ways.of_person(world.read, person.id)]


async def test_whoever_signs_in_with_a_link_is_written_to_where_they_were_before(page: Page, world: World) -> None:
    await Browser(page).sign_in("AN")

    assert order(world) == ["telegram", "web"]


async def test_signing_in_on_another_device_leaves_the_order_that_was_chosen(page: Page, world: World) -> None:
    await Browser(page).sign_in("AN")
    person = people.person_by_code(world.read, "AN")
    assert person is not None
    await world.writer.write(lambda db: ways.put_order(db, person.id, ["web", "telegram"]))

    await Browser(page).sign_in("AN")

    assert order(world) == ["web", "telegram"]


async def test_the_page_has_the_place_that_was_chosen_for_it_also_when_it_is_linked_anew(
    page: Page, world: World
) -> None:
    await test_signing_in_on_another_device_leaves_the_order_that_was_chosen(page, world)
    now = world.clock.now()
    await world.writer.write(lambda db: people.unlink_account(db, people.accounts_of(db, 1, "web")[0], now))

    await Browser(page).sign_in("AN")

    assert order(world) == ["web", "telegram"]


async def test_where_the_page_is_the_only_way_a_messenger_that_the_desk_invites_to_comes_first(
    page: Page, world: World
) -> None:
    person = people.person_by_code(world.read, "BICH")
    assert person is not None
    (before,) = people.accounts_of(world.read, person.id, "telegram")
    await world.writer.write(lambda db: people.unlink_account(db, before, world.clock.now()))
    await Browser(page).sign_in("BICH")
    caller = Caller("telegram", "1020", "1020")
    await world.writer.write(lambda db: people.link_account(db, caller, person.id, world.clock.now()))

    assert [way.channel for way in ways.of_person(world.read, person.id)] == ["telegram", "web"]


async def test_ten_devices_of_one_person_are_one_account(page: Page, world: World) -> None:
    browsers = [Browser(page) for _ in range(10)]
    for browser in browsers:
        await browser.sign_in("AN")

    states = [await browser.state() for browser in browsers]
    assert len({state["who"] for state in states}) == 1
    assert linked(world) == 1
    listed = (await browsers[0].get("/web/sessions")).json["sessions"]
    assert len(listed) == 10
    assert [each["words"] for each in listed] == ["Chrome, Android"] * 10
    assert sum(each["is_this"] for each in listed) == 1


async def test_with_more_devices_than_anybody_has_the_one_used_longest_ago_is_signed_out(page: Page) -> None:
    browsers = [Browser(page) for _ in range(21)]
    for browser in browsers:
        page.turn(seconds=1)
        await browser.sign_in("AN")

    assert await browsers[0].state() == "no_session"
    assert (await browsers[1].state())["is_member"]
    assert (await browsers[20].state())["is_member"]


async def test_another_device_is_signed_out_from_the_list_and_nobody_elses(page: Page) -> None:
    mine, lost, bich = Browser(page), Browser(page), Browser(page)
    for browser, code in ((mine, "AN"), (lost, "AN"), (bich, "BICH")):
        await browser.sign_in(code)
    listed = (await mine.get("/web/sessions")).json["sessions"]
    [other] = [each["id"] for each in listed if not each["is_this"]]
    [hers] = [each["id"] for each in (await bich.get("/web/sessions")).json["sessions"]]

    assert (await mine.post(f"/web/sessions/{hers}/end")).status == 404
    assert (await mine.post(f"/web/sessions/{other}/end")).status == 200

    assert await lost.state() == "no_session"
    assert (await mine.state())["is_member"]
    assert (await bich.state())["is_member"]


async def test_a_name_with_markup_in_it_is_shown_as_it_is(page: Page, world: World) -> None:
    name = '<script>alert(1)</script>\u202eAn & "Bình"'
    roster = ROSTER.replace("Nguyễn Văn An", '"<script>alert(1)</script>An & ""Bình"""')
    await bring_roster(world, roster)

    text = (await Browser(page).get(await page.issue("AN"))).text

    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;An &amp; &quot;Bình&quot;" in text
    assert name not in text
    assert text.count('dir="auto"') == 2


async def test_settings_send_a_link_where_the_office_has_a_page(page: Page, world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/caidat")
    assert "Mở trang cơ quan" not in an.last.labels
    await world.writer.write(lambda db: signing_in.announce(world.unit(db), "web", page.public_url))

    await say(world, an, "/caidat", "[Mở trang cơ quan]")

    address = next(line for line in an.last.text.splitlines() if line.startswith(page.public_url))
    assert "Dùng một lần, đến 08:30" in an.last.text
    browser = Browser(page)
    assert (await browser.post(address.removeprefix(page.public_url))).status == 303
    assert (await browser.state())["is_member"]


async def test_a_link_in_a_chat_is_not_in_a_backup_nor_is_anybody_signed_in_there(
    page: Page, world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await world.writer.write(lambda db: signing_in.announce(world.unit(db), "web", page.public_url))
    await say(world, world.phone("AN"), "/caidat", "[Mở trang cơ quan]")
    token = next(line for line in world.phone("AN").last.text.splitlines() if "/vao/" in line).rpartition("/")[2]
    browser = Browser(page)
    await browser.sign_in("BICH")

    out = tmp_path_factory.mktemp("out")
    made = backup.make_backup(world.path / "bot.db", out, world.clock.now())

    copy = next(path for path in out.rglob("*.db"))
    assert made
    assert token.encode() not in copy.read_bytes()
    with closing(open_for_reading(copy)) as db:
        assert web_sessions.live(db, "web", (await browser.state())["who"]) == []


async def test_no_token_and_no_secret_is_in_the_base(page: Page, world: World) -> None:
    link, browser = await page.issue("AN"), Browser(page)
    await browser.post(link)
    held = "\n".join(world.read.conn.iterdump())

    for secret in (link.removeprefix(signing_in.PATH), *browser.cookie.split(".")):
        assert len(secret) > 20
        assert secret not in held
    assert "Chrome, Android" in held
