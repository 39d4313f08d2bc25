"""The second factor of whoever sees what is not their own: until its code nothing is served and nothing is done."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.profiles import SignInRules
from bot.services.acts import ACTS
from tests.channels.web_browser import Browser, Page, served
from tests.handlers.acts import bring_roster
from tests.world import ROSTER, World, running


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    async with served(Page(world)) as found:
        yield found


@pytest.fixture
async def chi(page: Page) -> Browser:
    """A browser in which Chi of the desk has signed in with a link, and no more."""
    browser = Browser(page)
    await browser.sign_in("CHI")
    return browser


async def test_until_the_code_nothing_is_served_and_no_act_is_taken(page: Page, chi: Browser) -> None:
    assert (await chi.state())["needs"] == "totp_setup"
    for answer in (
        await chi.post("/web/acts/text", {"text": "x"}),
        await chi.post("/web/acts/files", {"text": "x"}),
        await chi.get("/web/events"),
        await chi.get("/web/files/1"),
        await chi.get("/web/sessions"),
        await chi.get("/web/failing"),
    ):
        assert (answer.status, answer.json["code"]) == (403, "totp")
        assert "mã xác thực hai bước" in answer.json["error"]

    await chi.set_up()

    assert (await chi.state())["needs"] == ""
    assert (await chi.post("/web/acts/text", {"text": "x"})).status == 200


async def test_members_are_asked_for_no_code(page: Page) -> None:
    browser = Browser(page)
    await browser.sign_in("AN")

    assert (await browser.state())["needs"] == ""
    assert (await browser.get("/web/totp")).json["code"] == "code_not_owed"
    assert (await browser.post("/web/totp", {"code": "123456"})).json["code"] == "code_not_owed"


async def test_the_key_is_shown_until_a_code_confirms_it_and_never_again(page: Page, chi: Browser) -> None:
    first, second = (await chi.get("/web/totp")).json, (await chi.get("/web/totp")).json
    assert first == second
    assert re.fullmatch("[A-Z2-7]{32}", first["key"])
    assert first["svg"].startswith("<svg")
    assert "style" not in first["svg"]
    assert "script" not in first["svg"]

    await chi.set_up()

    assert (await chi.get("/web/totp")).json["code"] == "code_not_owed"
    other = Browser(page)
    await other.sign_in("CHI")
    assert (await other.state())["needs"] == "totp"
    assert (await other.get("/web/totp")).json["code"] == "code_not_owed"


async def test_two_who_set_up_at_once_have_keys_of_their_own_and_the_first_code_counts(
    page: Page, chi: Browser
) -> None:
    other = Browser(page)
    await other.sign_in("CHI")
    theirs = (await other.get("/web/totp")).json["key"]
    key = await chi.set_up()

    assert key != theirs
    assert (await other.enter(theirs)).json["code"] == "code_wrong"
    page.turn(seconds=30)
    assert (await other.enter(key)).status == 200


async def test_a_code_is_good_once_in_whatever_browser(page: Page, chi: Browser) -> None:
    key = await chi.set_up()
    page.turn(seconds=60)
    second, third = Browser(page), Browser(page)
    for browser in (second, third):
        await browser.sign_in("CHI")

    assert (await second.enter(key)).status == 200
    assert (await third.enter(key)).json["code"] == "code_wrong"
    assert (await third.enter(key, seconds=-30)).json["code"] == "code_wrong"
    page.turn(seconds=30)
    assert (await third.enter(key)).status == 200


async def test_a_code_is_asked_for_again_after_twelve_hours(page: Page, chi: Browser) -> None:
    key = await chi.set_up()
    page.turn(hours=11, minutes=59)
    assert (await chi.state())["needs"] == ""

    page.turn(minutes=1)

    assert (await chi.state())["needs"] == "totp"
    assert (await chi.post("/web/acts/text", {"text": "x"})).json["code"] == "totp"
    assert (await chi.enter(key)).status == 200
    assert (await chi.state())["needs"] == ""


async def test_a_phone_that_is_half_a_minute_off_is_understood_and_one_that_is_minutes_off_is_told_so(
    page: Page, chi: Browser
) -> None:
    key = (await chi.get("/web/totp")).json["key"]

    wrong = await chi.enter(key, minutes=5)
    assert wrong.status == 400
    assert "còn 04 lần nhập" in wrong.json["error"]
    assert "kiểm tra điện thoại đang tự đặt giờ" in wrong.json["error"]
    assert (await chi.enter(key, seconds=30)).status == 200


async def test_after_five_wrong_codes_none_is_taken_for_ten_minutes_not_even_a_right_one(
    page: Page, chi: Browser
) -> None:
    key = await chi.set_up()
    page.turn(hours=12)
    told = [(await chi.post("/web/totp", {"code": "000000"})).json["code"] for _ in range(5)]
    assert told == ["code_wrong"] * 4 + ["code_paused"]

    paused = await chi.enter(key)
    assert (paused.status, paused.json["code"]) == (429, "code_paused")
    assert "20:25" in paused.json["error"]
    page.turn(minutes=9, seconds=59)
    assert (await chi.enter(key)).json["code"] == "code_paused"
    page.turn(seconds=1)
    assert (await chi.enter(key)).status == 200


async def test_one_persons_pause_is_nobody_elses(page: Page, chi: Browser) -> None:
    for _ in range(5):
        await chi.post("/web/totp", {"code": "000000"})
    lan = Browser(page)
    await lan.sign_in("LAN")

    await lan.set_up()

    assert (await lan.state())["needs"] == ""


@pytest.mark.parametrize("body", [{}, {"code": None}, {"code": 123456}, {"code": "1" * 500}, [], "x", {"code": ["1"]}])
async def test_what_is_no_code_is_refused_and_not_counted(page: Page, chi: Browser, body: object) -> None:
    await chi.get("/web/totp")

    assert (await chi.post("/web/totp", body)).json["code"] == "bad_request"
    assert page.world.count("sign_in_attempts") == 0


async def test_reset_signs_the_person_out_everywhere_and_is_audited(page: Page, chi: Browser, world: World) -> None:
    await chi.set_up()
    link = await page.issue("CHI")
    await world.writer.write(lambda db: ACTS["reset-totp"](world.unit(db), {"person": "chi"}))

    assert await chi.state() == "no_session"
    assert (await Browser(page).post(link)).status == 410
    assert world.count("audit", "verb = 'second_factor.reset' AND object = 'person:CHI' AND actor = 'operator'") == 1
    again = Browser(page)
    await again.sign_in("CHI")
    assert (await again.state())["needs"] == "totp_setup"


async def test_roles_are_looked_up_anew_at_every_request(page: Page, world: World) -> None:
    browser = Browser(page)
    await browser.sign_in("AN")
    an = next(line for line in ROSTER.splitlines(keepends=True) if line.startswith("AN,"))
    at_desk = "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,secretariat,,,\n"

    await bring_roster(world, ROSTER.replace(an, an + at_desk))
    assert (await browser.state())["needs"] == "totp_setup"
    assert (await browser.post("/web/acts/text", {"text": "x"})).json["code"] == "totp"

    await bring_roster(world, ROSTER)
    assert (await browser.state())["needs"] == ""


async def test_an_office_may_do_without(tmp_path: Path) -> None:
    world = World(tmp_path)
    object.__setattr__(world.rules, "profile", replace(world.rules.profile, sign_in=SignInRules(totp=False)))
    world.import_roster()
    async with running(world), served(Page(world)) as page:
        browser = Browser(page)
        await browser.sign_in("CHI")

        assert (await browser.state())["needs"] == ""
    world.close()


async def test_the_key_of_a_person_does_not_follow_from_the_base_alone(page: Page, chi: Browser, world: World) -> None:
    key = await chi.set_up()

    assert key not in "\n".join(world.read.conn.iterdump())
