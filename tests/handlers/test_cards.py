"""One card a person and hour, of everything that is due, within a budget; after an interruption one that says so."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from aiogram.exceptions import TelegramForbiddenError
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.people import MEMBER_ROLES
from bot.domain.preferences import Preferences
from bot.domain.reminder_rules import Kind
from bot.services import reminding
from bot.services.difficulties import acts
from bot.services.tasks import importing
from storage import people, preferences, reminder_rules
from storage.rows import rows
from tests.handlers.acts import SENT
from tests.handlers.approving import submitted
from tests.handlers.directory import person_id
from tests.handlers.handled import CODE, do, turn_to_day
from tests.handlers.turning import turn_to
from tests.runtime.stepping import METHOD
from tests.telegram import Phone
from tests.world import USERS, World, say

BLOCKED = TelegramForbiddenError(method=METHOD, message="Forbidden: bot was blocked by the user")
HEAD = "task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note\n"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


def tasks(world: World, *deadlines: date, lead: str = "HIEPHOIA") -> None:
    """Import a task for each of these deadlines."""
    lines = [
        f"NV-26-{number:03},Thông báo số 1/TB,Rà soát thủ tục số {number},{lead},,day,{day:%d/%m/%Y},,\n"
        for number, day in enumerate(deadlines, 1)
    ]
    read = importing.read(HEAD + "".join(lines), importing.names(world.unit()))
    world.write_now(lambda db: importing.write(world.unit(db), read, "test"))


def with_hour(world: World, kind: Kind, hour: time) -> None:
    """Have the reminders of a kind sent at an hour of their own."""
    shipped = world.rules.reminders
    changed = shipped.with_rule(kind, replace(shipped.of(kind), hour=hour)).rules
    world.write_now(lambda db: reminder_rules.put_version(db, changed, "test", world.clock.now()))


def news(phone: Phone) -> list[str]:
    """What has arrived since the last time this was asked."""
    texts = [message.text for message in phone.messages]
    phone.messages.clear()
    return texts


def states(world: World, code: str, kind: Kind) -> dict[str, str]:
    """What has become of a person's reminders of a kind, by mark; with the reason where there is one."""
    found = rows(
        world.read,
        "SELECT r.* FROM reminders r JOIN persons p ON p.id = r.person WHERE p.code = :code AND r.kind = :kind",
        code=code,
        kind=kind.value,
    )
    return {row["mark"]: " ".join(filter(None, (row["state"], row["reason"]))) for row in found}


# --- new kinds


async def asked(world: World) -> Phone:
    """Let the desk have asked Bích about a difficulty; return her phone, with nothing new on it."""
    bich = world.phone("BICH")
    await say(world, bich, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.ask_back, CODE, "địa phương, thời điểm phát sinh", 4)
    news(bich)
    return bich


async def test_a_question_of_the_desk_is_reminded_of_until_it_is_answered(world: World) -> None:
    bich = await asked(world)

    await turn_to(world, 17)
    early = news(bich)
    await turn_to(world, 19)

    assert early == []
    assert bich.last.text.startswith(
        f"Cơ quan thường trực chờ nội dung bổ sung vướng mắc {CODE}: địa phương, thời điểm phát sinh."
        " Thời hạn: 17:00 thứ Sáu, ngày 20/11/2026."
    )
    assert bich.last.labels[:2] == ["Bổ sung nội dung", "Xem nội dung đã gửi"]
    assert states(world, "BICH", Kind.QUESTION) == {"w1": "sent", "d0": "planned"}


async def test_a_question_that_was_answered_meanwhile_is_superseded(world: World) -> None:
    bich = await asked(world)
    await turn_to(world, 18)

    await do(world, acts.forward, CODE, "Bộ A")
    await turn_to(world, 19)

    assert not [text for text in news(bich) if "chờ nội dung bổ sung" in text]
    assert states(world, "BICH", Kind.QUESTION) == {"w1": "superseded", "d0": "superseded"}


async def test_a_result_of_which_nothing_was_said_is_reminded_of_before_silence_closes_it(world: World) -> None:
    bich = world.phone("BICH")
    await say(world, bich, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.answer, CODE, "Đã bãi bỏ", "123/QĐ-BNNMT")
    news(bich)

    await turn_to_day(world, 11, 26, time(8, 30))

    assert bich.last.text.startswith(f"Kết quả xử lý vướng mắc {CODE} chưa được xác nhận.")
    assert "trước 17:00 thứ Ba, ngày 01/12/2026" in bich.last.text
    assert bich.last.labels[:4] == ["Đã tháo gỡ", "Tháo gỡ một phần", "Chưa tháo gỡ", "Xem đủ nội dung"]


async def test_on_the_day_a_period_closes_whoever_has_not_reported_is_told(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 23)
    news(an)

    await turn_to(world, 25)

    assert (
        "Kỳ báo cáo tháng 11/2026 đóng lúc 17:00 hôm nay, thứ Tư, ngày 25/11/2026. Ông vẫn có thể gửi báo cáo của"
        " Hiệp hội A hoặc báo không phát sinh; báo cáo được ghi nhận là gửi quá hạn."
    ) in an.last.text
    assert "chưa nhận được" not in an.last.text, "that it closes stands for that it is overdue"
    assert states(world, "AN", Kind.CLOSING) == {"d0": "sent"}


async def test_an_approval_stands_in_the_card_beside_a_task_and_is_pushed_by_itself_in_the_afternoon(
    world: World,
) -> None:
    binh, _ = await submitted(world)
    tasks(world, date(2026, 11, 20), lead="HIEPHOIB")
    await turn_to(world, 19)
    news(binh)

    await turn_to(world, 20)
    card = binh.last
    await turn_to(world, 20, time(14))

    assert card.text.startswith("Việc hôm nay – thứ Sáu, ngày 20/11/2026\n")
    assert "Chờ duyệt: báo cáo tháng 11/2026 của Hiệp hội B (thời hạn 17:00 ngày 20/11/2026)." in card.text
    assert card.labels[:2] == ["Xem để duyệt", "Xem NV-26-001"]
    assert len(news(binh)) == 2


# --- one card


async def test_a_card_of_sixty_matters_names_the_most_urgent_and_counts_the_others(world: World) -> None:
    an = world.phone("AN")
    tasks(world, *[date(2026, 11, 18)] * 3, *[date(2026, 11, 20)] * 57)
    await turn_to(world, 16)
    news(an)

    await turn_to(world, 17)

    lines = an.last.text.splitlines()
    assert len(an.messages) == 1
    assert [line.split()[2] for line in lines[1:4]] == ["NV-26-001", "NV-26-002", "NV-26-003"]
    assert lines[9] == "và 53 việc khác."
    assert {"Xem nhiệm vụ", "Về màn hình chính"} <= set(an.last.labels)
    assert len(an.last.text) < 2000
    assert set(states(world, "AN", Kind.TASK).values()) <= {"sent", "planned", "skipped planned_late"}


async def test_a_rule_with_an_hour_of_its_own_sends_in_a_message_of_that_hour(world: World) -> None:
    an = world.phone("AN")
    with_hour(world, Kind.TASK, time(14))
    tasks(world, date(2026, 11, 18))
    await turn_to(world, 16)
    news(an)

    await turn_to(world, 17)
    morning = news(an)
    await turn_to(world, 17, time(14))

    assert [text.partition(" ")[0] for text in morning] == ["Báo"]
    assert [text.partition(" ")[0] for text in news(an)] == ["Nhiệm"]


async def test_after_an_outage_the_hours_that_have_passed_become_one_message(world: World) -> None:
    an = world.phone("AN")
    with_hour(world, Kind.TASK, time(10))
    tasks(world, date(2026, 11, 18))
    await turn_to(world, 16)
    news(an)

    await turn_to(world, 17, time(15))

    (card,) = an.messages
    assert card.text.startswith("Việc hôm nay")
    assert card.labels[:3] == ["Xem NV-26-001", "Báo cáo tháng 11", "Báo không phát sinh"]


async def test_an_hour_at_which_nothing_is_due_plans_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await turn_to(world, 17)
    monkeypatch.setattr("bot.services.reminding.sending.plan_ahead", lambda _unit: pytest.fail("planned"))

    for at in (time(9), time(11, 30), time(16, 30)):
        world.clock.set(datetime.combine(date(2026, 11, 17), at, VN))
        assert list(reminding.send_morning(world.unit())) == []


async def test_that_today_is_the_deadline_is_told_also_where_it_follows_after_the_morning(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 18)
    news(an)
    tasks(world, date(2026, 11, 18))

    await turn_to(world, 18, time(9, 10))
    await turn_to(world, 18, time(9, 30))

    assert [text for text in news(an) if "đến hạn hôm nay" in text]


# --- what is late


async def test_after_days_of_interruption_one_card_says_since_when_it_is_late(world: World) -> None:
    an = world.phone("AN")
    tasks(world, date(2026, 11, 20), date(2026, 11, 26))
    await turn_to(world, 16)
    news(an)

    await turn_to(world, 18, time(10))

    (card,) = an.messages
    assert ("Do gián đoạn, tin nhắc từ ngày 17/11/2026 được gửi chậm. Thời hạn không thay đổi.") in card.text


async def test_whoever_had_paused_is_told_nothing_of_an_interruption(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)
    world.write_now(
        lambda db: preferences.put_preferences(db, person_id(world, "AN"), Preferences(paused_until=date(2026, 11, 17)))
    )
    await turn_to(world, 17)
    news(an)

    await turn_to(world, 18)

    assert "gián đoạn" not in an.last.text
    assert states(world, "AN", Kind.REPORT)["d3"] == "sent"


async def test_what_became_due_while_the_program_was_down_is_sent_late_and_not_called_too_late(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 27)
    news(an)

    await turn_to_day(world, 12, 16, time(8, 30))  # the third day before the deadline was the 15th

    assert "tin nhắc của ngày 15/12/2026 được gửi chậm" in an.last.text
    found = rows(world.read, "SELECT DISTINCT state FROM reminders WHERE subject = '2026-12' AND mark = 'd3'")
    assert [row["state"] for row in found] == ["sent"]


# --- who is written to


async def test_a_colleague_of_whoever_cannot_be_reached_gets_the_reminder_and_the_desk_sees_who_did_not(
    world: World,
) -> None:
    chi, bich, binh = (world.phone(code) for code in ("CHI", "BICH", "BINH"))
    await turn_to(world, 16)
    world.telegram.failures[USERS["BICH"]] = deque([BLOCKED])
    await turn_to(world, 17)
    for phone in (chi, bich, binh):
        news(phone)

    for day in (18, 19):  # whom nothing reaches is no reason for a card of the desk
        await turn_to(world, day)
    assert not [seen for seen in chi.messages if seen.text.startswith("Việc hôm nay")]
    await turn_to(world, 20)
    desk = chi.last

    assert states(world, "BICH", Kind.REPORT)["d3"] == "skipped unreachable"
    assert states(world, "BINH", Kind.REPORT)["d3"] == "sent"
    assert "Tin nhắc không gửi từ tin đầu ngày trước: " in desk.text
    await say(world, chi, "[Xem tin không gửi]")
    assert chi.last.text.splitlines()[:2] == [
        "Tin nhắc không gửi",
        "1. Trần Thị Bích (Hiệp hội B) – báo cáo tháng 11/2026, thời hạn 20/11/2026, dự kiến nhắc ngày 20/11/2026."
        " Không có tài khoản nào liên lạc được.",
    ]


async def test_a_seat_that_is_handed_over_before_its_reminder_leaves_is_not_told_its_former_holder(
    world: World,
) -> None:
    await turn_to(world, 16)
    unit = world.unit()
    person = person_id(world, "BICH")
    (seat,) = people.seats_of_person(world.read, person, MEMBER_ROLES, unit.today)
    owed = {"person": person, "reports": [["2026-11", seat]]}
    before = reminding.still_owed(world.read, owed, world.clock.now())

    ended = "UPDATE duties SET valid_to = '2026-11-16' WHERE person = ?"
    await world.writer.write(lambda db: db.conn.execute(ended, [person]))

    assert (before, reminding.still_owed(world.read, owed, world.clock.now())) == (True, False)


# --- a budget


async def test_what_is_over_the_budget_of_a_day_waits_for_the_next_card_and_is_folded_there(world: World) -> None:
    an = world.phone("AN")
    with_hour(world, Kind.TASK, time(14))
    tasks(world, date(2026, 11, 20))
    await turn_to(world, 16)
    news(an)
    for _ in range(2):
        world.write_now(lambda db: push(world, db))

    await turn_to(world, 17)
    await turn_to(world, 17, time(14))
    on_the_day = news(an)
    held = states(world, "AN", Kind.TASK)["d3"]
    await turn_to(world, 18)

    assert len(on_the_day) == 1
    assert held == "planned budget"
    assert "gián đoạn" not in an.last.text
    assert states(world, "AN", Kind.TASK)["d3"] == "sent"


def push(world: World, db: Database) -> None:
    """Let An have had a push today beside the cards."""
    number = db.conn.execute("SELECT count(*) FROM outbox").fetchone()[0]
    account = db.conn.execute("SELECT id FROM accounts WHERE person = ?", [person_id(world, "AN")]).fetchone()[0]
    now = datetime.combine(date(2026, 11, 17), time(8), VN).astimezone().isoformat()
    db.conn.execute(
        """INSERT INTO outbox (dedupe_key, channel, address, account, lane, kind, topic, topic_arguments, body, state,
               next_at, created_at, ended_at)
           VALUES (?, 'telegram', '101', ?, 'bulk', 'send', 'urge', '{"seat": 1}', '{}', 'sent', ?, ?, ?)""",
        [f"urge:test:{number}", account, now, now, "2026-11-17T01:00:00.000000Z"],
    )


async def test_that_today_is_a_deadline_is_sent_whatever_was_pushed_today(world: World) -> None:
    an = world.phone("AN")
    tasks(world, date(2026, 11, 17))
    await turn_to(world, 16)
    news(an)
    for _ in range(5):
        world.write_now(lambda db: push(world, db))

    await turn_to(world, 17)

    assert any("đến hạn hôm nay" in text for text in news(an))
    assert states(world, "AN", Kind.REPORT)["d3"] == "folded", "it stood in the card"
