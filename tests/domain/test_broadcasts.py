"""What an announcement becomes for a person, and hours in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.calendar_source import calendar_around
from bot.clock import VN
from bot.domain import broadcasts
from bot.domain.broadcasts import Fate, LeftOut, Message, Recipient, State
from bot.domain.day_phrases import Today
from bot.domain.hour_phrases import NotAnInstant, WhyNot, read_instant

NOW = datetime(2026, 11, 16, 8, 15, tzinfo=VN)  # a Monday
TODAY = Today(NOW.date(), calendar_around(NOW.date()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("08:30", "08:30 16/11/2026"),
        ("8h30 sáng mai", "08:30 17/11/2026"),
        ("8 giờ rưỡi ngày 25/11", "08:30 25/11/2026"),
        ("chiều mai 2 giờ", "14:00 17/11/2026"),
        ("chiều nay", "14:00 16/11/2026"),
        ("2 giờ chiều thứ Sáu", "14:00 20/11/2026"),
        ("lúc 8:32 ngày 23/11/2026", "08:35 23/11/2026"),
        ("23/11/2026 08:30", "08:30 23/11/2026"),
        ("23/11", "08:30 23/11/2026"),
        ("17h", "17:00 16/11/2026"),
        ("23:59", "00:00 17/11/2026"),
        ("08:30 ngày làm việc tiếp theo", "08:30 17/11/2026"),
        ("thứ Hai tuần sau", "08:30 23/11/2026"),
        ("8h ngày 29/02/2028", "08:00 29/02/2028"),
    ],
)
def test_an_hour_is_understood_as_it_is_said(typed: str, meant: str) -> None:
    found = read_instant(typed, TODAY, NOW)

    assert isinstance(found, datetime)
    assert f"{found:%H:%M %d/%m/%Y}" == meant


@pytest.mark.parametrize("typed", ["", "abc", "25:00 mai", "8:75", "thứ 2 hằng tuần", "hết tháng", "30/02/2027 8h"])
def test_what_names_no_hour_is_not_taken(typed: str) -> None:
    found = read_instant(typed, TODAY, NOW)

    assert isinstance(found, NotAnInstant)
    assert found.why is WhyNot.UNKNOWN


def test_an_hour_that_has_passed_says_which_it_was_understood_as() -> None:
    assert read_instant("7h", TODAY, NOW) == NotAnInstant(WhyNot.PAST, NOW.replace(hour=7, minute=0))
    assert isinstance(read_instant("8h15", TODAY, NOW), NotAnInstant)
    assert isinstance(read_instant("8h15", TODAY, NOW - timedelta(seconds=1)), datetime)


def recipient(
    *, left_out: LeftOut = LeftOut.NO, kept: Fate | None = None, confirmed_at: datetime | None = None
) -> Recipient:
    return Recipient(1, queued=True, left_out=left_out, kept=kept, confirmed_at=confirmed_at)


@pytest.mark.parametrize(
    ("each", "messages", "stopped", "became"),
    [
        (recipient(), (), False, Fate.QUEUED),
        (recipient(), (), True, Fate.STOPPED),
        (recipient(), (Message.OPEN,), True, Fate.QUEUED),
        (recipient(), (Message.SENT, Message.OPEN), False, Fate.SENT),
        (recipient(), (Message.GONE, Message.SENT), False, Fate.SENT),
        (recipient(), (Message.GONE,), False, Fate.GONE),
        (recipient(), (Message.LOST, Message.STOPPED), True, Fate.LOST),
        (recipient(), (Message.STOPPED,), True, Fate.STOPPED),
        (recipient(), (Message.UNWANTED,), False, Fate.DUTY),
        (recipient(left_out=LeftOut.FILED), (), False, Fate.FILED),
        (recipient(kept=Fate.SENT), (), True, Fate.SENT),
        (recipient(kept=Fate.SENT, confirmed_at=NOW), (), False, Fate.CONFIRMED),
    ],
)
def test_what_became_of_it_for_a_person_follows_from_the_messages_and_the_confirmation(
    each: Recipient, messages: tuple[Message, ...], stopped: bool, became: Fate
) -> None:
    assert broadcasts.fate(each, messages, stopped=stopped) is became


def test_everybody_is_counted_in_exactly_one_state() -> None:
    counts = broadcasts.counted(Fate)

    assert sum(counts.values()) == len(Fate)
    assert set(counts) == set(State)


@pytest.mark.parametrize("typed", ["TB-2611-004", "tb2611004", "tb 2611 4", "“TB–2611–004”."])
def test_a_code_is_read_in_whatever_spelling(typed: str) -> None:
    assert broadcasts.read_code(typed) == "TB-2611-004"


@pytest.mark.parametrize("typed", ["", "TB", "TB 437", "BC-2611-004", "437/TB-VPCP"])
def test_what_is_no_code_of_an_announcement_is_not_read_as_one(typed: str) -> None:
    assert broadcasts.read_code(typed) is None


def test_a_preview_is_known_by_who_is_meant_who_is_reached_and_what_went_before() -> None:
    shown = broadcasts.mark({1: True, 2: False}, "")

    assert shown == broadcasts.mark({2: False, 1: True}, "")
    assert len({shown, *(broadcasts.mark(*other) for other in (({1: True}, ""), ({1: True, 2: True}, "")))}) == 3
    assert shown != broadcasts.mark({1: True, 2: False}, "TB-2611-001")
