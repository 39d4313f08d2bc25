"""A roster file sent to the chat by an administrator: fetched, shown, applied or discarded, and deleted."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramNetworkError
from openpyxl import Workbook

from bot.domain.requests import RosterScope
from bot.domain.verbs.directory import ApplyRosterFile, ConfirmRequest, ShowRosterFile
from bot.services.people.roster_files import MOST_BYTES
from tests.catalogues import out_of_date, said
from tests.handlers.directory import change_roster
from tests.handlers.roster_acts import NEWCOMER, TWO_ADMINS, audited, duties
from tests.runtime.stepping import METHOD
from tests.telegram import Phone
from tests.world import World, running, say, toast

OFFICER = "TUAN,Bùi Anh Tuấn,Chuyên viên,ong,vi,080 0001,secretariat,,,\n"
WITHOUT_BICH = "\n".join(line for line in TWO_ADMINS.splitlines() if not line.startswith("BICH,")) + "\n"


@pytest.fixture
def two(empty_world: World) -> World:
    empty_world.import_roster(TWO_ADMINS)
    for code in ("AN", "BICH", "CHI", "LAN", "MAI", "NAM"):
        empty_world.link(code)
    return empty_world


async def send(world: World, phone: Phone, text: str | bytes, name: str = "danh-sach.csv") -> None:
    """Send a roster file and wait for what follows."""
    phone.send_file(name, text if isinstance(text, bytes) else text.encode())
    await world.settle()


def stored(world: World) -> list[Path]:
    """Return every file there is."""
    return sorted(path for path in (world.path / "files").rglob("*") if path.is_file())


def workbook(text: str) -> bytes:
    """Return the same roster as Excel keeps it."""
    book = Workbook()
    assert book.active is not None
    for line in text.splitlines():
        book.active.append(line.split(","))
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx", "XLSX"])
async def test_a_file_is_shown_before_it_does_anything_and_deleted_once_it_is_applied(two: World, form: str) -> None:
    mai = two.phone("MAI")
    text = TWO_ADMINS + NEWCOMER
    async with running(two):
        await send(two, mai, text.encode() if form == "csv" else workbook(text), f"danh-sach.{form}")
        received, shown, before = mai.messages[0].text, mai.last.text, duties(two, "EN")
        files = [(path.parent.name, path.name[:2], path.stat().st_mode & 0o777) for path in stored(two)]
        await say(two, mai, "[Áp dụng thay đổi]")
        await two.settle()

    assert f"Đã nhận tệp danh-sach.{form}" in received
    assert shown.startswith(f"Xem trước danh-sach.{form}")
    assert "Đỗ Thị Én" in shown
    assert before == []
    assert [(folder == name, mode) for folder, name, mode in files] == [(True, 0o600)]
    assert duties(two, "EN") == [("focal", "HIEPHOIA")]
    assert "Danh sách đã được cập nhật" in mai.last.text
    assert stored(two) == []
    assert two.count("files") == 0
    assert two.count("requests", "body <> '{}'") == 0
    assert audited(two, "request.done") == [("person:MAI", "request:1")]


async def test_whoever_the_file_does_not_name_loses_the_duty_and_is_told(two: World) -> None:
    mai, bich = two.phone("MAI"), two.phone("BICH")
    async with running(two):
        await send(two, mai, WITHOUT_BICH)
        await say(two, mai, "[Áp dụng thay đổi]")
        await say(two, bich, "/baocao")

    assert duties(two, "BICH") == []
    assert any("thôi giữ vai trò đầu mối của Hiệp hội B" in seen.text for seen in bich.messages)
    assert "Mời nhập mã mời" in bich.last.text


async def test_the_same_file_can_be_applied_so_that_nothing_ends(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await send(two, mai, WITHOUT_BICH + NEWCOMER)
        await say(two, mai, "[Chỉ thêm]")
        shown = mai.last.text
        await say(two, mai, "[Áp dụng thay đổi]")

    assert shown.startswith("Xem trước danh-sach.csv, chỉ thêm")
    assert "Trần Thị Bích" not in shown
    assert duties(two, "BICH") == [("focal", "HIEPHOIB")]
    assert duties(two, "EN") == [("focal", "HIEPHOIA")]


async def test_a_file_that_is_discarded_is_deleted_and_changes_nothing(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await send(two, mai, TWO_ADMINS + NEWCOMER)
        await say(two, mai, "[Bỏ tệp]")
        await two.settle()

    assert "Đã rút đề nghị về danh-sach.csv" in mai.last.text
    assert stored(two) == []
    assert duties(two, "EN") == []


async def test_a_preview_that_nobody_answers_ends_and_its_file_goes(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await two.app.ticker.run_ticks(two.clock.now())
        await send(two, mai, TWO_ADMINS + NEWCOMER)
        two.clock.set(two.clock.now() + timedelta(hours=72, minutes=15))
        await two.app.ticker.run_ticks(two.clock.now())
        await two.settle()

    assert any("đã hết thời hạn mà chưa được xác nhận" in seen.text for seen in mai.messages)
    assert stored(two) == []


async def test_a_file_that_says_what_is_already_there_asks_nothing(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await send(two, mai, TWO_ADMINS)
        await two.settle()

    assert mai.last.text == said("The file {name} changes nothing: the roster is as it says.", name="danh-sach.csv")
    assert two.count("requests") == 0
    assert stored(two) == []


# --- what takes two, and what is refused


async def test_a_row_that_gives_a_duty_at_the_desk_waits_for_the_second_administrator(two: World) -> None:
    mai, nam = two.phone("MAI"), two.phone("NAM")
    async with running(two):
        await send(two, mai, TWO_ADMINS + OFFICER)
        await say(two, mai, "[Đề nghị xác nhận]")
        mai.press(ConfirmRequest(1).data, mai.last.id)
        await two.settle()
        own, before = mai.last.text, duties(two, "TUAN")
        question = nam.last.text
        await say(two, nam, "[Xác nhận đề nghị]")
        await two.settle()

    assert own == said("Another administrator has to confirm this request. Nothing was changed.")
    assert before == []
    assert "Tệp danh sách: danh-sach.csv" in question
    assert "Bùi Anh Tuấn" in question
    assert duties(two, "TUAN") == [("secretariat", "")]
    assert stored(two) == []
    assert audited(two, "duty.given")[-1] == ("person:MAI+NAM", "duty:TUAN/secretariat/")


@pytest.mark.parametrize(
    ("roster", "reason"),
    [
        ("\n".join(line for line in TWO_ADMINS.splitlines() if not line.startswith("MAI,")), "chính người gửi"),
        ("\n".join(line for line in TWO_ADMINS.splitlines() if not line.startswith("CHI,")), "không còn cán bộ nào"),
        ("\n".join(line for line in TWO_ADMINS.splitlines() if "admin" not in line), "không còn quản trị"),
    ],
)
async def test_a_file_that_would_shut_the_door_is_shown_and_cannot_be_applied(
    two: World, roster: str, reason: str
) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await send(two, mai, roster + "\n")
        labels = mai.last.labels
        assert reason in mai.last.text
        mai.press(ApplyRosterFile(1, RosterScope.WHOLE).data, mai.last.id)
        await two.settle()

    assert "Áp dụng thay đổi" not in labels
    assert (await toast(mai)).startswith(out_of_date())
    assert all(duties(two, code) for code in ("MAI", "NAM", "CHI"))


async def test_a_preview_of_another_roster_is_not_applied(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await send(two, mai, TWO_ADMINS + NEWCOMER)
        await change_roster(two, TWO_ADMINS.replace("Chánh Văn phòng", "Trưởng ban"))
        await say(two, mai, "[Áp dụng thay đổi]")

    assert duties(two, "EN") == []


@pytest.mark.parametrize("who", ["CHI", "LAN", "AN"])
async def test_a_list_from_anybody_else_is_not_fetched(two: World, who: str) -> None:
    phone = two.phone(who)
    async with running(two):
        await send(two, phone, TWO_ADMINS + NEWCOMER)

    assert phone.last.text.startswith(said("No report is open, so the file has not been stored."))
    assert two.telegram.downloads == 0
    assert two.count("fetches") == 0


async def test_the_preview_is_its_senders_alone(two: World) -> None:
    mai, nam = two.phone("MAI"), two.phone("NAM")
    async with running(two):
        await send(two, mai, TWO_ADMINS + NEWCOMER)
        for verb in (
            ShowRosterFile(1, RosterScope.WHOLE),
            ApplyRosterFile(1, RosterScope.WHOLE),
            ConfirmRequest(1),
        ):
            nam.press(verb.data)
            await two.settle()
            assert (await toast(nam)).startswith(out_of_date())

    assert duties(two, "EN") == []


# --- files that are no roster, too large, or do not come


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"person_code,full_name\nX,Y\n", "Chưa nhập danh sách"),
        (b"\xff\xfe\x00\x01", ""),
        (b"PK\x03\x04 no workbook", ".xlsx"),
        (b"", "Chưa nhập danh sách"),
    ],
)
async def test_whoever_sends_what_is_no_roster_is_told_why(two: World, content: bytes, reason: str) -> None:
    mai = two.phone("MAI")
    async with running(two):
        await send(two, mai, content)
        await two.settle()

    assert len(mai.messages) == 2, "one receipt and one reason"
    assert reason in mai.last.text
    assert two.count("fetches", "state = 'failed'") == 1
    assert stored(two) == []


async def test_a_file_over_the_limit_is_refused_before_it_is_fetched(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        mai.send_document("to.csv", "text/csv", MOST_BYTES + 1)
        await two.settle()

    assert mai.last.text == said("The list was not imported; the file is too large. Please keep the list itself alone.")
    assert two.count("fetches") == 0


async def test_a_file_that_grows_on_the_way_is_dropped_and_its_sender_told(two: World) -> None:
    mai = two.phone("MAI")
    async with running(two):
        mai.send_file("danh-sach.csv", b"x" * (MOST_BYTES + 1), stated=100)
        await two.settle()

    assert mai.last.text.startswith("Chưa tải được tệp danh-sach.csv")
    assert two.telegram.downloads == 1
    assert stored(two) == []


async def test_a_file_that_does_not_come_is_tried_again_and_then_comes(two: World) -> None:
    mai = two.phone("MAI")
    two.telegram.download_failures.append(TelegramNetworkError(METHOD, "no network"))
    async with running(two):
        await send(two, mai, TWO_ADMINS + NEWCOMER)
        waiting = len(mai.messages)
        two.clock.set(two.clock.now() + timedelta(seconds=5))
        two.app.wake()
        await two.settle()

    assert waiting == 1
    assert mai.last.text.startswith("Xem trước danh-sach.csv")
    assert two.count("fetches", "state = 'stored' AND attempts = 2") == 1


async def test_after_five_attempts_the_sender_is_told_and_nothing_is_pending(two: World) -> None:
    mai = two.phone("MAI")
    two.telegram.download_failures.extend(TelegramNetworkError(METHOD, "no network") for _ in range(9))
    async with running(two):
        await send(two, mai, TWO_ADMINS + NEWCOMER)
        for _ in range(8):
            two.clock.set(two.clock.now() + timedelta(minutes=6))
            two.app.wake()
            await two.settle()

    assert two.telegram.downloads == 5
    assert "Chưa tải được tệp danh-sach.csv" in mai.last.text
    assert two.count("fetches", "state <> 'failed'") == 0


async def test_what_was_being_fetched_when_the_program_ended_is_fetched_after_the_next_start(two: World) -> None:
    mai = two.phone("MAI")
    two.telegram.download_failures.append(TelegramNetworkError(METHOD, "no network"))
    async with running(two):
        await send(two, mai, TWO_ADMINS + NEWCOMER)
    two.write_now(lambda db: db.conn.execute("UPDATE fetches SET state = 'fetching'"))
    left = two.path / "files" / "ab"
    left.mkdir(parents=True)
    (left / "abcd.part").write_bytes(b"half")
    again = World(two.path, telegram=two.telegram, clock=two.clock)
    async with running(again):
        await again.settle()
        shown = mai.last.text
    names = [path.name for path in stored(again)]
    again.close()

    assert shown.startswith("Xem trước danh-sach.csv")
    assert "abcd.part" not in names, "what a kill left behind goes"
    assert len(names) == 1
