"""A group takes twenty messages a minute: of many states of one card, the last is what it gets."""

from __future__ import annotations

from datetime import timedelta

from aiogram.methods import EditMessageText, SendMessage

from bot.domain.verbs.handling import AcceptAll, UndoAll
from tests.handlers.acts import SENT
from tests.handlers.grouped import GROUP, bound
from tests.telegram import Phone
from tests.world import World, say, until

REPORT = "BC-2611-001"
PRESSES = 15


async def handled(world: World, phone: Phone, data: str) -> None:
    """Press a button in the group; wait until that is done, not until the group shows it."""
    phone.press(data, 1, chat={"id": GROUP, "type": "group"})
    await until(lambda: world.telegram.all_confirmed and not world.count("inbox", "state = 'new'"))


async def test_many_changes_of_a_card_within_a_minute_are_a_few_edits_and_the_last_state(world: World) -> None:
    chi, group = world.phone("CHI"), await bound(world)
    await say(world, world.phone("AN"), *SENT)
    world.clock.pace_by_itself()

    def calls() -> int:
        made = [each for each in world.telegram.calls if isinstance(each, SendMessage | EditMessageText)]
        return sum(each.chat_id == GROUP for each in made)

    begun = world.clock.now()
    for number in range(2 * PRESSES + 1):
        await handled(world, chi, (UndoAll(REPORT) if number % 2 else AcceptAll(REPORT, 1)).data)
        assert world.count("outbox", f"address = '{GROUP}' AND state IN ('queued', 'retry')") <= 1
        world.clock.set(world.clock.now() + timedelta(seconds=1))
    assert world.count("difficulty_events", "kind = 'accepted'") == PRESSES + 1
    assert calls() <= 20

    # When the minute is over the group shows how things stand.
    world.clock.set(begun + timedelta(minutes=1))
    world.app.wake()
    await world.settle()
    assert group.about(REPORT).text.splitlines()[-1] == "1. VM-2611-001: đã tiếp nhận (Phạm Thu Chi, 08:15)"
    assert calls() <= 20
    assert group.about(REPORT).edits < PRESSES
