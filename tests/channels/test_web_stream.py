"""What changes reaches the pages that are open, and those that were away, each once and in order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.channels.web import pages, stream
from storage import web_messages
from tests.channels.web_bench import WHO, Bench, alone, said
from tests.world import USERS, until

AN, CHI = str(USERS["AN"]), str(USERS["CHI"])


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The channel, whose acts nobody takes but the test."""
    async with alone(tmp_path) as found:
        yield found


def body(text: str) -> dict[str, Any]:
    return {"runs": [["b", text[:1]], ["", text[1:]]], "rows": [[["Gửi", "h", "send"], ["Thôi", "t"]]], "silent": True}


async def test_an_open_page_is_told_at_once_and_each_page_of_its_own_conversation_alone(bench: Bench) -> None:
    address = f"{bench.address}/web/events?after=0"
    async with bench.http.get(address, headers={WHO: AN}) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers["X-Accel-Buffering"] == "no"
        events = said(response)
        await bench.channel.send(CHI, body("không"))

        shown = await bench.channel.send(AN, body("một"))
        first = await anext(events)
        await bench.channel.edit(AN, shown.message_id, body("hai"))
        second = await anext(events)
        await bench.channel.delete(AN, shown.message_id)
        third = await anext(events)

    (message,) = first["messages"]
    assert (message["id"], message["text"], message["from"]) == (int(shown.message_id), "một", "bot")
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert message["rows"] == [[{"text": "Gửi", "data": "h", "weight": "primary"}, {"text": "Thôi", "data": "t"}]]
    assert (message["silent"], message["edited"]) == (True, False)
    assert [(each["id"], each["text"], each["edited"]) for each in second["messages"]] == [(message["id"], "hai", True)]
    assert (third["messages"], third["deleted"]) == ([], [message["id"]])
    assert first["seq"] < second["seq"] < third["seq"]


async def test_a_page_that_was_cut_off_goes_on_where_it_was(bench: Bench) -> None:
    for text in ("một", "hai", "ba"):
        await bench.channel.send(AN, body(text))
    (all_of_it,) = await bench.events(AN, 0)
    knows = all_of_it["messages"][0]["id"]

    (rest,) = await bench.events(AN, 0, **{"Last-Event-ID": str(knows)})
    nothing = await bench.events(AN, rest["seq"])

    assert [each["text"] for each in rest["messages"]] == ["hai", "ba"]
    assert nothing == []


async def test_a_page_that_was_away_for_long_reads_everything_anew(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_MOST_CHANGES", 5)
    for number in range(6):
        await bench.channel.send(AN, body(f"tin {number}"))

    (event,) = await bench.events(AN, 0)

    assert (event["stale"], event["messages"]) == (True, [])
    assert await bench.events(AN, event["seq"]) == []


async def test_a_page_that_knows_more_than_there_is_reads_everything_anew(bench: Bench) -> None:
    """As after a base was brought back from a backup."""
    await bench.channel.send(AN, body("một"))

    (event,) = await bench.events(AN, 1000)

    assert event["stale"]
    assert event["seq"] == bench.phone(AN).seq


async def test_the_newest_messages_come_first_and_those_before_when_they_are_asked_for(bench: Bench) -> None:
    for number in range(65):
        add = partial(web_messages.add, user_key=AN, body=body(f"tin {number}"), now=bench.channel.second())
        await bench.channel.writer.write(add)

    newest = (await bench.get(AN, "/web/state")).body
    before = (await bench.get(AN, f"/web/state?before={newest['messages'][0]['id']}")).body

    assert [len(each["messages"]) for each in (newest, before)] == [60, 5]
    assert (newest["more"], before["more"]) == (True, False)
    assert newest["messages"][-1]["text"] == "tin 64"
    assert before["messages"][0]["text"] == "tin 0"
    assert newest["messages"][0]["day"].startswith("thứ Hai")


async def test_a_stream_ends_with_its_session(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_BREATH_SECONDS", 0.01)
    async with bench.http.get(f"{bench.address}/web/events?after=0", headers={WHO: AN}) as response:
        bench.sessions.ended.add(AN)

        rest = await response.read()

    assert b"data:" not in rest
    await bench.channel.send(AN, body("một"))


async def test_a_page_of_which_nothing_is_new_hears_that_the_line_holds(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_BREATH_SECONDS", 0.01)
    async with bench.http.get(f"{bench.address}/web/events?after=0", headers={WHO: AN}) as response:
        lines = [await response.content.readline() for _ in range(4)]

    assert lines == [b"retry: 2000\n", b"\n", b":\n", b"\n"]


async def test_every_stream_ends_with_the_program_and_no_account_opens_them_without_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 1)
    async with bench.http.get(f"{bench.address}/web/events?after=0", headers={WHO: AN}) as response:
        crowded = await bench.get(AN, "/web/events?after=0")
        others = await bench.events(CHI, 0)
        await bench.channel.close()
        await response.read()

    assert (crowded.status, crowded.body["code"]) == (429, "crowded")
    assert others == []


async def test_what_a_page_has_shown_is_told_once_and_anew_when_it_has_changed(bench: Bench) -> None:
    told: list[tuple[str, list[str]]] = []

    async def opened(address: str, numbers: Collection[str]) -> None:
        told.append((address, list(numbers)))

    bench.channel.when_opened(opened)
    bench.channel.pages_lie_open = False
    an = bench.phone(AN)
    shown = [await bench.channel.send(AN, body(text)) for text in ("một", "hai")]
    await bench.channel.send(CHI, body("không"))
    first_of_them = int(shown[0].message_id)

    for upto in (first_of_them, an.seq, an.seq):
        assert (await bench.post(AN, "/web/seen", {"upto": upto})).status == 200
    changed = await bench.channel.edit(AN, shown[0].message_id, body("ba"))
    await bench.post(AN, "/web/seen", {"upto": an.seq})

    one, two = (each.message_id for each in shown)
    assert told == [(AN, [one]), (AN, [two]), (AN, [one])]
    assert all(each.is_held for each in (*shown, changed))
    tidying = bench.group.create_task(bench.channel.tidy())
    await until(lambda: len(told) == 4)
    tidying.cancel()
    assert told[3] == (AN, [one, two]), "as at a start: who was to be told may have died before"


async def test_a_remark_is_heard_by_a_page_that_comes_a_moment_later_and_not_by_one_much_later(bench: Bench) -> None:
    now = [100.0]
    bench.channel.pages = pages.Pages(lambda: now[0])
    await bench.channel.toast(f"{AN}:k1", "Đã ghi nhận")

    soon = await bench.events(AN, 0)
    now[0] += 11
    late = await bench.events(AN, 0)

    assert [each["toast"] for each in soon] == [{"key": "k1", "text": "Đã ghi nhận"}]
    assert late == []


async def test_a_press_that_is_answered_without_words_shows_nothing(bench: Bench) -> None:
    await bench.channel.toast(f"{AN}:k1", "")
    await bench.channel.toast(f"{AN}:k2", "Đã ghi nhận")

    assert [each["toast"]["key"] for each in await bench.events(AN, 0)] == ["k2"]
