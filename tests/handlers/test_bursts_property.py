"""Whatever is sent in whatever rhythm, every typed character is where the rule of what had been seen puts it."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.domain.attachments import FILES_MAX
from bot.domain.writing import READ_AFTER
from tests.asking import answered
from tests.handlers.acts import OPEN, draft_of
from tests.telegram import MemoryTelegram, Phone
from tests.world import World, running, say

SPAN = int(READ_AFTER.total_seconds())
QUESTIONS = ("content", "legal", "agency", "proposal")
"""What is asked one after the other, each answered by typing."""


@dataclass(frozen=True)
class Sent:
    """A message: how many seconds after the one before, what it is, and whether it is handled before the next comes."""

    gap: int
    kind: str
    handled: bool
    restart: bool


@dataclass
class Expected:
    """The rule, told again in a few lines: what was seen when, and where a message therefore belongs."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """The words of each."""
    at: int = -1
    """The question answered last; none before the first, and behind the last one files are awaited."""
    seen_from: float = 0
    """From when on the present question counts as seen; never, as long as its screen has not been delivered."""
    keeping: bool = False
    """Whether what was kept was the last thing that was said."""

    @property
    def files_are_asked(self) -> bool:
        return self.at == len(QUESTIONS) - 1

    def take_files(self, now: int, words: str, number: int) -> None:
        """Put files that came together, the first with words, where they belong."""
        self.files += [words if self.files_are_asked else "", *[""] * (number - 1)]
        if words and not self.files_are_asked:
            self.take(now, words)

    def take(self, now: int, text: str) -> None:
        """Put a text where it belongs; the screen that follows has not been delivered yet."""
        if now >= self.seen_from:
            self.keeping = self.files_are_asked
            self.at = min(self.at + 1, len(QUESTIONS) - 1)
        if self.keeping:
            self.kept.append(text)
        else:
            self.answers.setdefault(QUESTIONS[self.at], []).append(text)
        self.seen_from = math.inf

    def delivered(self, now: int) -> None:
        """What is asked now has been shown; a question that was seen before is not made unseen."""
        if self.seen_from == math.inf:
            self.seen_from = now + SPAN


messages = st.builds(
    Sent,
    gap=st.sampled_from([0, 0, 1, SPAN - 2, SPAN - 1, SPAN, SPAN + 1, 60]),
    kind=st.sampled_from(["text", "text", "text", "photo", "photo with words", "album"]),
    handled=st.booleans(),
    restart=st.sampled_from([False, False, False, True]),
)


def words(number: int) -> str:
    """A text that no other is like, long enough for every question."""
    return f"Câu số {number}: nội dung đủ dài cho mọi câu hỏi."


@pytest.fixture(scope="module")
def at_content(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An is asked to describe the difficulty; told once and copied."""
    world = World(tmp_path_factory.mktemp("at-content"))
    world.import_roster()
    world.link("AN")

    async def tell() -> None:
        async with running(world):
            await say(world, world.phone("AN"), *OPEN, *answered(field="[Đất đai]", before="content"))

    asyncio.run(tell())
    world.close()
    return world


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(sent=st.lists(messages, min_size=1, max_size=6))
def test_every_typed_character_is_where_what_had_been_seen_puts_it(at_content: World, sent: list[Sent]) -> None:
    expected = Expected()

    draft = asyncio.run(_play(at_content, sent, expected))

    assert {name: text for name, text in draft["items"][0].items() if name in QUESTIONS} == {
        name: "\n".join(texts) for name, texts in expected.answers.items()
    }
    assert [each["text"] for each in draft["kept"]] == expected.kept
    assert [file["caption"] for files in draft["files"] for file in files] == expected.files[:FILES_MAX]


async def _play(told: World, sent: list[Sent], expected: Expected) -> dict[str, Any]:
    with TemporaryDirectory() as place:
        world = told.copied(Path(place))
        world.telegram.server_now += 60  # the question has been read
        rest = list(enumerate(sent, 1))
        while rest:
            until = next((number for number, each in rest if each.restart), len(sent))
            async with running(world):
                await _sends(world, [each for each in rest if each[0] <= until], expected)
            rest = [each for each in rest if each[0] > until]
            world = _restarted(world)
        draft = draft_of(world)
        world.close()
        return draft


async def _sends(world: World, messages: list[tuple[int, Sent]], expected: Expected) -> None:
    """Send messages; those that are not handled at once arrive together, as after an outage."""
    phone = world.phone("AN")
    phone.reads_for = 0
    for number, each in messages:
        world.telegram.server_now += each.gap
        world.clock.set(datetime.fromtimestamp(world.telegram.server_now, UTC))  # one time on both sides
        _send(phone, each, expected, number)
        if each.handled or each is messages[-1][1]:
            await world.settle()
            expected.delivered(world.telegram.server_now)


def _send(phone: Phone, each: Sent, expected: Expected, number: int) -> None:
    text, now = words(number), phone.telegram.server_now
    match each.kind:
        case "text":
            phone.send(text)
            expected.take(now, text)
        case "photo":
            phone.send_photo()
            expected.take_files(now, "", 1)
        case "photo with words":
            phone.send_photo(caption=text)
            expected.take_files(now, text, 1)
        case "album":
            phone.send_photo(caption=text, media_group_id=f"album{number}")
            phone.send_photo(media_group_id=f"album{number}")
            expected.take_files(now, text, 2)


def _restarted(world: World) -> World:
    """Stop the program and start it on the same base and the same chats."""
    before = world.telegram
    world.close()
    return World(world.path, telegram=MemoryTelegram(before))
