"""Acts that were never granted or are granted no more: forged buttons, rights taken away, groups."""

from __future__ import annotations

import pytest

from bot.domain.forms import Act
from bot.domain.verbs.desk import ShowAggregate
from bot.domain.verbs.reporting import AnswerForm
from tests.catalogues import out_of_date, part, said
from tests.handlers.acts import OPEN, SENT, bring_roster, press
from tests.handlers.cast import LINKED, REFUSALS, phone_of, rows_of_members
from tests.world import ROSTER, World, say

NAMES_NOTHING = (
    "d:zzz",
    "f:zzz:0:y:0",
    "p:zzz",
    "n:zzz:2611",
    "n:1:zz",
    "d",
    "f:1",
    "u:zzz",
    "u:1:1",
    "ua",
    "ua:zz",
    "n:1",
    "p",
    "v",
    "v:1",
    "t:9999",
    "x:9",
    "z",
    "z:1:zz",
    "z:zzz:2611",
    "tl",
    "tl:z:0",
    "ta",
    "ta:zzz:o:0",
    "tv",
    "tv:zz",
    "tv:vm9912999",
    "tv:vm9912999:w",
    "tv:vm9912999:w:1",
    "tv:vm2611001:w:2",
    "tv:vm2611001:2",
    "tv:vm2611001:w:1y2p0ij32e8e7",
    "tv:nv26038",
    "m:z:0",
    "mi",
    "mi:zzz:a:0",
    "mc:zzz:0:a:0",
    "mu:zzz:a:0",
    "mx:zzz:1:a:0",
)


@pytest.mark.parametrize("who", sorted(LINKED))
async def test_a_button_that_names_nothing_does_nothing_and_is_answered(world: World, who: str) -> None:
    phone = phone_of(world, who)

    for data in (*NAMES_NOTHING, "", "?", "zz:1", "\ud800", "f:1:0:y:0:0:0:0"):
        base = rows_of_members(world)
        words = await press(world, phone, data)

        assert any(refusal in (words or phone.last.text) for refusal in REFUSALS), data
        assert rows_of_members(world) == base


async def test_a_button_of_anothers_draft_is_answered_like_one_of_a_draft_that_does_not_exist(world: World) -> None:
    await say(world, world.phone("AN"), *OPEN)
    draft = world.read.conn.execute("SELECT id, rev FROM drafts").fetchone()
    bich = world.phone("BICH")

    hers = await press(world, bich, AnswerForm(draft["id"], draft["rev"], Act.CHOOSE, 0).data)
    nobodys = await press(world, bich, AnswerForm(1295, 0, Act.CHOOSE, 0).data)

    assert hers == nobodys
    assert out_of_date() in hers
    assert bich.messages == []


async def test_a_right_that_was_taken_away_is_gone_at_the_next_act(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, world.phone("AN"), *SENT)

    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("CHI,")))
    before = len(chi.messages)
    await say(world, chi, "/tonghop")
    await press(world, chi, ShowAggregate().data)

    assert all(
        part("This function is for officers of the Standing Body. If you need it, please call {phone}.") in message.text
        for message in chi.messages[before:]
    )
    assert len(chi.messages) == before + 2


async def test_in_a_group_no_content_is_shown_and_nothing_is_done(world: World) -> None:
    group = {"id": -100, "type": "group", "title": "Nhóm"}
    chi = {"id": 104, "is_bot": False, "first_name": "Chi"}
    message = {"message_id": 1, "date": 1794791700, "chat": group, "from": chi}

    for text in ("/tonghop", "xin chào"):
        world.telegram.deliver({"message": {**message, "text": text}})
    query = {"id": "q", "from": chi, "chat_instance": "1", "data": "t", "message": {**message, "text": "…"}}
    world.telegram.deliver({"callback_query": query})
    await world.settle()

    shown = [seen.text for seen in world.telegram.phone(-100).messages]
    assert shown == [
        said("This channel works in private chats only, so the system leaves this group. Please open a private chat.")
    ]
    assert world.telegram.left == [-100]
    assert world.phone("CHI").messages == []
    assert world.count("snapshots") == 0
