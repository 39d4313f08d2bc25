"""What people do on the office's page: stored before it is answered, once, and never for anybody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.web import acts
from bot.runtime.ports import ChannelError, Failure
from bot.services.upkeep.housekeeping import KEYS_FOR
from storage import inbox, web_messages
from tests.channels.web_bench import WHO, Bench, Line, alone, in_the_program, text_of
from tests.handlers.acts import OPEN
from tests.world import USERS, World, say

AN, CHI = str(USERS["AN"]), str(USERS["CHI"])
Office = tuple[Bench, World]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The channel, whose acts nobody takes but the test."""
    async with alone(tmp_path) as found:
        yield found


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The running program; An and Chi have the page."""
    async with in_the_program(tmp_path, "AN", "CHI") as found:
        yield found


def own(bench: Bench, user: str) -> list[str]:
    """What the conversation shows of what somebody wrote."""
    return [text_of(each) for each in bench.messages(user) if each.act_key]


async def test_an_act_that_is_sent_twice_at_once_is_done_once(office: Office) -> None:
    bench, world = office
    act = bench.phone(AN).act(text="/batdau")

    first, second = (bench.begin(AN, "/web/acts/text", act) for _ in range(2))
    await world.settle()

    assert (first.result().status, second.result().status) == (200, 200)
    assert len(bench.shown(AN)) == 1
    assert own(bench, AN) == ["/batdau"]
    assert world.count("inbox") == 1


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(days=3)])
async def test_an_act_whose_answer_was_lost_is_stored_once_however_late_it_comes_again(
    office: Office, later: timedelta
) -> None:
    bench, world = office
    act = bench.phone(AN).act(text="/batdau")
    bench.begin(AN, "/web/acts/text", act)
    await world.settle()

    bench.channel.go_on(later)
    again = await bench.post(AN, "/web/acts/text", {**act, "seen": bench.phone(AN).seq})
    await world.settle()

    assert again.body == {"stored": True}
    assert own(bench, AN) == ["/batdau"]
    assert len(bench.shown(AN)) == 1
    assert world.count("inbox") == 1


async def test_a_press_that_comes_again_is_one_press_and_is_refused_before_its_key_is_forgotten(office: Office) -> None:
    bench, world = office
    an = bench.phone(AN)
    await say(world, an, "/batdau")
    (label, data, *_), *_ = [button for row in an.last.body["rows"] for button in row]
    press = an.act(message_id=an.last.id, data=data)
    answers = [await bench.post(AN, "/web/acts/tap", press) for _ in range(2)]
    await world.settle()
    stored = world.count("inbox")

    bench.channel.go_on(timedelta(hours=25))
    late = await bench.post(AN, "/web/acts/tap", press)

    assert label
    assert [each.status for each in answers] == [200, 200]
    assert timedelta(hours=24) * 2 <= KEYS_FOR
    assert (late.status, late.body["code"]) == (409, "old")
    assert world.count("inbox") == stored == 2


@pytest.mark.parametrize("ago", [timedelta(hours=48), timedelta(hours=24, seconds=1), -timedelta(minutes=5, seconds=1)])
async def test_what_was_begun_too_long_ago_or_by_a_wrong_clock_is_refused_and_its_page_keeps_it(
    office: Office, ago: timedelta
) -> None:
    bench, world = office
    bench.channel.go_on(timedelta(days=3))

    refused = await bench.post(AN, "/web/acts/text", {"key": bench.key(ago=ago), "seen": 0, "text": "/batdau"})
    await world.settle()

    assert (refused.status, refused.body["code"]) == (409, "old")
    assert "Đề nghị đọc lại và gửi lại" in refused.body["error"]
    assert world.count("inbox") == 0
    assert bench.messages(AN) == []


async def test_a_page_learns_the_servers_time_whatever_its_own_clock_says(office: Office) -> None:
    bench, _ = office

    state = (await bench.get(AN, "/web/state")).body

    key = f"{state['now']:013d}-aaaaaaaaaaaaaaaa"
    assert (await bench.post(AN, "/web/acts/text", {"key": key, "seen": 0, "text": "/batdau"})).status == 200


async def test_two_tabs_show_the_same_conversation_and_what_is_done_in_both_is_done_in_turn(office: Office) -> None:
    bench, world = office
    tabs = bench.phone(AN), bench.phone(AN)

    for tab in tabs:
        tab.send("/batdau")
    await world.settle()

    assert own(bench, AN) == ["/batdau", "/batdau"]
    states = [(await bench.get(AN, "/web/state")).body["messages"] for _ in tabs]
    assert states[0] == states[1]
    assert [each["from"] for each in states[0]].count("person") == 2


async def test_an_own_message_that_is_edited_shows_its_new_words_and_is_what_the_draft_says(office: Office) -> None:
    bench, world = office
    an = bench.phone(AN)
    await say(world, an, *OPEN, "[Đất đai]", "Cấp giấy chứng nhận lần đầu")
    mine = bench.messages(AN)[-2]
    assert text_of(mine) == "Cấp giấy chứng nhận lần đầu"

    first = an.act(message_id=mine.id, text="Cấp đổi giấy chứng nhận")
    second = an.act(message_id=mine.id, text="Cấp lại giấy chứng nhận")
    for act in (first, second, first):
        bench.begin(AN, "/web/acts/edit", act)
        await world.settle()

    (shown,) = [each for each in bench.messages(AN) if each.id == mine.id]
    assert (text_of(shown), shown.edited) == ("Cấp lại giấy chứng nhận", True)
    answers = world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0]
    assert "Cấp lại giấy chứng nhận" in answers
    assert "lần đầu" not in answers


async def test_what_is_said_over_a_button_comes_to_the_page_that_pressed(office: Office) -> None:
    bench, world = office
    an = bench.phone(AN)
    await say(world, an, "/batdau")
    press = an.act(message_id=an.last.id, data="khong-con")
    bench.begin(AN, "/web/acts/tap", press)
    await world.settle()

    toast = await said_over(bench, AN)

    assert toast["key"] == press["key"]
    assert "đã cũ" in toast["text"]
    assert await said_over(bench, CHI) == {}


async def said_over(bench: Bench, user: str) -> dict[str, Any]:
    """What a page is told over its button within a moment: the remark follows the commit."""
    for _ in range(200 if user == AN else 1):
        answer = await bench.events(user, bench.phone(user).seq)
        for event in answer:
            if "toast" in event:
                found: dict[str, Any] = event["toast"]
                return found
        await asyncio.sleep(0.005)
    return {}


async def test_an_act_counts_as_done_before_what_its_page_had_not_shown(bench: Bench) -> None:
    an = bench.phone(AN)
    await bench.channel.send(AN, {"runs": [["", "một"]]})
    knows = an.seq
    bench.channel.go_on(timedelta(minutes=10))
    shown = await bench.channel.send(AN, {"runs": [["", "hai"]]})
    assert shown.at is not None

    for seen in (knows, an.seq):
        bench.begin(AN, "/web/acts/text", {**an.act(text="x"), "seen": seen})
    before, after = await bench.channel.fetch("")

    assert before["at"] == int(shown.at.timestamp()) - 1
    assert after["at"] > int(shown.at.timestamp()) + 5


async def test_an_edit_is_unseen_too(bench: Bench) -> None:
    an = bench.phone(AN)
    shown = await bench.channel.send(AN, {"runs": [["", "một"]]})
    knows = an.seq
    bench.channel.go_on(timedelta(minutes=10))
    changed = await bench.channel.edit(AN, shown.message_id, {"runs": [["", "hai"]]})
    assert changed.at is not None

    bench.begin(AN, "/web/acts/text", {**an.act(text="x"), "seen": knows})
    (raw,) = await bench.channel.fetch("")

    assert raw["at"] == int(changed.at.timestamp()) - 1


async def test_an_act_that_cannot_be_stored_now_is_said_to_be_sent_again_and_then_is_stored_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "STORED_SECONDS", 0.01)
    act = bench.phone(AN).act(text="một")

    waits = await bench.post(AN, "/web/acts/text", act)
    shown_before = own(bench, AN)
    monkeypatch.undo()
    bench.begin(AN, "/web/acts/text", act)
    raws = await bench.channel.fetch("")
    asking = bench.group.create_task(bench.channel.fetch(raws[-1]["id"]))
    stored = await bench.posts[0]
    asking.cancel()

    assert (waits.status, waits.body["code"]) == (503, "busy")
    assert shown_before == []
    assert [raw["text"] for raw in raws] == ["một"]
    assert stored.body == {"stored": True}
    assert own(bench, AN) == ["một"]


async def test_what_was_kept_when_the_program_died_before_it_was_stored_is_shown_once_it_is(bench: Bench) -> None:
    act = bench.phone(AN).act(text="một")
    first = bench.begin(AN, "/web/acts/text", act)
    (before,) = await bench.channel.fetch("")
    first.cancel()
    bench.channel.waiting_acts = Line()  # what was in memory is gone
    await bench.channel.send(AN, {"runs": [["", "hai"]]})
    assert own(bench, AN) == []

    again = bench.begin(AN, "/web/acts/text", act)
    (after,) = await bench.channel.fetch("")
    asking = bench.group.create_task(bench.channel.fetch(after["id"]))
    await again
    asking.cancel()

    assert (before["id"], before["own"]) == (after["id"], after["own"])
    assert [text_of(each) for each in bench.messages(AN)] == ["một", "hai"]


async def test_what_was_stored_when_the_program_died_before_it_was_shown_is_shown_and_not_done_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, world = office
    act = bench.phone(AN).act(text="/batdau")

    async def dies(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(bench.channel, "show_own", dies)
    async with bench.http.post(f"{bench.address}/web/acts/text", json=act, headers={WHO: AN}) as response:
        assert response.status == 500
    await world.settle()
    shown_before = own(bench, AN)
    monkeypatch.undo()

    answer = await bench.post(AN, "/web/acts/text", {**act, "seen": bench.phone(AN).seq})
    await world.settle()

    assert answer.status == 200
    assert (shown_before, own(bench, AN)) == ([], ["/batdau"])
    assert len(bench.shown(AN)) == 1
    assert world.count("inbox") == 1


async def test_nothing_is_served_without_a_session_nor_while_a_code_is_owed(office: Office) -> None:
    bench, world = office
    an = bench.phone(AN)
    await say(world, an, "/batdau")
    act = an.act(text="/batdau")

    nobody = [await bench.get("", "/web/state"), await bench.post("", "/web/acts/text", act)]
    bench.sessions.owing.add(AN)
    owing = [await bench.post(AN, "/web/acts/text", act), await bench.get(AN, "/web/events?after=0")]
    state = (await bench.get(AN, "/web/state")).body

    assert [each.status for each in nobody] == [401, 401]
    assert [(each.status, each.body["code"]) for each in owing] == [(403, "totp"), (403, "totp")]
    assert (state["needs"], state["messages"], state["commands"], state["me"]) == ("totp", [], [], None)
    assert world.count("inbox") == 1


async def test_nobody_presses_edits_or_reads_what_is_somebody_elses(office: Office) -> None:
    bench, world = office
    await say(world, bench.phone(CHI), "/batdau")
    mine, theirs = bench.messages(CHI)
    an = bench.phone(AN)

    answers = [
        await bench.post(AN, "/web/acts/tap", an.act(message_id=theirs.id, data="x")),
        await bench.post(AN, "/web/acts/edit", an.act(message_id=mine.id, text="x")),
        await bench.post(CHI, "/web/acts/edit", an.act(message_id=theirs.id, text="x")),
        await bench.get(AN, f"/web/files/{mine.id}"),
    ]

    assert [(each.status, each.body["code"]) for each in answers] == [(404, "gone")] * 4
    assert (await bench.get(AN, "/web/state")).body["messages"] == []
    assert world.count("inbox") == 1


WRONG: list[dict[str, Any]] = [
    {}, {"text": 5}, {"text": None}, {"text": "x", "key": "1"}, {"text": "x", "seen": -1}, {"text": "x", "seen": True},
    {"text": "x", "seen": 2**60}, {"text": "x", "reply_to": "5"},
]  # fmt: skip


async def test_what_no_page_sends_is_refused_and_does_nothing(bench: Bench) -> None:
    an = bench.phone(AN)
    good = an.act()

    wrong = [await bench.post(AN, "/web/acts/text", {**good, **each}) for each in WRONG]
    no_objects: list[object] = [[], "x", None]
    others = [await bench.post(AN, "/web/acts/text", each) for each in no_objects]
    empty = await bench.post(AN, "/web/acts/text", {**good, "text": " \n"})
    long = await bench.post(AN, "/web/acts/text", {**good, "text": "ữ" * 8001})

    assert {(each.status, each.body["code"]) for each in (*wrong, *others)} == {(400, "bad")}
    assert (empty.status, empty.body["code"]) == (400, "empty")
    assert (long.status, long.body["code"]) == (413, "long")
    assert "8.000" in long.body["error"]
    assert bench.messages(AN) == []


async def test_whatever_can_be_typed_is_kept_as_it_can_be_stored(bench: Bench) -> None:
    an = bench.phone(AN)
    an.send("a\0b\ud800c\u202e<b>🏛")

    (raw,) = await bench.channel.fetch("")

    assert raw["text"] == "ab?c\u202e<b>🏛"


async def test_of_what_shows_a_sign_of_a_state_secret_the_conversation_keeps_no_word(office: Office) -> None:
    bench, world = office
    an = bench.phone(AN)
    await say(world, an, *OPEN, "[Đất đai]", "Tài liệu độ TỐI MẬT về kho 47")

    shown = (await bench.get(AN, "/web/state")).body["messages"]

    assert any("tối mật" in each["text"].lower() and each["from"] == "bot" for each in shown)
    assert "(không lưu tại đây do có dấu hiệu bí mật nhà nước)" in [each["text"] for each in shown]
    kept = world.read.conn.execute("SELECT group_concat(body) FROM web_messages WHERE act_key IS NOT NULL")
    assert "kho 47" not in kept.fetchone()[0]


async def test_while_the_base_takes_nothing_a_message_waits(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(web_messages, "add", fails)

    with pytest.raises(ChannelError) as waits:
        await bench.channel.send(AN, {"runs": [["", "một"]]})

    assert waits.value.failure is Failure.RETRY
    assert "một" not in str(waits.value)


async def test_an_act_is_the_same_by_its_id_alone(office: Office) -> None:
    bench, world = office
    await say(world, bench.phone(AN), "/batdau")
    found = world.read.conn.execute("SELECT update_id, raw_hash FROM inbox").fetchone()

    again = await world.writer.write(
        lambda db: inbox.take_in(
            db, "web", [inbox.Arrival(found["update_id"], found["raw_hash"], AN, "{}")], world.clock.now()
        )
    )

    assert again == []


async def test_a_message_counts_as_delivered_once_a_page_has_shown_it(office: Office) -> None:
    bench, world = office
    bench.channel.pages_lie_open = False
    an = bench.phone(AN)
    await say(world, an, "/batdau")
    held = world.count("outbox", "state = 'held'")

    await bench.post(AN, "/web/seen", {"upto": an.seq})
    await world.settle()

    assert (held, len(bench.shown(AN))) == (1, 1)
    assert world.count("outbox", "state = 'held'") == 0
    assert world.count("outbox", "state = 'sent' AND kind <> 'strip'") == 1
