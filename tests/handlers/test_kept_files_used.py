"""What is kept of files is used and goes: sent from its bytes, fetched after a kill, deleted once nothing names it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest
from sqlite_utils import Database

from bot.services.reporting.kept_files import AGAIN_SECONDS
from bot.services.upkeep import housekeeping
from bot.verbs.backup import lacking
from bot.verbs.opening import say as spoken
from storage import file_store
from storage.backup import make_backup, restore
from tests.contents import PDF, content_of
from tests.handlers.acts import ADHOC, ADHOC_ITEM
from tests.handlers.attaching import SEND, at_files, send
from tests.handlers.keeping import clean_up, later, no_network, on_disk, states, texts
from tests.runtime.stepping import METHOD
from tests.world import World, running, say

SHA256 = hashlib.sha256(PDF).hexdigest()

# --- from the bytes that are kept


async def test_the_desk_gets_a_file_whose_identifier_is_good_for_nothing_any_more(world: World) -> None:
    """As where its sender has left the channel."""
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "Trích lục.pdf"), an.send_photo)
    gone = TelegramBadRequest(METHOD, "Bad Request: wrong file identifier/HTTP URL specified")
    await say(world, an, *SEND[:1])
    world.telegram.stored_failures.extend([gone, gone])

    await say(world, an, SEND[1])

    assert chi.messages[1].file == ("Trích lục.pdf", PDF)
    assert chi.messages[2].file == ("VM-2611-001-2.jpg", content_of(""))
    assert chi.messages[2].text == "BC-2611-001 – VM-2611-001 – Ảnh 1"


async def test_a_file_that_came_through_another_channel_is_sent_from_its_bytes(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, *SEND[:1])

    def elsewhere(db: Database) -> None:
        db.conn.execute("""UPDATE drafts SET answers = replace(answers, '"telegram"', '"zalo"')""")

    await world.writer.write(elsewhere)
    await say(world, an, SEND[1])

    assert chi.last.file == ("a.pdf", PDF)
    assert chi.last.stored is None


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"other")], ids=["gone", "changed"])
async def test_bytes_that_are_not_what_they_were_are_not_sent(world: World, harm: Callable[[Path], object]) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, *SEND[:1])
    harm(world.path / "files" / SHA256[:2] / SHA256)
    world.telegram.stored_failures.append(TelegramBadRequest(METHOD, "Bad Request: wrong file identifier"))

    await say(world, an, SEND[1])

    assert any("Tệp a.pdf của VM-2611-001 không chuyển tiếp được" in text for text in texts(chi))
    assert all(message.file is None for message in chi.messages)


async def test_the_files_of_an_urgent_report_follow_its_card_also_where_they_come_late(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ADHOC, "[Đề nghị xử lý khẩn]", *ADHOC_ITEM[:-1])
    no_network(world)
    await send(world, an.send_photo)
    await say(world, an, "[Gửi tệp xong]", "[Gửi khẩn]")
    assert "Nội dung: VM-2611-001, 01 tệp (đang tải 01)." in an.last.text

    await later(world, AGAIN_SECONDS[0])

    assert chi.messages[1].text == "DX-2611-001 – VM-2611-001 – Ảnh 1"
    assert world.count("outbox", "kind = 'file' AND lane = 'interactive' AND state = 'sent'") == 1


# --- killed in the middle


async def restarted(world: World) -> World:
    again = World(world.path, telegram=world.telegram, clock=world.clock)
    async with running(again):
        await again.settle()
    return again


@pytest.fixture
async def stopped(still_world: World) -> World:
    """A world that ended while a file of An's draft was being fetched."""
    for code in ("AN", "CHI"):
        still_world.link(code)
    async with running(still_world):
        an = await at_files(still_world)
        no_network(still_world)
        await send(still_world, partial(an.send_document, "a.pdf"))
    still_world.write_now(lambda db: db.conn.execute("UPDATE fetches SET state = 'fetching'"))
    return still_world


async def test_what_was_being_fetched_is_fetched_after_the_next_start(stopped: World) -> None:
    again = await restarted(stopped)

    assert states(again) == [("stored", None)]
    assert on_disk(again) == {SHA256: PDF}
    again.close()


async def test_what_was_written_before_a_kill_and_is_in_no_row_goes_and_is_fetched_again(stopped: World) -> None:
    file_store.put(stopped.path / "files", b"written, and then killed")
    (stopped.path / "files" / "ab").mkdir(exist_ok=True)
    (stopped.path / "files" / "ab" / "abcd.part").write_bytes(b"half")

    again = await restarted(stopped)

    assert on_disk(again) == {SHA256: PDF}
    again.close()


# --- what nothing names any more


async def test_a_file_that_was_taken_back_goes_with_the_next_cleaning(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, "[Xóa tệp vừa gửi]")

    await clean_up(world)

    assert on_disk(world) == {}
    assert [world.count(table) for table in ("kept_files", "files")] == [0, 0]


async def test_a_file_that_is_still_waited_for_is_waited_for_no_more_once_it_was_taken_back(world: World) -> None:
    an = await at_files(world)
    no_network(world)
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, "[Xóa tệp vừa gửi]")

    await clean_up(world)
    await later(world, AGAIN_SECONDS[0])

    assert world.telegram.downloads == 1
    assert on_disk(world) == {}


async def test_the_files_of_an_open_draft_and_of_a_report_stay(world: World) -> None:
    an, bich = await at_files(world), await at_files(world, "BICH")
    await send(world, partial(an.send_document, "a.pdf"), partial(bich.send_document, "b.docx", None))
    await say(world, an, *SEND)

    await clean_up(world)

    assert set(on_disk(world).values()) == {PDF, content_of("b.docx")}


async def test_the_files_of_a_draft_that_nobody_touched_go_with_it(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"))

    world.clock.set(
        world.clock.now() + housekeeping.OPEN_DRAFTS_FOR + housekeeping.UNTOLD_DRAFTS_FOR + timedelta(hours=1)
    )
    await clean_up(world)

    assert on_disk(world) == {}


async def test_files_of_a_draft_from_before_any_were_kept_are_fetched_once_it_is_worked_on(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"))

    def as_before(db: Database) -> None:
        db.conn.execute("DELETE FROM fetches")
        db.conn.execute("""UPDATE drafts SET answers = json_remove(answers, '$.files[0][0].file')""")
        db.conn.execute("DELETE FROM kept_files")

    await world.writer.write(as_before)
    await clean_up(world)
    assert on_disk(world) == {}

    await say(world, an, *SEND)
    await world.settle()

    assert on_disk(world) == {SHA256: PDF}
    assert world.count("attachments", "file IS NOT NULL") == 1


async def test_a_restore_without_the_folder_of_files_names_the_report_and_the_file(
    world: World, tmp_path: Path
) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "Trích lục.pdf"))
    await say(world, an, *SEND)
    made = make_backup(world.path / "bot.db", tmp_path / "out", world.clock.now())
    shutil.rmtree(tmp_path / "out" / "files")
    (tmp_path / "again").mkdir()

    restored = restore(made.path, tmp_path / "again" / "bot.db")

    assert [spoken(line) for line in lacking(restored.lacking)] == [
        f"Thiếu tệp: VM-2611-001, Trích lục.pdf, SHA-256 {SHA256}"
    ]
