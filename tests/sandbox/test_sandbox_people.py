"""The people's side of the sandbox: phones, acts, what is shown, who may come in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.invitations import Known
from tests.sandbox.sandbox_world import CODE, MEMBER, PHONES, STRANGER, World, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        yield world


async def test_the_phones_come_from_their_file(world: World) -> None:
    phones = (await world.get("sandbox/state"))["phones"]

    assert [(p["user_id"], p["kind"], p["name"], p["seat"], p["code"]) for p in phones] == [
        tuple(phone.values()) for phone in PHONES
    ]


async def test_the_file_is_read_again_when_it_has_changed(world: World) -> None:
    seq = (await world.get("sandbox/state"))["seq"]

    (world.data / "phones.json").write_text(json.dumps(PHONES[:1]), encoding="utf-8")

    assert (await world.get(f"sandbox/events?after={seq}"))["seq"] > seq
    assert [p["user_id"] for p in (await world.get("sandbox/state"))["phones"]] == [MEMBER]


async def test_a_file_that_is_only_half_written_changes_nothing(world: World) -> None:
    (world.data / "phones.json").write_text('[{"user_id": 1', encoding="utf-8")

    assert len((await world.get("sandbox/state"))["phones"]) == len(PHONES)


async def test_without_the_file_there_are_no_phones(world: World) -> None:
    (world.data / "phones.json").unlink()

    assert (await world.get("sandbox/state"))["phones"] == []


async def test_a_code_that_is_no_longer_open_is_not_shown(tmp_path: Path) -> None:
    used: set[str] = set()
    async with sandbox_world(tmp_path, knows=lambda _: Known(open_codes=frozenset({CODE}) - used)) as world:
        before = (await world.get("sandbox/state"))["phones"][0]["code"]

        used.add(CODE)

        assert before == CODE
        assert (await world.get("sandbox/state"))["phones"][0]["code"] is None


async def test_only_a_button_that_is_there_can_be_pressed(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    sent = await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)

    status, _ = await world.act(f"phones/{MEMBER}/tap", {"message_id": sent.message_id, "data": "b"})

    assert status == 400
    assert await world.bot.get_updates() == ()


async def test_a_forged_press_arrives_all_the_same(world: World) -> None:
    sent = await world.bot.send_message(MEMBER, "Chọn")

    await world.phone().forge(sent.message_id, "b")

    (update,) = await world.bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "b"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"phones/{MEMBER}/text", {"text": "  "}, 400),
        (f"phones/{MEMBER}/text", {"text": 5}, 400),
        (f"phones/{MEMBER}/text", {"text": "a\ud800"}, 400),
        ("phones/999/text", {"text": "Xin chào"}, 404),
        (f"phones/{MEMBER}/tap", {"message_id": 999, "data": "a"}, 404),
        (f"phones/{MEMBER}/tap", {"message_id": "x", "data": "a"}, 400),
        ("raw", {"update": "x"}, 400),
        ("raw", {"update": {"update_id": "x"}}, 400),
    ],
)
async def test_what_nobody_can_do_is_refused(world: World, path: str, body: dict[str, Any], status: int) -> None:
    assert (await world.act(path, body))[0] == status

    assert await world.bot.get_updates() == ()


async def test_a_malformed_update_is_delivered_as_it_is(world: World) -> None:
    malformed = {"message": {"message_id": "no number", "text": ["a\ud800"]}, "unheard_of": {}}

    _, answer = await world.act("raw", {"update": malformed})

    _, read = await world.api("getUpdates")
    assert read["result"] == [{**malformed, "update_id": answer["update_id"]}]


async def test_a_raw_update_may_name_its_id_and_later_ones_follow(world: World) -> None:
    await world.act("raw", {"update": {"update_id": 5000, "poll": {}}})
    await world.phone().send("Xin chào")

    _, read = await world.api("getUpdates")

    assert [update["update_id"] for update in read["result"]] == [5000, 5001]


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=alert(1)>", "javascript:alert(1)", "</script><script>", "\"'&"]
)
async def test_hostile_text_stays_data(world: World, hostile: str) -> None:
    await world.phone().send(hostile)
    button = InlineKeyboardButton(hostile, callback_data=hostile[:20])
    await world.bot.send_message(MEMBER, hostile, reply_markup=InlineKeyboardMarkup([[button]]))

    own, answer = await world.phone().messages()

    assert (own["text"], answer["text"], answer["rows"][0][0]["label"]) == (hostile, hostile, hostile)
    assert answer["entities"] == []


@pytest.mark.parametrize("style", ["primary", "success", "danger"])
async def test_a_button_reaches_the_page_with_its_style(world: World, style: str) -> None:
    button = InlineKeyboardButton("Gửi báo cáo", callback_data="a", style=style)

    await world.bot.send_message(MEMBER, "Chọn", reply_markup=InlineKeyboardMarkup([[button]]))

    (shown,) = await world.phone().messages()
    assert shown["rows"] == [[{"label": "Gửi báo cáo", "data": "a", "url": None, "copy": None, "style": style}]]


async def test_copy_and_link_buttons_are_shown_as_such(world: World) -> None:
    row = [
        InlineKeyboardButton("Sao chép mã", copy_text=CopyTextButton("BC-2611-007")),
        InlineKeyboardButton("Mở", url="https://example.org"),
    ]
    await world.bot.send_message(MEMBER, "Chọn", reply_markup=InlineKeyboardMarkup([row]))

    (shown,) = await world.phone().messages()

    assert shown["rows"] == [
        [
            {"label": "Sao chép mã", "data": None, "url": None, "copy": "BC-2611-007", "style": None},
            {"label": "Mở", "data": None, "url": "https://example.org", "copy": None, "style": None},
        ]
    ]


async def test_people_do_not_see_each_others_messages(world: World) -> None:
    await world.bot.send_message(MEMBER, "Riêng")

    assert await world.phone(STRANGER).messages() == []


async def test_a_download_carries_its_vietnamese_name(world: World) -> None:
    sent = await world.bot.send_document(MEMBER, b"content", filename="Bản tổng hợp 11.docx")
    assert sent.document is not None

    async with world.session.get(f"{world.address}sandbox/files/{sent.document.file_id}") as response:
        headers = response.headers

    assert (
        headers["Content-Disposition"]
        == "attachment; filename*=UTF-8''B%E1%BA%A3n%20t%E1%BB%95ng%20h%E1%BB%A3p%2011.docx"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "attacker.example"}, 403),
        ({"Host": "a:b"}, 403),
        ({"Host": "127.0.0.1:99999999"}, 403),
        ({"Origin": "https://attacker.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_pages_from_elsewhere_are_kept_out(world: World, headers: dict[str, str], status: int) -> None:
    url = f"{world.address}sandbox/phones/{MEMBER}/text"

    async with world.session.post(
        url, data='{"text": "a"}', headers={"Content-Type": "application/json"} | headers
    ) as response:
        assert response.status == status

    assert await world.phone().messages() == []


@pytest.mark.parametrize("headers", [{"Host": "attacker.example"}, {"Origin": "https://attacker.example"}])
async def test_pages_from_elsewhere_do_not_reach_the_bot_api_either(world: World, headers: dict[str, str]) -> None:
    url = f"{world.address}bot1:a/sendMessage"

    async with world.session.post(url, json={"chat_id": MEMBER, "text": "a"}, headers=headers) as response:
        assert response.status == 403

    assert await world.phone().messages() == []
