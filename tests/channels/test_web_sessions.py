"""Sessions of browsers: a secret that changes, what a copy of it is worth, and when they end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.channels.web.asking import Session
from bot.domain.people import Caller
from bot.domain.sessions import Secret, Standing
from bot.services.acts import ACTS
from bot.services.people import sessions
from bot.services.people.sessions import Signed
from storage import people, web_sessions
from tests.channels.web_browser import Browser, Page, served
from tests.handlers.acts import bring_roster
from tests.world import ROSTER, START, World, say

WITHOUT_AN = "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith("AN,"))


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    async with served(Page(world)) as found:
        yield found


@pytest.fixture
async def an(page: Page) -> Browser:
    """A browser in which An is signed in."""
    browser = Browser(page)
    await browser.sign_in("AN")
    assert (await browser.state())["is_member"]
    return browser


# the secret


async def test_an_hour_later_the_browser_holds_another_secret_of_the_same_session(page: Page, an: Browser) -> None:
    first = an.cookie
    page.turn(minutes=59)
    await an.state()
    assert an.cookie == first

    page.turn(minutes=1)
    await an.state()

    assert an.cookie != first
    assert an.cookie.partition(".")[0] == first.partition(".")[0]


async def test_two_tabs_that_ask_at_the_moment_of_the_change_both_go_on(page: Page, an: Browser) -> None:
    tabs = [an, an.copy(), an.copy()]
    page.turn(hours=1)

    told = await asyncio.gather(*(tab.state() for tab in tabs))

    assert [each["is_member"] for each in told] == [True, True, True]
    changed = {tab.cookie for tab in tabs}
    assert len(changed) == 2  # a browser has one jar: of three answers one brought the new cookie
    page.turn(seconds=30)
    assert (await tabs[0].state())["is_member"]


async def test_a_browser_that_missed_its_new_cookie_is_given_another(page: Page, an: Browser) -> None:
    """The network went as the answer was under way."""
    page.turn(hours=1)
    await an.copy().state()
    page.turn(minutes=5)

    assert (await an.state())["is_member"]
    page.turn(hours=5)
    assert (await an.state())["is_member"]


async def test_an_old_cookie_that_is_replayed_ends_the_session_for_both(page: Page, an: Browser, world: World) -> None:
    thief = an.copy()
    page.turn(hours=1)
    await an.state()
    await an.state()
    page.turn(minutes=1)

    assert await thief.state() == "no_session"

    assert await an.state() == "no_session"
    assert an.cookie == ""
    assert world.count("audit", "verb = 'session.replayed'") == 1


async def test_what_was_under_way_with_the_secret_before_is_answered(page: Page, an: Browser) -> None:
    under_way = an.copy()
    page.turn(hours=1)
    await an.state()
    await an.state()
    page.turn(seconds=59)

    assert (await under_way.state())["is_member"]


@pytest.mark.parametrize("cookie", ["x", "x.y", ".", "x.", "." * 500, "a.b.c", "é.x"])
async def test_a_cookie_nobody_was_given_opens_nothing_and_is_taken_away(page: Page, cookie: str) -> None:
    browser = Browser(page)
    browser.cookie = cookie

    assert await browser.state() == "no_session"


SECRET = Secret("now", START, None, "before")


@pytest.mark.parametrize(
    ("secret", "shown", "minutes", "standing"),
    [
        (SECRET, "now", 59, Standing.GOOD),
        (SECRET, "now", 60, Standing.DUE),
        (SECRET, "before", 0.9, Standing.GOOD),
        (SECRET, "before", 1, Standing.LOST),
        (SECRET, "before", 9999, Standing.LOST),
        (SECRET, "older", 0, Standing.REPLAYED),
        (SECRET, "", 0, Standing.REPLAYED),
        (Secret("now", START, START, "before"), "before", 0.9, Standing.GOOD),
        (Secret("now", START, START, "before"), "before", 1, Standing.REPLAYED),
        (Secret("now", START, None), "", 0, Standing.REPLAYED),
    ],
)
def test_what_a_secret_means_that_is_shown(secret: Secret, shown: str, minutes: float, standing: Standing) -> None:
    assert secret.standing(shown, START + timedelta(minutes=minutes)) is standing


REQUESTS = st.lists(st.tuples(st.sampled_from([0, 5, 59, 61, 3599, 3600, 7200, 86_400]), st.booleans()), max_size=30)


@given(requests=REQUESTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_browser_is_never_signed_out_by_answers_that_it_missed(
    still_world: World, requests: list[tuple[int, bool]]
) -> None:
    """Each request comes so many seconds after the last; of some the answer is lost, with the cookie in it."""
    cookie = begun(still_world)
    for seconds, is_lost in requests:
        still_world.clock.set(still_world.clock.now() + timedelta(seconds=seconds))
        signed = settled(still_world, cookie)
        assert signed is not None
        cookie = signed.cookie if signed.cookie and not is_lost else cookie


@given(hours=st.lists(st.integers(1, 48), min_size=1, max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_has_a_copy_and_the_owner_do_not_both_stay(still_world: World, hours: list[int]) -> None:
    """They take turns, hours apart: what one has changed is old in the hands of the other."""
    held = [begun(still_world)] * 2
    alive = [True, True]
    for hour in [*hours, 1, 1, 1]:
        still_world.clock.set(still_world.clock.now() + timedelta(hours=hour))
        for who in range(2):
            still_world.clock.set(still_world.clock.now() + timedelta(minutes=2))
            signed = settled(still_world, held[who])
            alive[who] = signed is not None
            held[who] = signed.cookie if signed and signed.cookie else held[who]
            # The page asks again at once with what it was given.
            settled(still_world, held[who])

    assert not all(alive)


def settled(world: World, cookie: str) -> Signed | None:
    """Show a cookie, of which there are many in a test: on the connection of the program, which does not run."""
    found: Signed | None = world.writer.write_now(lambda db: sessions.settle(world.unit(db), cookie))
    return found


def begun(world: World) -> str:
    """Begin a session of An, whose account is linked."""

    def work(db: Database) -> str:
        unit = world.unit(db)
        person = people.person_by_code(db, "AN")
        assert person is not None
        key = sessions.fresh_key()
        people.link_account(db, Caller("web", key, key), person.id, world.clock.now())
        return sessions.start(unit, "web", key, "", "vi")[1]

    return str(world.write_now(work))


# guests


async def test_a_browser_that_begins_has_a_session_of_an_account_of_its_own(page: Page) -> None:
    first, second = Browser(page, lang="en"), Browser(page)

    assert (await first.post("/web/begin")).json == {"is_member": False}
    await second.post("/web/begin")

    a, b = await first.state(), await second.state()
    assert (a["is_member"], a["lang"], b["lang"]) == (False, "en", "vi")
    assert a["who"] != b["who"]
    before = first.cookie
    await first.post("/web/begin")
    assert first.cookie == before


async def test_with_the_link_of_its_account_a_guests_session_is_a_members_under_another_secret(
    page: Page, world: World
) -> None:
    browser = Browser(page)
    await browser.post("/web/begin")
    state = await browser.state()
    earlier = browser.copy()
    page.turn(minutes=5)
    await world.writer.write(lambda db: link(world, db, state["who"]))

    page.turn(seconds=1)
    after = await browser.state()
    assert (after["is_member"], after["who"]) == (True, state["who"])
    assert browser.cookie != earlier.cookie
    await browser.state()
    page.turn(minutes=1)
    assert await earlier.state() == "no_session"


def link(world: World, db: Database, user_key: str) -> None:
    person = people.person_by_code(db, "AN")
    assert person is not None
    people.link_account(db, Caller("web", user_key, user_key), person.id, world.clock.now())


# the end


async def test_a_guest_is_forgotten_when_no_invitation_is_of_use_any_more_and_a_member_after_a_month(
    page: Page, an: Browser
) -> None:
    guest = Browser(page)
    await guest.post("/web/begin")
    page.turn(days=3)
    assert await guest.state() == "no_session"
    assert (await an.state())["is_member"]

    page.turn(days=30)
    assert await an.state() == "no_session"


async def test_a_cookie_replayed_after_unlinking_opens_nothing(page: Page, an: Browser, world: World) -> None:
    copy = an.copy()
    await say(world, world.phone("AN"), "/caidat", "[Hủy liên kết]", "[Hủy liên kết]")

    assert await an.state() == "no_session"
    assert await copy.state() == "no_session"
    assert world.count("web_sessions", "ended_at IS NULL") == 0


async def test_a_cookie_replayed_after_consent_was_withdrawn_opens_nothing(
    page: Page, an: Browser, world: World
) -> None:
    await say(world, world.phone("AN"), "/caidat", "[Xem dữ liệu]", "[Rút lại đồng ý]", "[Rút lại đồng ý]")

    assert await an.state() == "no_session"


async def test_sessions_end_with_the_last_duty_of_their_person(page: Page, an: Browser, world: World) -> None:
    await bring_roster(world, WITHOUT_AN)

    assert await an.state() == "no_session"


async def test_nothing_of_a_session_is_left_of_a_person_whose_data_were_erased(
    page: Page, an: Browser, world: World
) -> None:
    await bring_roster(world, WITHOUT_AN)
    await world.writer.write(lambda db: ACTS["erase-person"](world.unit(db), {"person": "AN"}))

    assert await an.state() == "no_session"
    assert world.count("web_sessions") == 0
    assert world.count("sign_in_links") == 0


async def test_whoever_signs_out_holds_nothing_and_the_cookie_is_worth_nothing(page: Page, an: Browser) -> None:
    copy = an.copy()
    assert (await an.post("/web/end")).status == 200

    assert an.cookie == ""
    assert await copy.state() == "no_session"


async def test_a_session_can_be_asked_for_as_it_stands_without_its_cookie(page: Page, an: Browser) -> None:
    """So a stream finds out that it is to end, and counts as no replay."""
    [stored] = web_sessions.live(page.world.read, "web", (await an.state())["who"])
    session = await page.sessions.still(Session(stored.id, "", "", is_member=False))
    assert session is not None
    assert session.is_member

    await an.post("/web/end")

    assert await page.sessions.still(session) is None


def test_ended_sessions_are_deleted_in_time(still_world: World) -> None:
    begun(still_world)
    later: datetime = START + timedelta(days=31)

    assert still_world.write_now(lambda db: web_sessions.purge(db, START)) == 0
    assert still_world.write_now(lambda db: web_sessions.purge(db, later)) == 1
