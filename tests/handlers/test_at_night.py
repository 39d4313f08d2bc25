"""What may come at night, on days off and during a pause: what is urgent, and nothing else that nobody asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import Enum, auto
from functools import partial

import pytest

from bot.clock import VN
from bot.domain.operations import TopicKind
from bot.domain.preferences import Preferences, QuietHours
from storage import directory, preferences
from tests.handlers.acts import ADHOC, ADHOC_ITEM, SENT, SENT_ADHOC
from tests.handlers.turning import turn_to
from tests.telegram import Phone
from tests.world import World, say


class Comes(Enum):
    """When a message comes that its reader did not ask for."""

    AT_ANY_HOUR = auto()
    """On days off, in quiet hours, during a pause: it is urgent, or the program itself has failed."""
    WITH_AN_ACT = auto()
    """With what somebody does, as its answer or to those who wait for it; never by the clock alone."""
    IN_DAYTIME = auto()
    """Once quiet hours are over, on a working day, not during a pause: each as it is said where it is sent."""


KINDS: Mapping[TopicKind, Comes] = {
    TopicKind.ESCALATION: Comes.AT_ANY_HOUR,
    TopicKind.HANDLING: Comes.AT_ANY_HOUR,
    TopicKind.DESK_COPY: Comes.AT_ANY_HOUR,
    TopicKind.INCIDENT: Comes.AT_ANY_HOUR,
    TopicKind.BACKUP: Comes.AT_ANY_HOUR,
    TopicKind.SECRECY: Comes.AT_ANY_HOUR,
    TopicKind.REMOVAL: Comes.AT_ANY_HOUR,
    TopicKind.RECEIPT: Comes.WITH_AN_ACT,
    TopicKind.DRAFT: Comes.WITH_AN_ACT,
    TopicKind.UNASKED: Comes.WITH_AN_ACT,
    TopicKind.ATTACHMENT: Comes.WITH_AN_ACT,
    TopicKind.DOSSIER: Comes.WITH_AN_ACT,
    TopicKind.MEMBERSHIP: Comes.WITH_AN_ACT,
    TopicKind.UNDELIVERED: Comes.WITH_AN_ACT,
    TopicKind.MISSED: Comes.WITH_AN_ACT,
    TopicKind.LETTER: Comes.IN_DAYTIME,
    TopicKind.SEAT: Comes.WITH_AN_ACT,
    TopicKind.APPROVAL: Comes.WITH_AN_ACT,
    TopicKind.TASK: Comes.IN_DAYTIME,
    TopicKind.DIFFICULTY: Comes.IN_DAYTIME,
    TopicKind.COSIGNED: Comes.IN_DAYTIME,
    TopicKind.REMINDER: Comes.IN_DAYTIME,
    TopicKind.AGGREGATE: Comes.IN_DAYTIME,
    TopicKind.CLOSING: Comes.IN_DAYTIME,
    TopicKind.FEEDBACK: Comes.IN_DAYTIME,
    TopicKind.PROVISIONAL: Comes.IN_DAYTIME,
    TopicKind.DAILY: Comes.IN_DAYTIME,
    TopicKind.WEEKLY: Comes.IN_DAYTIME,
    TopicKind.URGE: Comes.IN_DAYTIME,
    TopicKind.CALENDAR: Comes.IN_DAYTIME,
    TopicKind.BROADCAST: Comes.IN_DAYTIME,
}
TET = datetime(2027, 2, 7, 2, 0, tzinfo=VN)
"""The second day of the year's great feast, at night."""
CODE = "DX-2702-001"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of a period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


def test_of_every_kind_of_message_it_is_said_when_it_may_come() -> None:
    assert set(KINDS) == set(TopicKind)


async def everybody_rests(world: World, until: datetime) -> None:
    """Everybody has paused what can be paused, and has the longest quiet hours."""
    resting = Preferences(quiet=QuietHours.AFTER_WORK, paused_until=until.date() + timedelta(days=7))
    for entry in directory.entries(world.read, world.unit().today):
        await world.writer.write(partial(preferences.put_preferences, person=entry.person.id, chosen=resting))


async def turn(world: World, moment: datetime) -> None:
    world.clock.set(moment)
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()


def about(phone: Phone) -> list[str]:
    return [message.text for message in phone.messages if CODE in message.text]


async def test_what_is_urgent_comes_at_two_in_the_morning_of_a_feast_to_whoever_has_paused(world: World) -> None:
    an, chi, lan = (world.phone(code) for code in ("AN", "CHI", "LAN"))
    assert not world.rules.calendar.is_working(TET.date())
    await turn(world, TET)
    await everybody_rests(world, TET)
    for phone in (an, chi, lan):
        phone.messages.clear()

    await say(world, an, *SENT_ADHOC)
    assert len(about(chi)) == 1  # its copy
    for minutes in (30, 120):
        await turn(world, TET + timedelta(minutes=minutes))

    assert [("sau 30 phút" in text) for text in about(chi)] == [False, True]
    assert len(about(lan)) == 1
    assert any("chưa có người tiếp nhận" in text for text in about(an))


async def test_once_somebody_accepts_it_sender_and_leader_are_told_at_night_too(world: World) -> None:
    an, chi, lan = (world.phone(code) for code in ("AN", "CHI", "LAN"))
    await turn(world, TET)
    await everybody_rests(world, TET)
    await say(world, an, *SENT_ADHOC)
    await turn(world, TET + timedelta(minutes=120))
    told = len(about(lan))

    await say(world, chi, "[Tiếp nhận]")

    assert len(about(lan)) == told + 1
    assert "Phạm Thu Chi" in about(an)[-1]


async def test_what_is_only_to_be_soon_calls_nobody_again_at_night(world: World) -> None:
    chi = world.phone("CHI")
    await turn(world, TET)
    await everybody_rests(world, TET)
    await say(world, world.phone("AN"), *ADHOC, "[Đề nghị xử lý sớm]", *ADHOC_ITEM, "[Gửi báo cáo]")
    chi.messages.clear()

    for hours in range(1, 15):
        await turn(world, TET + timedelta(hours=hours))

    assert about(chi) == []


@pytest.mark.parametrize("days", [1, 20, 60])
async def test_after_a_stop_of_days_nothing_but_what_is_urgent_comes_at_night(world: World, days: int) -> None:
    await turn_to(world, 16)
    await say(world, world.phone("AN"), *SENT)
    night = (world.clock.now() + timedelta(days=days)).astimezone(VN).replace(hour=2, minute=0)
    await everybody_rests(world, night)
    before = world.read.conn.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]

    for minutes in (0, 30, 120):
        await turn(world, night + timedelta(minutes=minutes))

    sent = world.read.conn.execute("SELECT DISTINCT topic FROM outbox WHERE id > ? AND state = 'sent'", [before])
    came = {TopicKind(row[0]) for row in sent}
    assert {kind for kind in came if KINDS[kind] is not Comes.AT_ANY_HOUR} == set()
    day = world.rules.calendar.next_working_after(night.date() - timedelta(days=1))
    for hour in (9, 17):
        await turn(world, datetime.combine(day, time(hour), VN))
    assert world.count("outbox", f"id > {before} AND state = 'sent'")  # it was not that nothing was to be said
