"""Two hundred messages in a second from one person: none is lost, and nobody else waits for them."""

from __future__ import annotations

import json

from tests.asking import answered
from tests.handlers.acts import OPEN
from tests.runtime.stepping import Hands, as_shipped, until
from tests.world import World, say

MESSAGES = 200
AT_CONTENT = (*OPEN, *answered(field="[Đất đai]", before="content"))


async def test_two_hundred_messages_of_one_person_are_one_answer_and_a_colleague_is_served_meanwhile(
    world: World,
) -> None:
    hands, quota, an, bich = Hands(world), as_shipped(world), world.phone("AN"), world.phone("BICH")
    await say(world, an, *AT_CONTENT)
    hands.let_pass(quota.seconds)
    an.reads_for = 0
    world.telegram.server_now += 60  # the question has been read
    hands.let_pass(600)  # and the program's clock is not behind the server's
    texts = [f"c{number:03}" for number in range(MESSAGES)]

    for text in texts:
        an.send(text)
    bich.send("/batdau")
    await until(lambda: any("Trợ lý Tổ công tác" in message.text for message in bich.messages))
    waiting = world.count("inbox", "state = 'new'")
    while left := world.count("inbox", "state = 'new'"):
        hands.let_pass(quota.seconds)
        await until(lambda left=left: world.count("inbox", "state = 'new'") <= max(0, left - quota.most))  # type: ignore[misc]
    await world.settle()

    assert waiting >= MESSAGES - 2 * quota.most
    (item,) = json.loads(world.read.conn.execute("SELECT answers FROM drafts").fetchone()["answers"])["items"]
    assert item["content"].split() == texts
    assert world.count("inbox", "state <> 'done'") == 0
