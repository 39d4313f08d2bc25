"""A letter rings for what did not get to its reader: when, how often, and what becomes of it with the mail server."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.clock import VN
from bot.domain.mailboxes import earliest
from bot.domain.operations import Lane, Topic, TopicKind
from bot.domain.preferences import Preferences, QuietHours
from storage import held, mailboxes
from tests.channels.mail_office import AN_AT, FROM, PUBLIC_URL, UNOPENED_AFTER, Office, office
from tests.runtime.stepping import METHOD


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    """An office in which An has the page alone and has confirmed an address; Chi at the desk has Telegram."""
    async with office(tmp_path, "CHI") as found:
        await found.confirm("AN", AN_AT)
        yield found


def told_of_letters(at: Office) -> int:
    return sum("thư báo có tin chưa mở" in each.text.lower() for each in at.world.phone("CHI").messages)


def rows_of_letters(at: Office) -> str:
    found = at.world.read.conn.execute("SELECT * FROM outbox WHERE channel = 'mail'").fetchall()
    return str([tuple(row) for row in found])


async def test_what_was_not_opened_in_time_rings_once(at: Office) -> None:
    await at.push("AN", "một")
    await at.hands.step(UNOPENED_AFTER.total_seconds() - 1)
    before = list(at.letters)
    await at.step(seconds=1)

    assert before == []
    assert at.letters == [AN_AT]
    await at.step(hours=1)
    assert at.letters == [AN_AT]


async def test_a_letter_has_no_content_and_says_why_it_comes_and_how_it_is_stopped(at: Office) -> None:
    await at.unopened("AN", "Hồ sơ đất đai của Hiệp hội A")

    (letter,) = at.box.taken
    said = letter.get_content()
    assert (letter["Subject"], letter["From"], letter["Auto-Submitted"]) == (
        "Có việc mới cần xử lý", FROM, "auto-generated",
    )  # fmt: skip
    assert "Hồ sơ" not in said
    assert "Nguyễn" not in said
    assert f"\n{PUBLIC_URL}\n" in said
    assert "đã được đăng ký để báo khi có tin chưa được mở" in said
    assert said.rstrip().endswith(PUBLIC_URL + at.link)


async def test_a_letter_is_in_the_language_of_its_reader(at: Office) -> None:
    await at.world.writer.write(
        lambda db: db.conn.execute("UPDATE persons SET language = 'en', language_chosen = 1 WHERE code = 'AN'")
    )

    await at.unopened("AN", "one")

    assert at.box.taken[0]["Subject"] == "There is something new to be handled"


async def test_what_was_opened_in_time_rings_for_nothing(at: Office) -> None:
    await at.push("AN", "một")
    await at.visit("AN")

    await at.step(hours=1)

    assert at.letters == []


async def test_what_is_opened_before_the_letter_leaves_needs_none(at: Office) -> None:
    at.box.answers["RCPT"] = "450 4.2.0 come back"
    await at.unopened("AN", "một")
    await at.visit("AN")
    at.box.answers["RCPT"] = "250 OK"

    await at.step(hours=1)

    assert at.letters == []
    assert at.states() == ["cancelled"]


async def test_one_letter_is_enough_for_all_that_waits(at: Office) -> None:
    for word in ("một", "hai", "ba"):
        await at.push("AN", word)

    await at.hands.step(UNOPENED_AFTER.total_seconds())

    assert at.letters == [AN_AT]


async def test_the_next_letter_comes_four_hours_later_where_the_first_led_to_a_visit(at: Office) -> None:
    await at.unopened("AN", "một")
    await at.step(minutes=10)
    await at.visit("AN")
    await at.unopened("AN", "hai")

    await at.turn(datetime(2026, 11, 16, 12, 29, tzinfo=VN))
    assert len(at.letters) == 1
    await at.turn(datetime(2026, 11, 16, 12, 30, tzinfo=VN))
    assert len(at.letters) == 2


async def test_without_a_visit_the_next_letter_comes_on_another_day_after_quiet_hours(at: Office) -> None:
    await at.unopened("AN", "một")
    await at.step(hours=5)
    await at.unopened("AN", "hai")

    await at.turn(datetime(2026, 11, 17, 5, 59, tzinfo=VN))
    assert len(at.letters) == 1
    await at.turn(datetime(2026, 11, 17, 6, 0, tzinfo=VN))
    assert len(at.letters) == 2


async def test_a_visit_brings_a_letter_of_tomorrow_forward(at: Office) -> None:
    await at.unopened("AN", "một")
    await at.unopened("AN", "hai")
    await at.step(minutes=30)
    await at.visit("AN")

    await at.unopened("AN", "ba")
    await at.turn(datetime(2026, 11, 16, 12, 30, tzinfo=VN))

    assert len(at.letters) == 2


async def test_nothing_rings_in_quiet_hours(at: Office) -> None:
    await at.turn(datetime(2026, 11, 16, 22, 0, tzinfo=VN))
    await at.unopened("AN", "một")
    assert at.letters == []

    await at.turn(datetime(2026, 11, 17, 6, 0, tzinfo=VN))
    assert at.letters == [AN_AT]


async def test_an_answer_rings_for_nothing(at: Office) -> None:
    await at.push("AN", "một", lane=Lane.INTERACTIVE, key="")
    await at.step(hours=1)

    assert at.letters == []


async def test_what_is_urgent_rings_too(at: Office) -> None:
    await at.unopened("AN", "một", lane=Lane.INTERACTIVE)

    assert at.letters == [AN_AT]


async def test_a_message_with_a_code_rings_for_nothing(at: Office) -> None:
    await at.push("AN", "một", topic=Topic(TopicKind.MEMBERSHIP, {"invitation": 1}))
    await at.step(hours=1)

    assert at.letters == []


async def test_what_goes_by_another_way_rings_for_nothing(tmp_path: Path) -> None:
    async with office(tmp_path, "AN", "CHI") as at:
        await at.confirm("AN", AN_AT)

        await at.unopened("AN", "một")

        assert at.world.phone("AN").last.text == "một"
        assert at.letters == []


async def test_what_the_last_way_refuses_or_loses_rings(tmp_path: Path) -> None:
    async with office(tmp_path, "AN", "BICH", "CHI", web=()) as at:
        await at.confirm("AN", AN_AT)
        await at.confirm("BICH", "bich@example.vn")
        at.world.phone("AN").fails_with(TelegramBadRequest(METHOD, "Bad Request: message is too strange"))
        at.world.phone("BICH").fails_with(TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"))

        await at.push("AN", "một", channel="telegram")
        await at.push("BICH", "hai", channel="telegram")

        assert sorted(at.letters) == [AN_AT, "bich@example.vn"]


async def test_that_a_server_took_a_letter_opens_nothing(at: Office) -> None:
    await at.unopened("AN", "một")

    assert at.states() == ["sent"]
    assert at.world.count("outbox", f"state = 'held' AND error = '{held.UNOPENED}'") == 1


async def test_a_server_that_accepts_and_bounces_later_changes_nothing_that_is_known(at: Office) -> None:
    # A bounce goes to MAIL_FROM: what was held stays unopened, and the desk reads that.
    await at.unopened("AN", "một")

    assert mailboxes.in_use(at.world.read, at.person("AN")) is not None
    assert at.world.count("outbox", "state = 'held'") == 1


async def test_a_greylisted_letter_goes_later(at: Office) -> None:
    at.box.answers["RCPT"] = "450 4.2.0 greylisted, come back"
    await at.unopened("AN", "một")
    for _ in range(4):
        await at.step(seconds=60)
    assert at.letters == []
    assert at.states() == ["retry"]

    at.box.answers["RCPT"] = "250 OK"
    await at.step(minutes=30)

    assert at.letters == [AN_AT]
    assert told_of_letters(at) == 0


async def test_a_server_that_is_down_for_a_day_lets_the_letter_expire_and_the_desk_know(
    at: Office, caplog: pytest.LogCaptureFixture
) -> None:
    at.box.answers["RCPT"] = "421 4.3.2 shutting down"
    await at.confirm("CHI", "chi@example.vn")
    await at.unopened("AN", "một")
    with caplog.at_level(logging.WARNING):
        for _ in range(48):
            await at.step(minutes=30)

    assert at.states() == ["expired"]
    assert told_of_letters(at) == 1
    assert "RETRY" in caplog.text
    assert AN_AT not in caplog.text
    # It rings anew for what comes afterwards.
    at.box.answers["RCPT"] = "250 OK"
    await at.step(hours=5)
    await at.unopened("AN", "hai")
    assert at.letters == [AN_AT]


async def test_a_server_that_comes_back_gets_what_waits(tmp_path: Path) -> None:
    async with office(tmp_path, "CHI") as at:
        await at.confirm("AN", AN_AT)
        at.box.answers["RCPT"] = "421 4.3.2 shutting down"
        await at.unopened("AN", "một")
        await at.step(hours=6)
        await at.step(hours=6)
        at.box.answers["RCPT"] = "250 OK"

        await at.step(minutes=30)

        assert at.letters == [AN_AT]
        assert at.states() == ["sent"]


async def test_a_refused_recipient_marks_the_address_and_nothing_else_is_sent_there(at: Office) -> None:
    at.box.answers["RCPT"] = f"550 5.1.1 {AN_AT}: no such user"
    await at.unopened("AN", "một")
    at.box.answers["RCPT"] = "250 OK"
    await at.step(hours=5)
    await at.visit("AN", reads=False)
    await at.unopened("AN", "hai")

    assert at.letters == []
    assert mailboxes.refused(at.world.read) == ["Nguyễn Văn An"]
    assert at.world.count("audit", "verb = 'mail.refused'") == 1
    # It is told of where it can be mended, and is no message that was lost.
    assert at.world.count("outbox", "topic = 'undelivered'") == 0


async def test_a_letter_that_is_refused_for_what_it_is_marks_no_address_and_is_told_to_the_desk(at: Office) -> None:
    at.box.answers["DATA"] = "554 5.6.0 no such letters here"

    await at.unopened("AN", "một")

    assert at.states() == ["failed"]
    assert mailboxes.in_use(at.world.read, at.person("AN")) is not None
    assert told_of_letters(at) == 1


async def test_a_server_that_does_not_hand_on_marks_no_address(at: Office) -> None:
    at.box.answers["RCPT"] = "554 5.7.1 relay access denied"

    await at.unopened("AN", "một")

    assert at.states() == ["retry"]
    assert mailboxes.in_use(at.world.read, at.person("AN")) is not None


async def test_no_row_and_no_log_names_the_address(at: Office, caplog: pytest.LogCaptureFixture) -> None:
    at.box.answers["RCPT"] = f"450 4.2.0 {AN_AT} come back"
    with caplog.at_level(logging.DEBUG, "bot"):
        await at.unopened("AN", "một")
        waiting = rows_of_letters(at)
        at.box.answers["RCPT"] = f"550 5.1.1 {AN_AT} no such user"
        await at.step(hours=1)

    assert "GONE" in caplog.text
    assert AN_AT not in caplog.text
    assert mailboxes.confirmed(at.world.read, at.person("AN")).key in waiting  # type: ignore[union-attr]
    assert AN_AT not in waiting + rows_of_letters(at)


async def test_a_letter_leaves_nothing_behind_but_its_row(at: Office) -> None:
    await at.unopened("AN", "một")

    assert at.world.count("choices", "account IS NULL") == 0
    assert at.world.count("anchors", "channel = 'mail'") == 0
    assert at.world.count("outbox", "channel = 'mail' AND body IS NULL AND address IS NULL") == 1


async def test_letters_to_a_removed_address_do_not_leave(at: Office) -> None:
    at.box.answers["RCPT"] = "450 4.2.0 come back"
    await at.unopened("AN", "một")
    await at.world.writer.write(lambda db: mailboxes.remove(db, mailboxes.confirmed(db, at.person("AN")).key))  # type: ignore[union-attr]
    at.box.answers["RCPT"] = "250 OK"

    await at.step(hours=1)

    assert at.letters == []


async def test_an_officer_whose_letter_fails_is_not_rung_for_the_notice_of_it(tmp_path: Path) -> None:
    async with office(tmp_path, web=("AN", "CHI")) as at:
        await at.confirm("AN", AN_AT)
        await at.confirm("CHI", "chi@example.vn")
        at.box.answers["DATA"] = "554 5.6.0 no such letters here"
        await at.unopened("AN", "một")
        at.box.answers["DATA"] = "250 OK"

        await at.step(hours=1)

        assert at.world.count("outbox", "topic = 'undelivered'") == 1
        assert at.letters == []


MORNING = datetime(2026, 11, 16, 9, 0, tzinfo=VN)
NO_QUIET = Preferences(quiet=QuietHours.NONE)


@pytest.mark.parametrize(
    ("last", "visited", "chosen", "at_time"),
    [
        (None, None, NO_QUIET, MORNING),
        (MORNING - timedelta(hours=1), MORNING - timedelta(minutes=1), NO_QUIET, MORNING + timedelta(hours=3)),
        (MORNING - timedelta(hours=1), MORNING - timedelta(hours=2), NO_QUIET, datetime(2026, 11, 17, 0, 0, tzinfo=VN)),
        (MORNING - timedelta(hours=1), None, Preferences(), datetime(2026, 11, 17, 6, 0, tzinfo=VN)),
        (MORNING - timedelta(days=1), None, NO_QUIET, MORNING),
        (MORNING - timedelta(hours=8, minutes=59), None, NO_QUIET, datetime(2026, 11, 17, 0, 0, tzinfo=VN)),
    ],
)
def test_when_a_letter_may_go(
    last: datetime | None, visited: datetime | None, chosen: Preferences, at_time: datetime
) -> None:
    assert earliest(MORNING, last, visited, chosen) == at_time
