"""A browser is rung for what no page has shown: once, without a word of it, and never late into the night."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from aiogram.exceptions import TelegramBadRequest

from bot.channels.web.push.ringer import Ringer
from bot.domain.operations import Lane
from bot.domain.preferences import Preferences, QuietHours
from storage import people, preferences, web_messages
from tests.channels.push_bench import CONTACT, Bell, bell
from tests.channels.push_service import HANG
from tests.channels.web_bench import in_the_program
from tests.handlers.acts import SENT_ADHOC
from tests.runtime.stepping import METHOD
from tests.world import USERS, say, until

SECRET = "Vướng mắc về đất đai của Hiệp hội A"
LATE = 12
"""Seconds: longer than a page has to show what came."""


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Bell]:
    async with bell(tmp_path) as found:
        yield found


# what is rung for


async def test_a_browser_is_rung_for_what_no_page_has_shown(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")

    assert await office.rings(seconds=9) == []
    assert await office.rings(seconds=1) == ["a"]
    assert office.counted() == {"sent": 1}


async def test_a_nudge_has_no_word_of_what_it_is_for_and_nothing_but_the_browser_opens_it(office: Bell) -> None:
    _, device = await office.subscribed()
    _, other = await office.subscribed("BICH", "b")
    await office.push(SECRET)
    await office.push("khác", code="BICH")

    assert await office.rings(seconds=LATE) == ["a", "b"]

    one, two = sorted(office.service.received, key=lambda each: each.name)
    assert device.opened(one.body) == other.opened(two.body) == b'{"kind":"work"}'
    assert len(one.body) == len(two.body)
    assert SECRET not in str(one.headers)


async def test_a_push_service_learns_who_sends_and_that_the_last_nudge_takes_the_place_of_others(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")
    await office.rings(seconds=LATE)

    (came,) = office.service.received
    now = office.world.clock.now()
    expires = now + timedelta(hours=12)
    assert came.claims == {"aud": office.service.origin, "exp": int(expires.timestamp()), "sub": CONTACT}
    assert came.key == office.channel.push_key
    assert came.headers["Content-Encoding"] == "aes128gcm"
    assert (came.headers["Topic"], came.headers["TTL"], came.headers["Urgency"]) == ("viec-moi", "14400", "high")
    assert "User-Agent" not in came.headers


async def test_what_a_page_has_shown_in_time_rings_nobody(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")
    await office.opens()

    assert await office.rings(seconds=LATE) == []


async def test_what_is_gone_rings_nobody(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")
    await office.channel.delete(str(USERS["AN"]), str(web_messages.last_change(office.world.read)))

    assert await office.rings(seconds=LATE) == []


async def test_an_answer_to_what_somebody_does_rings_nobody(tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN") as (bench, world):
        await say(world, bench.phone(str(USERS["AN"])), "/batdau", "[Gửi báo cáo]")

        assert bench.shown(str(USERS["AN"])) != []
        assert world.count("web_messages", "rings = 1") == 0


async def test_what_comes_without_a_sound_elsewhere_rings_nobody_here(office: Bell) -> None:
    await office.subscribed()
    await office.push("một", silent=True)

    assert await office.rings(seconds=LATE) == []


async def test_an_urgent_report_rings_an_officer_whom_the_page_alone_reaches(office: Bell) -> None:
    """It is no message of the paced lane, and its reader has no other way."""
    office.world.link("CHI", office.channel.name)
    chi = await office.signed_in("CHI")
    await chi.set_up()
    await chi.post("/web/push", office.service.device("chi").subscription)
    binh = office.world.link("BINH")
    await say(office.world, binh, *SENT_ADHOC)

    assert office.world.count("outbox", "channel = 'web' AND lane = 'interactive' AND topic = 'desk_copy'") == 1
    assert await office.rings(seconds=LATE) == ["chi"]


async def test_what_did_not_get_there_by_another_way_rings(office: Bell) -> None:
    await office.subscribed()
    office.world.link("AN")
    office.world.telegram.call_fails = lambda _method: TelegramBadRequest(METHOD, "Bad Request: message is too long")
    await office.push("một", channel="telegram")

    assert office.world.count("outbox", "state = 'passed'") == 1
    assert await office.rings(seconds=LATE) == ["a"]


async def test_a_change_of_what_was_read_is_no_second_message(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")
    number = str(web_messages.last_change(office.world.read))
    await office.opens()
    await office.channel.edit(str(USERS["AN"]), number, {"runs": [["", "hai"]], "rows": []})

    assert await office.rings(seconds=LATE) == []


# how often


async def test_several_in_a_row_are_one_nudge_until_they_are_opened(office: Bell) -> None:
    await office.subscribed()
    await office.push("một", "hai", "ba")
    assert await office.rings(seconds=LATE) == ["a"]
    await office.push("bốn")
    assert await office.rings(seconds=LATE) == []

    await office.opens()
    await office.push("năm")

    assert await office.rings(seconds=LATE) == ["a"]


async def test_after_an_hour_what_comes_rings_again(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")
    assert await office.rings(seconds=LATE) == ["a"]
    await office.push("hai")
    assert await office.rings(minutes=55) == []
    await office.push("ba")

    assert await office.rings(minutes=4, seconds=59) == []
    assert await office.rings(seconds=1) == ["a"]


async def test_every_device_of_a_person_is_rung_and_nobody_elses(office: Bell) -> None:
    await office.subscribed()
    await office.subscribed(name="b")
    await office.subscribed("BICH", "c")
    await office.push("một")

    assert await office.rings(seconds=LATE) == ["a", "b"]


async def test_what_came_before_a_browser_subscribed_does_not_ring_it(office: Bell) -> None:
    await office.push("một", code="AN")
    await office.subscribed()

    assert await office.rings(seconds=LATE) == []


async def test_what_nobody_was_rung_for_in_ten_minutes_is_not_made_up_for(office: Bell) -> None:
    """As where the program stood still over night: the messages lie there all the same."""
    await office.subscribed()
    await office.push("một")

    assert await office.rings(minutes=10) == []


# quiet hours


async def set_quiet(office: Bell, hours: QuietHours) -> None:
    person = people.person_by_code(office.world.read, "AN")
    assert person is not None
    await office.world.writer.write(lambda db: preferences.put_preferences(db, person.id, Preferences(quiet=hours)))


async def test_a_nudge_is_kept_no_longer_than_until_the_quiet_hours_of_its_reader(office: Bell) -> None:
    await set_quiet(office, QuietHours.AFTER_WORK)
    await office.subscribed()
    await office.rings(hours=8, minutes=15)
    await office.push("một")

    assert await office.rings(seconds=LATE) == ["a"]
    assert office.service.received[-1].headers["TTL"] == str(3600 - LATE)


async def test_a_try_that_failed_is_not_made_again_in_quiet_hours(office: Bell) -> None:
    await office.subscribed()
    office.service.answers.append(503)
    await office.rings(hours=13, minutes=44)  # 21:59
    await office.push("một")
    assert await office.rings(seconds=LATE) == ["a"]

    assert await office.rings(minutes=2) == []
    assert office.counted() == {"later": 1}


async def test_what_could_not_wait_for_the_morning_rings_at_night_and_is_not_kept_long(office: Bell) -> None:
    await office.subscribed()
    await office.rings(hours=15)  # 23:15
    await office.push("một", lane=Lane.INTERACTIVE)

    assert await office.rings(seconds=LATE) == ["a"]
    assert office.service.received[-1].headers["TTL"] == "600"


async def test_what_is_passed_over_for_the_night_keeps_nothing_urgent_from_ringing(office: Bell) -> None:
    await office.subscribed()
    await office.rings(hours=13, minutes=44, seconds=55)
    await office.push("một")
    assert await office.rings(seconds=LATE) == []
    await office.push("khẩn", lane=Lane.INTERACTIVE)

    assert await office.rings(seconds=LATE) == ["a"]


# what a push service answers


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_rung_no_more(office: Bell, status: int) -> None:
    browser, _ = await office.subscribed()
    office.service.answers.append(status)
    await office.push("một")
    assert await office.rings(seconds=LATE) == ["a"]

    assert office.subscriptions == 0
    assert (await browser.get("/web/push")).json == {"on": False}
    assert office.counted() == {"gone": 1}


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_service_that_is_not_well_is_asked_again_for_a_time(office: Bell, status: int) -> None:
    await office.subscribed()
    office.service.answers.extend([status] * 100)
    await office.push("một")

    tries = [len(await office.rings(seconds=10)) for _ in range(120)]

    assert sum(tries) == 5
    assert office.counted() == {"later": 5}
    assert office.subscriptions == 1


async def test_a_service_that_is_well_again_rings(office: Bell) -> None:
    await office.subscribed()
    office.service.answers.append(500)
    await office.push("một")
    assert await office.rings(seconds=LATE) == ["a"]
    assert await office.rings(seconds=29) == []

    assert await office.rings(seconds=1) == ["a"]
    assert office.counted() == {"later": 1, "sent": 1}
    assert await office.rings(seconds=60) == []


async def test_a_service_says_when_to_come_again_to_a_browser_and_the_others_do_not_wait(office: Bell) -> None:
    await office.subscribed()
    await office.subscribed(name="b")
    office.service.answers.append((429, {"Retry-After": "200"}))
    await office.push("một")
    assert await office.rings(seconds=LATE) == ["a", "b"]
    (throttled,) = office.world.read.conn.execute("SELECT push_endpoint FROM web_sessions WHERE rung_at IS NULL")

    assert await office.rings(seconds=199) == []
    assert await office.rings(seconds=1) == [throttled[0].rpartition("/")[2]]


@pytest.mark.parametrize("answer", [400, 401, 403, 413, (301, {"Location": "/push/elsewhere"})])
async def test_what_is_refused_is_not_sent_again(office: Bell, answer: int) -> None:
    await office.subscribed()
    office.service.answers.append(answer)
    await office.push("một")
    assert await office.rings(seconds=LATE) == ["a"]

    assert await office.rings(minutes=2) == []
    assert office.counted() == {"refused": 1}
    assert office.subscriptions == 1


async def test_a_service_that_hangs_is_hung_up_on_and_asked_again(office: Bell) -> None:
    await office.subscribed()
    office.service.answers.append(HANG)
    await office.push("một")
    assert await office.rings(in_haste=True, seconds=LATE) == ["a"]
    assert office.counted() == {"unanswered": 1}

    assert await office.rings(seconds=30) == ["a"]
    assert office.counted() == {"sent": 1, "unanswered": 1}


async def test_where_a_service_does_not_answer_it_is_not_asked_for_every_browser(office: Bell) -> None:
    for number in range(12):
        await office.subscribed(name=f"{number:02}")
    office.service.answers.extend([HANG] * 12)
    await office.push("một")

    assert len(await office.rings(in_haste=True, seconds=LATE)) <= 8
    assert office.counted().keys() == {"unanswered"}
    office.service.answers.clear()

    # However many of its browsers had waited for it, that was one failure of the service.
    assert len(await office.rings(seconds=30)) == 12


async def test_an_address_is_never_in_the_log(office: Bell, caplog: pytest.LogCaptureFixture) -> None:
    await office.subscribed(name="secret-of-a-browser")
    for answer in (500, HANG, 403):
        office.service.answers.append(answer)
        await office.push(f"một {answer}")
        await office.rings(in_haste=answer == HANG, seconds=LATE)
        await office.rings(minutes=5)
        await office.opens()

    assert "nudges were not taken: refused 403 1" in caplog.text
    assert "secret-of-a-browser" not in caplog.text
    assert "127.0.0.1" not in caplog.text


# whose


async def test_a_browser_is_rung_no_more_once_its_person_has_no_duty(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")
    office.world.write_now(lambda db: db.execute("UPDATE duties SET valid_to = '2026-11-15'"))

    assert await office.rings(seconds=LATE) == []


async def test_the_bell_rings_by_itself_while_the_program_runs(office: Bell) -> None:
    await office.subscribed()
    with (
        patch("bot.domain.ringing.SHOWN_WITHIN", timedelta(0)),
        patch("bot.channels.web.push.ringer._BREATH_SECONDS", 0.0),
    ):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(Ringer(office.channel, office.world.unit, office.services).run())
            await office.push("một")
            await until(lambda: office.counted() == {"sent": 1})
            task.cancel()

    assert [each.name for each in office.service.received] == ["a"]
