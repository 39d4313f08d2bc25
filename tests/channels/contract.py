"""What every channel must do, whatever it can and cannot.

A later channel brings a `Bench`, the channel with the other side of its wire in memory, to `test_contract.py`. The
first claims are about the channel alone; those that take a world play with the real program.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

import pytest

from bot.domain.characters import utf16_length
from bot.domain.operations import Lane, Operation, Replace, Send, SendFile, Strip, Topic, TopicKind, screen_anchor
from bot.domain.people import To
from bot.domain.texts import Choice, Excerpt, Screen, Text
from bot.domain.verbs.reporting import ContinueDraft, MoveDraft
from bot.runtime.ports import Channel, ChannelError, Failure, Incoming, capabilities_of
from bot.runtime.postbox import enqueue
from handlers.dispatch import Inbound
from storage import addressees, ledgers
from tests.runtime.stepping import Monotonic
from tests.world import USERS, World, say

FAILURES = (Failure.RETRY, Failure.THROTTLED, Failure.GONE, Failure.REFUSED)
"""What every channel can answer to a message."""


class AnyChannel(Channel, Inbound, Protocol):
    """A channel as the runtime and the handlers know it."""


class Phone(Protocol):
    """A person's phone in a channel."""

    def send(self, text: str) -> object:
        """Type a text."""
        ...

    def tap(self, label: str) -> object:
        """Make a choice, in whatever way the channel has."""
        ...


class Bench(Protocol):
    """A channel and the other side of its wire."""

    channel: AnyChannel

    def phone(self, user: str) -> Phone:
        """Return somebody's phone."""
        ...

    def shown(self, user: str) -> list[str]:
        """Return what somebody's phone shows, oldest first."""
        ...

    def keeps(self, content: bytes, stated: int) -> str:
        """Let the other side keep a file that somebody sent, said to have `stated` bytes; return its identifier."""
        ...

    def fails(self, user: str, failure: Failure) -> None:
        """Let the next call to somebody fail in the channel's own way."""
        ...


Claim = Callable[..., Any]
ALONE: list[Claim] = []
IN_THE_PROGRAM: list[Claim] = []

AN, CHI = str(USERS["AN"]), str(USERS["CHI"])


def alone(claim: Claim) -> Claim:
    ALONE.append(claim)
    return claim


def in_the_program(claim: Claim) -> Claim:
    IN_THE_PROGRAM.append(claim)
    return claim


def body(text: str) -> dict[str, Any]:
    return {"runs": [["b", text[:1]], ["", text[1:]]], "rows": [], "silent": False}


@alone
async def the_bot_has_a_name(bench: Bench) -> None:
    assert await bench.channel.identify()


@alone
async def a_text_arrives_letter_by_letter_and_is_never_markup(bench: Bench) -> None:
    for text in ("Vướng mắc <b>đậm</b> & *sao* _gạch_ `mã` [a](b)", "🏛 dòng 1\n\ndòng 2", "1. một"):
        await bench.channel.send(AN, body(text))

        assert bench.shown(AN)[-1] == text


@alone
async def a_text_of_the_longest_length_arrives_whole(bench: Bench) -> None:
    text = "ữ" * (bench.channel.capabilities.text_limit - 2) + "🏛"

    await bench.channel.send(AN, body(text))

    assert bench.shown(AN)[-1] == text


@alone
async def every_message_has_an_id_of_its_own_which_is_a_text(bench: Bench) -> None:
    ids = [(await bench.channel.send(AN, body("một"))).message_id for _ in range(3)]

    assert all(isinstance(each, str) and each for each in ids)
    assert len(set(ids)) == 3


@alone
async def a_file_is_shown_as_a_message_is(bench: Bench) -> None:
    if not bench.channel.capabilities.files:
        return
    words = await bench.channel.send(AN, body("một"))

    file = await bench.channel.send_file(AN, "phu-luc.txt", b"abc", body("hai"))

    assert bench.shown(AN) == ["một", "hai"]
    assert file.message_id not in ("", words.message_id)
    assert (file.at, file.is_held) == (words.at, words.is_held)


@alone
async def what_can_be_edited_shows_the_new_words_in_the_old_place(bench: Bench) -> None:
    if not bench.channel.capabilities.edit:
        return
    first = await bench.channel.send(AN, body("một"))
    await bench.channel.send(AN, body("hai"))

    await bench.channel.edit(AN, first.message_id, body("ba"))

    assert bench.shown(AN) == ["ba", "hai"]


@alone
async def failures_are_told_apart_and_hold_no_secret(bench: Bench) -> None:
    for failure in FAILURES:
        bench.fails(AN, failure)

        with pytest.raises(ChannelError) as refused:
            await bench.channel.send(AN, body("một"))

        error = refused.value
        assert error.failure is failure
        assert bench.channel.bot.token not in str(error)
        assert error.retry_after > 0 or failure is not Failure.THROTTLED
    assert bench.shown(AN) == []


@alone
async def updates_come_again_until_the_last_of_them_is_safe(bench: Bench) -> None:
    phone = bench.phone(AN)
    phone.send("một")
    phone.send("hai")
    first = list(await bench.channel.fetch(""))
    again = list(await bench.channel.fetch(""))
    phone.send("ba")

    taken = again
    while len(taken) < 3:  # a channel may hand over one at a time
        taken = [*taken, *await bench.channel.fetch(bench.channel.read(taken[-1]).id)]

    assert first
    assert again[: len(first)] == first
    assert [text_of(bench, raw) for raw in taken] == ["một", "hai", "ba"]
    ids = [bench.channel.read(raw).id for raw in taken]
    assert all(ids)
    assert len(set(ids)) == 3


def text_of(bench: Bench, raw: dict[str, Any]) -> str:
    update = bench.channel.parse(raw)
    assert update is not None
    assert update.message is not None
    return update.message.text or ""


@alone
async def a_file_that_came_in_is_fetched_whole(bench: Bench) -> None:
    for content in (b"", b"STT,Ten\n", bytes(range(256)) * 300):
        file = bench.keeps(content, len(content))

        assert await bench.channel.download(file, len(content)) == content


@alone
async def a_file_is_never_fetched_beyond_what_was_asked_for_whatever_its_size_is_said_to_be(bench: Bench) -> None:
    for stated in (5000, 10):
        file = bench.keeps(b"x" * 5000, stated)

        with pytest.raises(ChannelError) as refused:
            await bench.channel.download(file, 4999)

        assert refused.value.failure is Failure.REFUSED


@alone
async def a_file_that_there_is_not_is_refused_and_not_waited_for(bench: Bench) -> None:
    with pytest.raises(ChannelError) as refused:
        await bench.channel.download("nowhere", 10)

    assert refused.value.failure is Failure.REFUSED
    assert bench.channel.bot.token not in str(refused.value)


@alone
async def an_update_says_who_sent_it_and_where_he_is_answered(bench: Bench) -> None:
    bench.phone(AN).send("một")

    (raw,) = await bench.channel.fetch("")
    incoming = bench.channel.read(raw)

    assert (incoming.user_key, incoming.group, incoming.callback) == (AN, "", "")
    await bench.channel.send(incoming.address, body("hai"))
    assert bench.shown(AN) == ["hai"]


@alone
async def whatever_an_update_holds_it_can_be_read(bench: Bench) -> None:
    junk: list[dict[str, Any]] = [
        {},
        {"id": 5},
        {"from": {"id": []}},
        {"message": None},
        {"message": {"from": "x"}},
        {"x": [1]},
    ]

    for raw in junk:
        assert isinstance(bench.channel.read(raw), Incoming)


def account(world: World, bench: Bench, user: str) -> int:
    sql = "SELECT id FROM accounts WHERE channel = ? AND user_key = ?"
    return int(world.read.conn.execute(sql, [bench.channel.name, user]).fetchone()[0])


def to(world: World, bench: Bench, user: str) -> To:
    found = addressees.recipient(world.read, account(world, bench, user), world.unit().today)
    assert found is not None
    return found


async def queue(world: World, *operations: Operation, key: str = "test") -> None:
    able = capabilities_of(world.app.channels)
    await world.writer.write(lambda db: enqueue(world.unit(db), list(operations), key, able))
    world.app.wake()


def data(text: str) -> Text:
    """Return words of a person, which stand as they are in every language."""
    return Text("{text}", text=text)


@in_the_program
async def a_choice_is_made_and_its_screen_follows(bench: Bench, world: World) -> None:
    await say(world, bench.phone(AN), "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")

    assert any("Đã nhận báo cáo BC-2611-001" in text for text in bench.shown(AN))
    assert any("BC-2611-001" in text for text in bench.shown(CHI))


@in_the_program
async def what_replaces_a_message_is_seen_in_its_place_or_below(bench: Bench, world: World) -> None:
    reader = to(world, bench, AN)
    anchor = screen_anchor(reader.account or 0)
    await queue(world, Send(reader, Screen((data("một"),)), anchor), key="a")
    await world.settle()

    await queue(world, Replace(reader, Screen((data("hai"),)), anchor), Strip(reader, anchor), key="b")
    await world.settle()

    assert bench.shown(AN) == (["hai"] if bench.channel.capabilities.edit else ["một", "hai"])
    assert world.count("outbox", "state <> 'sent'") == 0


@in_the_program
async def a_screen_of_long_texts_fits_with_all_its_choices(bench: Bench, world: World) -> None:
    limit = bench.channel.capabilities.text_limit
    view = [Choice(Text("{text}", text=f"Xem đủ mục {n}"), ContinueDraft(n)) for n in range(4)]
    lines = tuple(Text("{text}", text=Excerpt("ữ" * limit, choice)) for choice in view)
    rows = tuple((Choice(data(f"Lựa chọn {n}"), MoveDraft(n)),) for n in range(12))

    await queue(world, Send(to(world, bench, AN), Screen(lines, rows)))
    await world.settle()

    (text,) = bench.shown(AN)
    assert utf16_length(text) <= limit
    assert world.count("outbox", "state = 'sent'") == 1


@in_the_program
async def a_file_that_cannot_be_sent_is_named_with_who_has_it(bench: Bench, world: World) -> None:
    if bench.channel.capabilities.files:
        return
    caption, topic = data("Phụ lục của báo cáo"), Topic(TopicKind.PROVISIONAL, {"period": "2026-11"})

    await queue(world, SendFile(to(world, bench, AN), "make:annex:annex:1", "phu-luc.docx", caption, topic))
    await world.settle()

    (text,) = bench.shown(AN)
    office = world.rules.profile.office
    assert all(part in text for part in ("Phụ lục của báo cáo", "phu-luc.docx", office.email, office.phone))


@in_the_program
async def a_file_has_arrived_when_words_have(bench: Bench, world: World) -> None:
    if not bench.channel.capabilities.files:
        return
    reader, text = to(world, bench, AN), data("Phụ lục của báo cáo")
    file = SendFile(reader, "make:annex:provisional:1", "phu-luc.docx", text, key="file")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.services.desk.files.builder", lambda *_: lambda: b"x")
        await queue(world, Send(reader, Screen((data("một"),)), key="words"), file)
        await world.settle()

    found = dict(world.read.conn.execute("SELECT dedupe_key, state FROM outbox").fetchall())
    assert found["file"] == found["words"]
    assert bench.shown(AN) == ["một", "Phụ lục của báo cáo"]


@in_the_program
async def the_pace_of_the_channel_is_kept(bench: Bench, world: World) -> None:
    able, clock = bench.channel.capabilities, Monotonic()
    world.clock.monotonic = clock
    reader = to(world, bench, AN)
    await queue(world, *(Send(reader, Screen((data(str(n)),)), lane=Lane.BULK) for n in range(able.chat_burst + 3)))

    for waited in range(4):
        await arrives(world, bench, able.chat_burst + waited)
        assert len(bench.shown(AN)) == able.chat_burst + waited
        clock.seconds += 1 / able.chat_per_second
        world.app.wake()


async def arrives(world: World, bench: Bench, count: int) -> None:
    """Wait until so many messages are shown, and then as long as more would take to be claimed and sent."""
    async with asyncio.timeout(10):
        while len(bench.shown(AN)) < count:
            await asyncio.sleep(0)
    for _ in range(10):
        await world.writer.write(lambda _db: None)


@in_the_program
async def a_channel_that_fails_or_is_held_keeps_no_other_from_its_turn(bench: Bench, world: World) -> None:
    async def throttled(*_args: object) -> str:
        raise ChannelError(Failure.THROTTLED, retry_after=3600.0, everywhere=True)

    (other,) = world.app.channels.keys() - {bench.channel.name}
    stuck = To(other, AN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.app.channels[other], "send", throttled)
        await queue(world, Send(stuck, Screen((data("không"),))), key="first")
        await world.settle()

    await queue(world, Send(stuck, Screen((data("một"),))), Send(to(world, bench, AN), Screen((data("hai"),))))
    await world.settle()

    assert bench.shown(AN) == ["hai"]
    assert world.count("outbox", f"channel = '{other}' AND state = 'queued'") == 1


@in_the_program
async def somebody_who_is_gone_is_not_called_again(bench: Bench, world: World) -> None:
    bench.fails(AN, Failure.GONE)

    await say(world, bench.phone(AN), "/batdau")

    assert bench.shown(AN) == []
    reach = world.read.conn.execute("SELECT reach FROM accounts WHERE id = ?", [account(world, bench, AN)])
    assert reach.fetchone()[0] == "blocked"
    assert any("Nguyễn Văn An" in text for text in bench.shown(CHI))


@in_the_program
async def an_invitation_link_is_kept_where_the_channel_has_any(bench: Bench, world: World) -> None:
    name = bench.channel.name
    async with asyncio.timeout(10):
        while (link := ledgers.fact(world.read, f"invitation_link:{name}")) is None:
            await asyncio.sleep(0)

    assert link == "" or "{token}" in link
