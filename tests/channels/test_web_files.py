"""Files up and down by the office's page: whole or not at all, bounded on the way, and of one conversation alone."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import FormData

from bot.channels.web import files
from bot.channels.web.uploads import KEPT_FOR, Uploads
from bot.domain.attachments import SIZE_MAX
from bot.runtime.ports import ChannelError, Failure
from bot.services.upkeep.housekeeping import OUTBOX_FOR
from storage import kept_files, web_messages
from storage.file_store import place_of
from tests.channels.web_bench import WHO, Answer, Bench, alone, in_the_program, text_of
from tests.contents import PDF
from tests.handlers.acts import TO_REVIEW
from tests.world import START, USERS, say, until

AN, CHI = str(USERS["AN"]), str(USERS["CHI"])
CAPTION = {"runs": [["", "Phụ lục"]]}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The channel, whose acts nobody takes but the test."""
    async with alone(tmp_path) as found:
        yield found


def form(bench: Bench, *contents: tuple[str, bytes], key: str = "", caption: str = "") -> FormData:
    """A form as the page sends it: what is to be known first stands first."""
    fields = FormData(quote_fields=False, default_to_multipart=True)  # browsers write names as they are
    fields.add_field("key", key or bench.key())
    fields.add_field("seen", str(bench.phone(AN).seq))
    fields.add_field("caption", caption)
    for name, content in contents:
        fields.add_field("file", BytesIO(content), filename=name, content_type="application/octet-stream")
    return fields


async def send(bench: Bench, fields: FormData, user: str = AN) -> Answer:
    async with bench.http.post(f"{bench.address}/web/acts/files", data=fields, headers={WHO: user}) as response:
        return Answer(response.status, await response.json())


def lying(bench: Bench) -> list[Path]:
    """What lies in the folder of what came in."""
    folder = bench.channel.uploads.folder
    return list(folder.iterdir()) if folder.is_dir() else []


async def test_a_file_of_a_difficulty_is_kept_with_it_and_does_not_stay_where_it_came_in(tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN", "CHI") as (bench, world):
        an = bench.phone(AN)
        await say(world, an, *TO_REVIEW[:-1])
        bench.channel.go_on(timedelta(minutes=1))
        answer = await send(bench, form(bench, ("so do.pdf", PDF), caption="Sơ đồ"))
        await world.settle()
        sweep(bench)
        await say(world, an, "[Gửi tệp xong]", "[Gửi báo cáo]")

        (mine,) = [each for each in bench.messages(AN) if each.file and each.act_key]
        gone = await bench.get(AN, f"/web/files/{mine.id}")
        copies = [each for each in bench.messages(CHI) if each.file]
        content = await down(bench, CHI, copies[0].id)

    assert answer.body == {"stored": True}
    assert mine.file is not None
    assert (mine.file.name, mine.file.kind, text_of(mine)) == ("so do.pdf", "document", "Sơ đồ")
    assert lying(bench) == []
    assert (gone.status, gone.body["code"]) == (404, "gone")
    assert content == PDF


def sweep(bench: Bench) -> None:
    channel = bench.channel
    channel.uploads.sweep(channel.clock.now(), lambda ref: web_messages.waits_to_be_fetched(channel.reading, ref))


async def down(bench: Bench, user: str, number: int) -> bytes:
    async with bench.http.get(f"{bench.address}/web/files/{number}", headers={WHO: user}) as response:
        assert response.status == 200
        return await response.read()


async def test_files_of_one_act_are_messages_of_one_album_and_come_once_however_often_they_are_sent(
    tmp_path: Path,
) -> None:
    async with in_the_program(tmp_path, "AN") as (bench, world):
        an = bench.phone(AN)
        await say(world, an, *TO_REVIEW[:-1])
        bench.channel.go_on(timedelta(minutes=1))
        key = bench.key()
        for _ in range(2):
            answer = await send(bench, form(bench, ("a.pdf", PDF), ("b.pdf", PDF + b"%"), key=key, caption="Hai tệp"))
            await world.settle()

        mine = [each for each in bench.messages(AN) if each.file and each.act_key]
        stored = len(kept_files.stored(world.read))

    assert answer.body == {"stored": True}
    assert [(each.file.name, text_of(each)) for each in mine if each.file] == [("a.pdf", "Hai tệp"), ("b.pdf", "")]
    assert {each.album_key for each in mine} == {key}
    assert stored == 2


async def test_an_upload_that_is_cut_off_leaves_nothing_and_can_be_sent_again(tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN") as (bench, world):
        key, port = bench.key(), int(bench.address.rpartition(":")[2])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        half = part("key", key) + part("seen", "0") + part("file", "x" * 200_000, 'filename="a.pdf"')
        writer.write(head(len(half) + 500_000) + half)
        await writer.drain()
        await until(lambda: lying(bench))

        writer.close()
        await until(lambda: not lying(bench))
        nothing = world.count("inbox"), bench.messages(AN)
        again = await send(bench, form(bench, ("a.pdf", PDF), key=key))
        await world.settle()

    assert nothing == (0, [])
    assert again.body == {"stored": True}


def part(name: str, content: str, more: str = "") -> bytes:
    extra = f"; {more}" if more else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{content}\r\n'.encode()


def head(length: int) -> bytes:
    return (
        f"POST /web/acts/files HTTP/1.1\r\nHost: x\r\n{WHO}: {AN}\r\nContent-Length: {length}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    ).encode()


async def test_two_hundred_megabytes_are_refused_before_they_are_sent(bench: Bench) -> None:
    port = int(bench.address.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head(200 * 2**20))

    answer = await reader.readuntil(b"\r\n")

    writer.close()
    assert b" 413 " in answer
    assert lying(bench) == []


async def test_what_grows_too_large_on_the_way_leaves_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SIZE_MAX", 1000)

    large = await send(bench, form(bench, ("a.pdf", b"x" * 1001)))
    monkeypatch.setattr(files, "ALL_MAX", 1500)
    together = await send(bench, form(bench, ("a.pdf", b"x" * 900), ("b.pdf", b"x" * 900)))
    many = await send(bench, form(bench, *((f"{n}.pdf", b"x") for n in range(11))))

    assert [(each.status, each.body["code"]) for each in (large, together, many)] == [
        (413, "large"), (413, "large"), (413, "many"),
    ]  # fmt: skip
    assert bench.messages(AN) == []
    await sweeps_away(bench)


async def sweeps_away(bench: Bench) -> None:
    """What was whole when its act was refused goes in two days."""
    bench.channel.go_on(KEPT_FOR + timedelta(seconds=1))
    sweep(bench)
    assert lying(bench) == []


async def test_a_file_of_the_largest_size_arrives_whole(bench: Bench) -> None:
    content = PDF + b"x" * (SIZE_MAX - len(PDF))
    posting = bench.group.create_task(send(bench, form(bench, ("a.pdf", content))))

    (raw,) = await bench.channel.fetch("")

    assert raw["file"]["size"] == SIZE_MAX
    is_whole = await bench.channel.download(raw["file"]["ref"], SIZE_MAX) == content
    assert is_whole
    posting.cancel()


async def test_what_is_no_form_is_refused(bench: Bench) -> None:
    nothing = await send(bench, form(bench))
    wrong_key = await send(bench, form(bench, ("a.pdf", PDF), key="x"))
    old = await send(bench, form(bench, ("a.pdf", PDF), key=bench.key(ago=timedelta(days=2))))
    no_form = await bench.post(AN, "/web/acts/files", {})

    assert [(each.status, each.body["code"]) for each in (nothing, wrong_key, old, no_form)] == [
        (400, "empty"), (400, "bad"), (409, "old"), (400, "bad"),
    ]  # fmt: skip
    assert lying(bench) == []


@pytest.mark.parametrize("name", ["../../bot.db", "C:\\a\\bot.db", "/etc/bot.db"])
async def test_the_name_of_a_file_names_no_place(bench: Bench, name: str) -> None:
    posting = bench.group.create_task(send(bench, form(bench, (name, PDF))))

    (raw,) = await bench.channel.fetch("")

    assert raw["file"]["name"] == "bot.db"
    assert [path.name for path in lying(bench)] == [raw["file"]["ref"]]
    posting.cancel()


async def test_a_file_of_the_program_is_there_as_long_as_its_message_and_for_its_reader_alone(tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN", "CHI") as (bench, world):
        shown = await bench.channel.send_file(AN, "Phụ lục <1>.png", b"\x89PNG", CAPTION)
        number = int(shown.message_id)
        sha256 = world.read.conn.execute("SELECT file_sha256 FROM web_messages").fetchone()[0]
        async with bench.http.get(f"{bench.address}/web/files/{number}?inline=1", headers={WHO: AN}) as response:
            content, headers = await response.read(), response.headers
        theirs = await bench.get(CHI, f"/web/files/{number}")
        world.app.wake()
        await world.settle()
        is_kept = (world.path / "files" / place_of(sha256)).exists()

        late = world.clock.now() + OUTBOX_FOR + timedelta(days=1)
        await world.writer.write(lambda db: web_messages.purge(db, late))
        world.app.wake()
        await until(lambda: not (world.path / "files" / place_of(sha256)).exists())

    assert content == b"\x89PNG"
    assert headers["Content-Disposition"] == "inline; filename*=UTF-8''Ph%E1%BB%A5%20l%E1%BB%A5c%20%3C1%3E.png"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert theirs.status == 404
    assert is_kept


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.pdf"])
async def test_nothing_but_a_picture_is_shown_in_the_page(bench: Bench, name: str) -> None:
    number = (await bench.channel.send_file(AN, name, b"<script>", CAPTION)).message_id

    async with bench.http.get(f"{bench.address}/web/files/{number}?inline=1", headers={WHO: AN}) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_file_that_came_in_is_sent_on_from_the_bytes_that_are_kept(bench: Bench) -> None:
    with pytest.raises(ChannelError) as refused:
        await bench.channel.send_stored(AN, None, CAPTION)  # type: ignore[arg-type]

    assert refused.value.failure is Failure.REFUSED


async def test_what_waits_to_be_fetched_stays_and_two_days_later_nothing_does(bench: Bench) -> None:
    ref = bench.keeps(PDF, 0)
    await bench.channel.download(ref, 10_000)
    now = bench.channel.clock.now()

    bench.channel.uploads.sweep(now, lambda _ref: True)
    assert len(lying(bench)) == 1
    bench.channel.uploads.sweep(now, lambda _ref: False)
    assert lying(bench) == []

    bench.keeps(PDF, 0)
    bench.channel.uploads.sweep(now, lambda _ref: False)
    assert len(lying(bench)) == 1, "it was not fetched yet"
    await sweeps_away(bench)


async def test_what_a_kill_left_half_written_is_gone_at_the_next_start_and_what_is_being_written_stays(
    tmp_path: Path,
) -> None:
    uploads, going_on = Uploads(tmp_path), asyncio.Event()
    uploads.folder.mkdir()
    left = uploads.folder / f"{'0' * 32}.0a0b0c0d.part"
    left.write_bytes(b"half")  # by the clock of the machine, whatever the program's says

    async def chunks() -> AsyncIterator[bytes]:
        yield b"half"
        await going_on.wait()
        yield b" and half"

    async with asyncio.TaskGroup() as group:
        taking = group.create_task(uploads.take("1" * 32, chunks(), 100, START))
        await until(lambda: len(list(uploads.folder.iterdir())) == 2)
        uploads.sweep(START, lambda _ref: True)
        assert not left.exists()
        going_on.set()

    assert taking.result() == 13
    assert uploads.read("1" * 32, 100) == b"half and half"


@pytest.mark.parametrize("turns", range(6))
async def test_whoever_hangs_up_at_any_moment_leaves_no_file_and_none_open(tmp_path: Path, turns: int) -> None:
    uploads = Uploads(tmp_path)

    async def chunks() -> AsyncIterator[bytes]:
        yield b"half"
        await asyncio.sleep(0)
        yield b" and half"

    async with asyncio.TaskGroup() as group:
        taking = group.create_task(uploads.take("1" * 32, chunks(), 100, START))
        for _ in range(turns):
            await asyncio.sleep(0)
        taking.cancel()
    await asyncio.get_running_loop().shutdown_default_executor()
    gc.collect()  # a file that was left open says so

    left = list(uploads.folder.iterdir()) if uploads.folder.is_dir() else []
    assert [path.name for path in left if path.suffix] == []


async def test_a_message_that_is_deleted_takes_its_file_along(bench: Bench) -> None:
    posting = bench.group.create_task(send(bench, form(bench, ("a.pdf", PDF))))
    (raw,) = await bench.channel.fetch("")
    confirming = bench.group.create_task(bench.channel.fetch(raw["id"]))
    await posting
    confirming.cancel()
    (mine,) = bench.messages(AN)

    await bench.channel.delete(AN, str(mine.id))

    assert lying(bench) == []
    assert bench.messages(AN) == []
