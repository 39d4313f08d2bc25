"""Albums: every item is an update of its own, and the album is answered once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from aiogram.exceptions import TelegramRetryAfter

from tests.catalogues import said
from tests.handlers.acts import bring_roster
from tests.handlers.attaching import SEND, at_files, drafted, send, stored
from tests.runtime.stepping import METHOD, until
from tests.world import ROSTER, World, running, say

TWENTY_MB = 20 * 1024 * 1024


async def test_an_album_is_answered_once_below_it(world: World) -> None:
    an = await at_files(world)
    before = an.last
    shown = len(an.messages)

    an.send_album(an.send_photo, an.send_photo, partial(an.send_photo, caption="Biển báo"))
    await world.settle()

    assert len(an.messages) == shown + 1
    assert before.labels == []
    assert 'Đã nhận 03 tệp: Ảnh 1; Ảnh 2; Ảnh 3 – "Biển báo".' in an.last.text
    await say(world, an, *SEND)
    assert [row[4] for row in stored(world)] == ["", "", "Biển báo"]


async def test_two_albums_get_an_answer_each(world: World) -> None:
    an = await at_files(world)
    shown = len(an.messages)

    an.send_album(an.send_photo, an.send_photo)
    an.send_album(an.send_photo, an.send_photo)
    await world.settle()

    assert len(an.messages) <= shown + 2
    assert "Đã nhận 04 tệp" in an.last.text
    assert [bool(message.labels) for message in an.messages[shown - 1 :]].count(True) == 1


async def test_of_an_album_of_thirty_ten_are_taken_and_one_message_says_so(world: World) -> None:
    an = await at_files(world)
    shown = len(an.messages)

    an.send_album(*[partial(an.send_document, f"{number:02}.pdf") for number in range(30)])
    await world.settle()

    assert len(an.messages) == shown + 1
    assert "Mỗi vướng mắc kèm tối đa 10 tệp; 20 tệp vượt quá số này chưa được lưu." in an.last.text
    assert drafted(world) == [f"{number:02}.pdf" for number in range(10)]


REFUSED_ITEMS: dict[str, tuple[dict[str, Any], str]] = {
    "too big": (
        {"name": "ban do.pdf", "size": TWENTY_MB + 1},
        'Tệp "ban do.pdf" dung lượng 21 MB, vượt mức 20 MB nên chưa được lưu.',
    ),
    "a program": ({"name": "a.exe", "mime": "application/x-msdownload"}, 'Tệp "a.exe" thuộc loại khác'),
    "an archive": ({"name": "a.zip", "mime": "application/zip"}, 'Tệp "a.zip" thuộc loại khác'),
    "a film as a file": ({"name": "a.mp4", "mime": "video/mp4"}, 'Tệp "a.mp4" thuộc loại khác'),
    "a program in disguise": ({"name": "a.pdf", "mime": "application/x-msdownload"}, 'Tệp "a.pdf" thuộc loại khác'),
    "nothing known": ({"name": None, "mime": None, "size": None}, 'Tệp "…" thuộc loại khác'),
}


@pytest.mark.parametrize("what", REFUSED_ITEMS)
async def test_an_item_in_the_middle_that_is_not_taken_is_named_on_the_screen_of_its_album(
    world: World, what: str
) -> None:
    an, (about, sentence) = await at_files(world), REFUSED_ITEMS[what]
    shown = len(an.messages)

    an.send_album(partial(an.send_document, "1.pdf"), partial(an.send_document, **about), an.send_photo)
    await world.settle()

    assert len(an.messages) == shown + 1
    assert sentence in an.last.text
    assert "Đã nhận 02 tệp: 1.pdf; Ảnh 1." in an.last.text
    assert drafted(world) == ["1.pdf", "–"]


async def test_items_that_come_when_the_duty_has_ended_are_answered_once_with_that(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_photo, media_group_id="a"))
    await bring_roster(world, ROSTER.replace("AN,", "EM,"))
    shown = len(an.messages)

    await send(world, partial(an.send_photo, media_group_id="a"), partial(an.send_photo, media_group_id="a"))

    assert len(an.messages) == shown + 1
    assert "không còn là đầu mối" in an.last.text


async def test_a_film_in_an_album_is_named_too_and_alone_it_gets_its_sentence(world: World) -> None:
    an = await at_files(world)
    film = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 3, "file_name": "phim.mp4"}

    an.send_album(an.send_photo, partial(an.send, None, video=film), an.send_photo)
    await world.settle()
    assert 'Tệp "phim.mp4" thuộc loại khác' in an.last.text
    await send(world, partial(an.send, None, video=film))

    assert said("The system takes text, photos and files. What was just sent has not been handled.") in an.last.text
    assert "Đã nhận 02 tệp: Ảnh 1; Ảnh 2." in an.last.text


async def test_albums_of_two_members_that_arrive_mixed_stay_apart(world: World) -> None:
    an, bich = await at_files(world), await at_files(world, "BICH")
    shown = len(an.messages), len(bich.messages)

    for number in range(5):
        an.send_document(f"a{number}.pdf", media_group_id="1")
        bich.send_document(f"b{number}.pdf", media_group_id="1")
    await world.settle()

    assert (len(an.messages), len(bich.messages)) == (shown[0] + 1, shown[1] + 1)
    assert "Đã nhận 05 tệp: a0.pdf; a1.pdf; a2.pdf; a3.pdf; a4.pdf." in an.last.text
    assert "Đã nhận 05 tệp: b0.pdf; b1.pdf; b2.pdf; b3.pdf; b4.pdf." in bich.last.text


async def test_an_album_during_which_the_program_is_started_anew_is_complete_and_answered_once(
    still_world: World,
) -> None:
    still_world.link("AN")
    async with running(still_world):
        an = await at_files(still_world)
        shown = len(an.messages)
        for number in range(3):
            an.send_document(f"{number}.pdf", media_group_id="1")
        await still_world.settle()
    again = World(still_world.path, telegram=still_world.telegram)

    async with running(again):
        for number in range(3, 6):
            an.send_document(f"{number}.pdf", media_group_id="1")
        await again.settle()
    again.close()

    assert len(an.messages) == shown + 1
    assert "Đã nhận 06 tệp: 0.pdf; 1.pdf; 2.pdf; 3.pdf; 4.pdf; 5.pdf." in an.last.text


async def test_an_answer_that_waits_when_the_next_item_comes_is_still_shown_below_the_album(
    still_world: World,
) -> None:
    still_world.link("AN")
    async with running(still_world):
        an = await at_files(still_world)
        above, shown = an.last, len(an.messages)
        an.fails_with(TelegramRetryAfter(METHOD, "Too Many Requests", 30))
        an.send_document("0.pdf", media_group_id="1")
        await until(lambda: still_world.count("outbox", "state = 'retry'"))
        an.send_document("1.pdf", media_group_id="1")
        await until(lambda: still_world.count("outbox", "state = 'superseded'"))
    again = World(still_world.path, telegram=still_world.telegram)
    again.clock.set(again.clock.now().replace(hour=9))

    async with running(again):
        await again.settle()
    again.close()

    assert len(an.messages) == shown + 1
    assert above.labels == []
    assert "Đã nhận 02 tệp: 0.pdf; 1.pdf." in an.last.text
