"""A frozen paper got again: the same bytes, wherever it is asked for and whatever has become of the program."""

from __future__ import annotations

import hashlib
from datetime import datetime, time

import pytest

from bot.clock import VN
from bot.domain.periods import Period
from bot.domain.verbs.desk import ShowAggregate
from bot.services.desk import files
from tests.catalogues import out_of_date, said
from tests.handlers.acts import ONE, OPEN, press
from tests.handlers.turning import CLOSE, turn_to
from tests.telegram import Phone
from tests.world import World, say

NOVEMBER = Period(2026, 11)
AGAIN = f"[{said('Get the files again')}]"
Files = dict[str, bytes]


def build(name: str, snapshot: bytes, _seconds: float) -> bytes:
    """A file that tells what it was built of; what is built really is tested elsewhere."""
    return f"{name} of {hashlib.sha256(snapshot).hexdigest()}".encode()


@pytest.fixture(autouse=True)
def _built_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "build_in_child", build)


@pytest.fixture
async def closed(world: World) -> World:
    """November with a digest, a late report, and an addendum."""
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 24, time(9))
    await say(world, world.phone("AN"), *OPEN, *ONE, "[Gửi báo cáo]")
    await turn_to(world, 25, CLOSE)
    return world


def files_of(phone: Phone) -> Files:
    """The files on a phone, by name; of two with one name the later."""
    return dict(message.file for message in phone.messages if message.file)


def upgraded(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the program would build something else, and the template is not the one it was."""
    monkeypatch.setattr(files, "build_in_child", lambda *_: b"built by another version")


@pytest.mark.parametrize("written", ["11/2026", "Tháng 11 năm 2026", "T11/2026"])
async def test_a_closed_period_is_found_however_its_name_is_written(closed: World, written: str) -> None:
    chi = closed.phone("CHI")
    chi.messages.clear()

    await say(closed, chi, f"/tonghop {written}")

    assert "Du-thao-bao-cao-2026-11.docx" in files_of(chi)


async def test_the_card_of_a_closed_period_brings_the_same_bytes_after_an_upgrade(
    closed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chi = closed.phone("CHI")
    first = files_of(chi)
    upgraded(monkeypatch)
    closed.clock.set(datetime(2027, 3, 1, 9, tzinfo=VN))
    chi.messages.clear()

    await say(closed, chi, "/tonghop 2026-11")

    assert files_of(chi) == first
    assert list(first) == [
        "Du-thao-bao-cao-2026-11.docx",
        "Phu-luc-2026-11.xlsx",
        "Phu-luc-bo-sung-01-2026-11.docx",
        "Phu-luc-bo-sung-01-2026-11.xlsx",
    ]
    assert not any("tạm tính" in message.text for message in chi.messages)


async def test_the_button_of_the_card_brings_the_files_of_that_card_alone(
    closed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chi = closed.phone("CHI")
    first = files_of(chi)
    upgraded(monkeypatch)
    chi.messages.clear()

    await press(closed, chi, ShowAggregate(NOVEMBER, 0).data)
    assert list(files_of(chi)) == ["Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx"]
    await say(closed, chi, AGAIN)
    await press(closed, chi, ShowAggregate(NOVEMBER, 1).data)

    assert files_of(chi) == first


async def test_an_old_card_of_a_period_that_has_closed_since_shows_what_was_frozen(closed: World) -> None:
    chi = closed.phone("CHI")
    chi.messages.clear()

    await press(closed, chi, ShowAggregate(NOVEMBER).data)

    assert "Lập lúc 17:00 thứ Hai, ngày 23/11/2026." in chi.messages[0].text
    assert len(files_of(chi)) == 4


async def test_before_the_close_the_figures_as_they_stand_are_provisional_and_the_frozen_ones_are_not(
    world: World,
) -> None:
    await turn_to(world, 23, CLOSE)
    chi = world.phone("CHI")
    first = files_of(chi)
    chi.messages.clear()

    await say(world, chi, "/tonghop")
    assert "Số liệu tạm tính." in chi.messages[-3].text
    provisional = files_of(chi)
    await say(world, chi, f"[{said('View the frozen aggregate')}]")

    assert files_of(chi) == first
    assert provisional != first
    assert "tạm tính" not in chi.messages[-3].text


async def test_what_is_provisional_is_not_kept(world: World) -> None:
    await say(world, world.phone("CHI"), "/tonghop")

    assert world.count("papers") == 0


async def test_a_frozen_paper_that_is_not_there_is_refused_over_the_button(closed: World) -> None:
    chi = closed.phone("CHI")
    chi.messages.clear()

    words = await press(closed, chi, ShowAggregate(NOVEMBER, 7).data)

    assert words.startswith(out_of_date())
    assert files_of(chi) == {}


async def test_a_frozen_paper_is_built_once_for_all_its_readers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []

    def build_and_note(name: str, snapshot: bytes, seconds: float) -> bytes:
        built.append(name)
        return build(name, snapshot, seconds)

    monkeypatch.setattr(files, "build_in_child", build_and_note)

    await turn_to(world, 23, CLOSE)

    assert sorted(built) == ["docx", "xlsx"]
    assert files_of(world.phone("CHI")) == files_of(world.phone("LAN"))


async def test_of_two_that_were_built_at_once_the_first_is_what_everybody_gets(closed: World) -> None:
    reference = f"make:docx:digest:{closed.read.conn.execute('SELECT min(id) FROM digests').fetchone()[0]}"
    first = files.kept(closed.read, reference)

    handed_out = await closed.writer.write(lambda db: files.keep(db, reference, b"another", closed.clock.now()))

    assert handed_out == first == files.kept(closed.read, reference)


async def test_the_period_that_closed_last_is_offered_beside_the_open_ones(closed: World) -> None:
    chi = closed.phone("CHI")

    await say(closed, chi, "/tonghop")

    labels = [label for message in chi.messages for label in message.labels]
    assert "Xem tháng 11 (đã đóng)" in labels


async def test_a_period_that_cannot_be_read_is_answered_with_how_it_is_written(world: World) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/tonghop tháng mười")

    assert chi.last.text == '"tháng mười" không phải kỳ báo cáo. Đề nghị ghi theo mẫu 11/2026 hoặc IV/2026.'
