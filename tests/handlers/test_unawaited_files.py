"""Files where none are awaited, and strange files where they are."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.asking import step_at
from tests.catalogues import said
from tests.handlers.acts import CONTENT, ONE, OPEN, bring_roster, draft_of
from tests.handlers.attaching import SEND, at_files, drafted, send, stored
from tests.world import ROSTER, World, say

# --- files where none are awaited


async def test_files_at_another_step_wait_for_theirs_and_their_words_are_a_text_said_once_per_album(
    world: World,
) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:2])
    shown = len(an.messages)

    an.send_album(partial(an.send_photo, caption=CONTENT), *[an.send_photo] * 4)
    await world.settle()

    assert len(an.messages) == shown + 1
    assert step_at("legal") in an.last.text
    assert "Đã ghi: " in an.last.text
    assert draft_of(world)["items"][0]["content"] == CONTENT
    assert len(drafted(world)) == 5


async def test_a_text_at_the_step_for_files_is_kept_beside_the_report(world: World) -> None:
    an = await at_files(world)

    await say(world, an, "Nội dung bổ sung cho kiến nghị.")

    assert "Nội dung vừa gửi được giữ, chưa đưa vào báo cáo." in an.last.text
    assert step_at("files") in an.last.text
    assert [each["text"] for each in draft_of(world)["kept"]] == ["Nội dung bổ sung cho kiến nghị."]


@pytest.mark.parametrize(
    ("code", "labels"),
    [("AN", ["Gửi báo cáo", "Xem hướng dẫn"]), ("CHI", ["Xem hướng dẫn"])],
    ids=["member", "officer"],
)
async def test_files_while_no_form_is_open_are_answered_once_with_what_to_do(
    world: World, code: str, labels: list[str]
) -> None:
    phone = world.phone(code)

    phone.send_album(*[phone.send_photo] * 4)
    await world.settle()

    assert len(phone.messages) == 1
    assert said("No report is open, so the file has not been stored.") in phone.last.text
    assert phone.last.labels == labels


async def test_a_strangers_album_gets_one_answer(world: World) -> None:
    dung = world.phone("DUNG")

    dung.send_album(*[dung.send_photo] * 4)
    await world.settle()

    assert ["mã mời" in message.text for message in dung.messages] == [True]


async def test_who_loses_the_seat_during_an_album_is_told_once_and_nothing_more_is_taken(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"))
    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("AN,")))
    shown = len(an.messages)

    an.send_album(*[an.send_photo] * 5)
    await world.settle()

    assert len(an.messages) == shown + 1
    assert "không còn là đầu mối của Hiệp hội A. Nội dung đã nhập được giữ nguyên." in an.last.text
    assert drafted(world) == ["a.pdf"]


# --- strange files


async def test_a_strange_name_reaches_the_desk_as_the_name_it_is(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    names = ["../../etc/a.pdf", "b\nc.pdf", "anh\u202egpj.pdf", "=1+1.pdf", "<b>&{you}.pdf", "đ" * 251 + ".pdf"]

    await send(world, *[partial(an.send_document, name) for name in names])
    await say(world, an, *SEND)

    shown = ["a.pdf", "b c.pdf", "\u2068anhgpj.pdf\u2069", "=1+1.pdf", "<b>&{you}.pdf", "đ" * 251 + ".pdf"]
    assert [row[1] for row in stored(world)] == shown
    assert [message.text for message in chi.messages[1:]] == [f"BC-2611-001 – VM-2611-001 – {name}" for name in shown]


@pytest.mark.parametrize(
    ("about", "kept"),
    [
        ({"name": "a.pdf", "size": None}, ("document", "a.pdf", 0, "application/pdf", "")),
        ({"name": "a.pdf", "mime": None}, ("document", "a.pdf", 120_000, "", "")),
        ({"name": None}, ("document", "", 120_000, "application/pdf", "")),
    ],
    ids=["size", "type", "name"],
)
async def test_a_file_of_which_something_is_not_stated_is_taken_by_what_is(
    world: World, about: dict[str, Any], kept: tuple[Any, ...]
) -> None:
    an = await at_files(world)

    await send(world, partial(an.send_document, **about))
    await say(world, an, *SEND)

    assert stored(world) == [kept]


async def test_a_photo_without_a_size_is_taken(world: World) -> None:
    an = await at_files(world)

    await send(world, partial(an.send_photo, size=None))

    assert drafted(world) == ["–"]
