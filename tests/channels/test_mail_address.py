"""An address is given in the settings, confirmed with a code that is sent there, changed and removed."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from bot.domain.operations import Piece
from bot.services.people import mailing
from bot.services.upkeep.housekeeping import clean_up
from storage import mailboxes, people
from storage.backup import make_backup
from tests.channels.mail_office import AN_AT, Office, office
from tests.handlers.acts import bring_roster
from tests.world import ROSTER, World, running, say

MAIL = ("/caidat", "[Thư điện tử]")
ENTER = (*MAIL, "[Nhập địa chỉ]")


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    """An office in which An, Bích and Chi write in Telegram."""
    async with office(tmp_path, "AN", "BICH", "CHI", web=()) as found:
        yield found


def used(at: Office, code: str = "AN") -> str | None:
    found = mailboxes.in_use(at.world.read, at.person(code))
    return found.address if found else None


def wrong(at: Office) -> str:
    """A code that is not the one of the last letter."""
    return f"{(int(at.code) + 1) % 1_000_000:06}"


async def test_an_address_is_used_once_the_code_that_was_sent_there_was_typed(at: Office) -> None:
    an = at.world.phone("AN")

    await say(at.world, an, *ENTER, AN_AT)
    before = used(at)
    await say(at.world, an, at.code)

    assert at.letters == [AN_AT]
    assert before is None
    assert used(at) == AN_AT
    assert f"Đã xác nhận {AN_AT}." in an.last.text
    await say(at.world, an, "/caidat")
    assert f"Thư điện tử: {AN_AT}." in an.last.text


async def test_a_letter_with_a_code_says_how_long_it_holds_and_nothing_of_any_work(at: Office) -> None:
    await say(at.world, at.world.phone("AN"), *ENTER, AN_AT)

    (letter,) = at.box.taken
    assert letter["Subject"] == "Mã xác nhận địa chỉ thư điện tử"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "trong 10 phút" in letter.get_content()


@pytest.mark.parametrize(
    "typed",
    [
        "an", "an@", "@example.vn", "an@example", "an@@example.vn", "an@b@example.vn", "an @example.vn",
        "an@exa_mple.vn",
        "an@example.vn, bich@example.vn", "an@example.vn\nBcc: all@example.vn", "Nguyễn An <an@example.vn>",
        '"an an"@example.vn', "an..an@example.vn", f"{'a' * 65}@example.vn", f"an@{'a' * 64}.vn", "an@[127.0.0.1]",
        f"an@{'a.' * 130}vn", "an@1.2.3.4", "ăn@example.vn",
    ],
)  # fmt: skip
async def test_what_is_no_address_is_told_with_what_was_typed_and_sent_nowhere(at: Office, typed: str) -> None:
    an = at.world.phone("AN")

    await say(at.world, an, *ENTER, typed)

    assert "chưa phải địa chỉ thư điện tử" in an.last.text
    assert typed[:60].splitlines()[0] in an.last.text
    assert at.box.taken == []
    await say(at.world, an, AN_AT)
    assert at.letters == [AN_AT]


async def test_a_domain_in_other_letters_is_written_as_servers_know_it(at: Office) -> None:
    await say(at.world, at.world.phone("AN"), *ENTER, "An@Thủ-Tục.VN")

    assert at.letters == ["An@xn--th-tc-9d2bl.vn"]


async def test_after_five_wrong_codes_the_right_one_is_worth_nothing(at: Office) -> None:
    an = at.world.phone("AN")
    await say(at.world, an, *ENTER, AN_AT)

    await say(at.world, an, wrong(at))
    assert "Còn 04 lượt nhập" in an.last.text
    await say(at.world, an, *[wrong(at)] * 4)
    assert "đã hết lượt nhập" in an.last.text
    await say(at.world, an, *MAIL)

    assert "Nhập mã xác nhận" not in an.last.labels
    assert used(at) is None


async def test_what_cannot_be_a_code_costs_no_try(at: Office) -> None:
    an = at.world.phone("AN")
    await say(at.world, an, *ENTER, AN_AT, "12345", "1234567", "một hai")

    assert 'Mã gồm 06 chữ số. Đã nhập: "một hai".' in an.last.text
    await say(at.world, an, f" {at.code[:3]} {at.code[3:]} ")
    assert used(at) == AN_AT


async def test_a_code_holds_for_ten_minutes(at: Office) -> None:
    an = at.world.phone("AN")
    await say(at.world, an, *ENTER, AN_AT)
    await at.step(minutes=10)

    await say(at.world, an, at.code)

    assert "Mã đã hết hiệu lực" in an.last.text
    assert used(at) is None


async def test_the_base_does_not_know_a_code(at: Office) -> None:
    await say(at.world, at.world.phone("AN"), *ENTER, AN_AT)

    dump = "\n".join(at.world.read.conn.iterdump())
    assert at.code not in dump


async def test_a_person_is_sent_three_codes_an_hour(at: Office) -> None:
    an = at.world.phone("AN")
    await say(at.world, an, *ENTER, AN_AT, "[Gửi mã xác nhận]", "[Gửi mã xác nhận]", "[Gửi mã xác nhận]")
    assert len(at.box.taken) == 3
    assert "Tạm thời không gửi thêm mã" in an.last.text

    # Nor with another address, nor after it was taken away.
    await say(at.world, an, *MAIL, "[Bỏ địa chỉ]", "[Nhập địa chỉ]", "khac@example.vn")
    assert len(at.box.taken) == 3
    await at.step(hours=1)
    await say(at.world, an, *MAIL, "[Gửi mã xác nhận]")
    assert at.letters[3:] == ["khac@example.vn"]


async def test_an_address_is_sent_three_codes_an_hour_whoever_gives_it(at: Office) -> None:
    await say(at.world, at.world.phone("AN"), *ENTER, AN_AT, "[Gửi mã xác nhận]")

    bich = at.world.phone("BICH")
    await say(at.world, bich, *ENTER, AN_AT.upper().replace("EXAMPLE.VN", "example.vn"), "[Gửi mã xác nhận]")

    assert len(at.box.taken) == 3
    assert "Tạm thời không gửi thêm mã" in bich.last.text


async def test_an_address_is_sent_six_codes_a_day(at: Office) -> None:
    an = at.world.phone("AN")
    await say(at.world, an, *ENTER, AN_AT)
    for _ in range(9):
        await at.step(hours=1)
        await say(at.world, an, *MAIL, "[Gửi mã xác nhận]")

    assert len(at.box.taken) == 6


async def test_the_address_of_somebody_else_is_told_of_once_and_of_nothing_more(at: Office) -> None:
    an = at.world.phone("AN")
    await say(at.world, an, *ENTER, "nguoi-khac@example.vn")
    assert "nothing else is sent" not in at.box.taken[0].get_content()
    assert "không có thư nào khác được gửi đến đây" in at.box.taken[0].get_content()

    await at.push("AN", "một", channel="telegram")
    await at.step(days=1)

    assert len(at.box.taken) == 1
    assert used(at) is None


async def test_while_a_new_address_waits_for_its_code_the_old_one_is_used(at: Office) -> None:
    an = at.world.phone("AN")
    await at.confirm("AN", AN_AT)

    await say(at.world, an, *MAIL, "[Đổi địa chỉ]", "moi@example.vn")
    assert used(at) == AN_AT
    await say(at.world, an, at.code)

    assert used(at) == "moi@example.vn"
    assert at.world.count("mailboxes") == 1


async def test_one_button_removes_it(at: Office) -> None:
    an = at.world.phone("AN")
    await at.confirm("AN", AN_AT)

    await say(at.world, an, *MAIL, "[Bỏ địa chỉ]")

    assert at.world.count("mailboxes") == 0
    assert "Đã bỏ địa chỉ" in an.last.text
    assert at.world.count("audit", "verb = 'mail.removed'") == 1


async def test_an_address_goes_with_the_link_of_its_person(at: Office) -> None:
    await at.confirm("AN", AN_AT)

    await say(at.world, at.world.phone("AN"), "/caidat", "[Hủy liên kết]", "[Hủy liên kết]")

    assert at.world.count("mailboxes") == 0


async def test_an_address_goes_where_the_desk_ends_the_link(at: Office) -> None:
    await at.confirm("AN", AN_AT)
    chi = at.world.phone("CHI")

    await say(at.world, chi, "/thanhvien", "[Chọn 1]", "[Hủy liên kết]", "[Hủy liên kết]")

    assert at.world.count("accounts", "unlinked_at IS NOT NULL") == 1
    assert at.world.count("mailboxes") == 0


async def test_what_the_roster_names_is_proposed_and_used_only_once_it_was_confirmed(at: Office) -> None:
    lines = ROSTER.strip().splitlines()
    text = "\n".join([f"{lines[0]},email", f"{lines[1]},{AN_AT}", *(f"{line}," for line in lines[2:])])
    at.world.import_roster(text)
    an = at.world.phone("AN")
    await at.push("AN", "một", channel="telegram")

    await say(at.world, an, *MAIL)
    assert f"Danh sách ghi địa chỉ {AN_AT}" in an.last.text
    assert at.box.taken == []
    await say(at.world, an, "[Gửi mã xác nhận]")
    await say(at.world, an, at.code)

    assert used(at) == AN_AT


async def test_a_roster_undoes_nothing_that_somebody_has_said(at: Office) -> None:
    await at.confirm("AN", "chinh-toi@example.vn")

    def work(db: Database) -> None:
        person = people.person_by_code(db, "AN")
        assert person is not None
        mailing.propose(at.world.unit(db), person, AN_AT, "test")

    await at.world.writer.write(work)

    assert used(at) == "chinh-toi@example.vn"
    assert at.world.count("mailboxes") == 1


async def test_the_desk_reads_whether_somebody_is_told_and_not_where(at: Office) -> None:
    chi, said = at.world.phone("CHI"), []
    key = await at.confirm("AN", AN_AT)
    await say(at.world, chi, "/thanhvien", "[Chọn 1]")
    said.append(chi.last.text)
    await at.world.writer.write(lambda db: mailboxes.mark_refused(db, key, at.world.clock.now()))
    await say(at.world, chi, "/thanhvien", "[Chọn 1]")
    said.append(chi.last.text)

    assert "Thư điện tử: đã xác nhận." in said[0]
    assert "Thư điện tử: địa chỉ không nhận thư từ 08:15" in said[1]
    assert AN_AT not in "".join(said)


async def test_my_data_hold_my_address_and_the_letters_to_it(at: Office) -> None:
    an = at.world.phone("AN")
    await say(at.world, an, *ENTER, AN_AT)
    await say(at.world, an, at.code, "/caidat", "[Xem dữ liệu]")
    assert f"Thư điện tử: {AN_AT}." in an.last.text

    await say(at.world, an, "[Tải dữ liệu]")

    (file,) = [message.file for message in an.messages if message.file]
    sheet = load_workbook(io.BytesIO(file[1])).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any(cell.startswith(AN_AT) for cell in cells)
    assert "letter; sent" in cells


async def test_what_was_not_confirmed_goes_after_a_day_and_what_was_with_the_last_duty(at: Office) -> None:
    await say(at.world, at.world.phone("AN"), *ENTER, AN_AT)
    await at.confirm("BICH", "bich@example.vn")

    async def kept() -> list[str]:
        def work(db: Database) -> None:
            for each in clean_up(at.world.unit(db)):
                if isinstance(each, Piece):
                    each.work()

        await at.world.writer.write(work)
        return [row[0] for row in at.world.read.conn.execute("SELECT address FROM mailboxes ORDER BY 1").fetchall()]

    assert await kept() == [AN_AT, "bich@example.vn"]
    await at.step(days=1, seconds=1)
    assert await kept() == ["bich@example.vn"]
    assert at.world.count("mail_codes") == 0
    await bring_roster(at.world, "".join(line for line in ROSTER.splitlines(True) if not line.startswith("BICH,")))
    assert await kept() == []


async def test_a_backup_holds_no_code(at: Office, tmp_path: Path) -> None:
    at.box.answers["RCPT"] = "451 4.7.1 come back"
    await say(at.world, at.world.phone("AN"), *ENTER, AN_AT)

    made = make_backup(at.world.path / "bot.db", tmp_path / "backups", at.world.clock.now())

    with closing(sqlite3.connect(made.path)) as copy:
        assert copy.execute("SELECT code_hash, code_until FROM mailboxes").fetchall() == [(None, None)]
        assert copy.execute("SELECT state, body FROM outbox WHERE channel = 'mail'").fetchall() == [("cancelled", None)]


async def test_without_a_mail_server_nothing_is_offered(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.import_roster()
    world.link("AN")
    async with running(world):
        await say(world, world.phone("AN"), "/caidat")
        assert "Thư điện tử" not in world.phone("AN").last.labels
    world.close()


async def test_a_code_that_cannot_be_handed_over_in_its_time_is_given_up_in_silence(at: Office) -> None:
    at.box.answers["RCPT"] = "451 4.7.1 come back"
    await say(at.world, at.world.phone("AN"), *ENTER, AN_AT)

    await at.step(minutes=11)

    assert at.states() == ["expired"]
    assert at.world.count("outbox", "topic = 'undelivered'") == 0


async def test_an_address_that_takes_nothing_is_told_on_the_next_screen(at: Office) -> None:
    at.box.answers["RCPT"] = "550 5.1.1 no such user"
    an = at.world.phone("AN")

    await say(at.world, an, *ENTER, AN_AT, *MAIL)

    assert f"{AN_AT} không nhận thư" in an.last.text
    at.box.answers["RCPT"] = "250 OK"
    await say(at.world, an, "[Đổi địa chỉ]", AN_AT)
    await say(at.world, an, at.code)
    assert used(at) == AN_AT
