"""Whatever members say of their tasks, in whatever order: what they said last is what the report and the papers say."""

from __future__ import annotations

from random import Random

import pytest

from bot.domain.characters import clean
from bot.domain.questions import CAUSE
from storage import reports, task_events
from tests.exports.samples import HOSTILE
from tests.handlers.task_results import SENT_AFTER, TO_RESULTS, papers, seat_of
from tests.telegram import Phone
from tests.world import World, say

QUESTIONS = {"NV-26-101": ("result", "document", CAUSE), "NV-26-102": ("result", "document"), "NV-26-103": ("result",)}
"""The questions of each task; the last one's document is never given."""
CHANGE = {"result": "[Sửa kết quả]", "document": "[Sửa văn bản]", CAUSE: "[Sửa nguyên nhân]"}
LETTERS = "aăâđêôơưạẽổỹ 0123.,;:/()<>&*_`\"'\\{}=+-@#\n\t🏛\u05e9\u202e\u0301"


def a_text(random: Random) -> str:
    """Something that could be typed, within the shortest limit and without a command in it."""
    text = random.choice([random.choice(HOSTILE)[:90], "".join(random.choices(LETTERS, k=random.randint(3, 150)))])
    return f"Ý {text}"


async def first_words(world: World, giap: Phone, random: Random, code: str) -> dict[str, str]:
    asked = ("result", "document", CAUSE) if code == "NV-26-101" else ("result", "document")
    given = [name for name in QUESTIONS[code] if random.random() < 0.7] or [random.choice(QUESTIONS[code])]
    texts = {name: a_text(random) for name in given}
    await say(world, giap, f"[Nêu kết quả {code}]", *(texts.get(name, "[Bỏ qua]") for name in asked), "[Lưu kết quả]")
    return {name: clean(text) for name, text in texts.items()}


async def other_words(world: World, giap: Phone, random: Random, code: str, before: dict[str, str]) -> dict[str, str]:
    if random.random() < 0.25:
        take_back = f"[Rút kết quả {code}]"
        await say(world, giap, f"[Sửa kết quả {code}]", take_back, take_back)
        return {}
    name, text = random.choice(QUESTIONS[code]), a_text(random)
    await say(world, giap, f"[Sửa kết quả {code}]", "[Sửa nội dung]", "[Sửa nội dung]", CHANGE[name], text)
    if random.random() < 0.2:
        await say(world, giap, "[Lưu nháp, thoát]", "/batdau", f"[Viết tiếp {code}]")
    await say(world, giap, "[Lưu kết quả]")
    return {**before, name: clean(text)}


@pytest.mark.parametrize("seed", range(6))
async def test_what_was_said_last_is_what_is_sent_and_printed(group: World, giap: Phone, seed: int) -> None:
    random, said = Random(seed), {code: dict[str, str]() for code in QUESTIONS}
    await say(group, giap, *TO_RESULTS)
    for _ in range(10):
        code = random.choice(list(QUESTIONS))
        if said[code]:
            said[code] = await other_words(group, giap, random, code, said[code])
        else:
            said[code] = await first_words(group, giap, random, code)

    await say(group, giap, *SENT_AFTER)

    report = reports.report_by_code(group.read, "BC-26Q4-001")
    assert report is not None
    assert report.quarterly is not None
    now = task_events.statements(group.read, seat_of(group, "BOA"))
    sent = {task.code: dict(task.statement.answers) if task.statement else {} for task in report.quarterly.tasks}
    words, _ = papers(group)
    assert sent == said
    assert {code: dict(statement.answers) for code, statement in now.items()} == {c: a for c, a in said.items() if a}
    assert all(f": {text}" in words for answers in said.values() for text in answers.values())
