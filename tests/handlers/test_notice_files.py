"""The file of a notice, as it may be sent: broken, secret, empty, in a legacy font, of many pages, with a table."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import pytest
from docx import Document

from bot.domain.notice_lines import ReadNotice
from bot.errors import BotError
from bot.services.tasks import notice_reading
from bot.services.tasks.notice_files import MOST_BYTES
from bot.services.tasks.notice_reading import read_in_child
from scripts.notices import FOLDER
from tests.handlers.importing import CHECK, FOUR, THREE, send, word
from tests.pdf_files import PICTURE, pdf_of
from tests.telegram import Phone
from tests.world import World, say


@pytest.fixture
def chi(world: World) -> Phone:
    return world.phone("CHI")


@pytest.mark.parametrize("name", ["ket-luan.docx", "ket-luan.txt", "ket-luan.pdf"])
async def test_a_file_is_read_as_what_is_pasted_is(world: World, chi: Phone, name: str) -> None:
    content = {"docx": word(FOUR), "txt": FOUR.encode(), "pdf": pdf_of([FOUR])}[name.rpartition(".")[2]]
    await send(world, chi, name, content)

    assert f"Đã nhận tệp {name}, đang đọc." in chi.messages[-2].text
    assert "Đã đọc: Thông báo số 702/TB-VPCP." in chi.last.text
    assert not [path for path in (world.path / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("hong.docx", b"PK\x03\x04 broken", "Đề nghị gửi tệp Word (.docx)"),
        ("la.bin", b"\x00\x01\x02" * 50, "Đề nghị gửi tệp Word (.docx)"),
        ("scan.pdf", pdf_of([PICTURE]), "Trang chỉ có ảnh"),
        ("rong.txt", b"  \n \n", "Văn bản không có chữ"),
        ("mat.docx", word(f"TUYỆT MẬT\n{FOUR}"), "dấu hiệu chỉ độ mật"),
        ("khong.txt", (FOLDER / "08-khong-khen.txt").read_bytes(), "Không tìm thấy câu giao nhiệm vụ trong khong.txt"),
    ],
)
async def test_what_cannot_be_read_is_answered_with_what_to_do(
    world: World, chi: Phone, name: str, content: bytes, answer: str
) -> None:
    await send(world, chi, name, content)

    assert answer in chi.last.text
    assert world.count("notice_imports") == 0
    assert not [path for path in (world.path / "files").rglob("*") if path.is_file()]


async def test_what_is_too_large_is_refused_before_it_is_fetched(world: World, chi: Phone) -> None:
    await say(world, chi, "/nhapthongbao")
    chi.send_file("to.docx", b"", stated=MOST_BYTES + 1)
    await world.settle()

    assert "quá lớn" in chi.last.text or "lớn quá" in chi.last.text
    assert world.count("fetches") == 0


async def test_a_picture_is_answered_with_what_to_send(world: World, chi: Phone) -> None:
    await say(world, chi, "/nhapthongbao")
    chi.send_photo()
    await world.settle()

    assert "Không đọc được chữ trong ảnh" in chi.last.text


async def test_a_file_whose_name_bears_a_mark_is_held_back(world: World, chi: Phone) -> None:
    await send(world, chi, "Thông báo TUYỆT MẬT.docx", word(FOUR))

    assert world.count("fetches") == 0
    assert world.count("notice_imports") == 0


async def test_a_file_that_nobody_asked_for_becomes_no_import(world: World, chi: Phone) -> None:
    chi.send_file("ket-luan.docx", word(FOUR))
    await world.settle()

    assert world.count("fetches") == 0


async def test_members_have_no_part_in_it(world: World) -> None:
    an = world.phone("AN")
    await send(world, an, "ket-luan.docx", word(FOUR))

    assert world.count("fetches") == 0
    assert any("dành cho cán bộ Cơ quan thường trực" in message.text for message in an.messages)


async def test_an_officer_who_is_none_any_more_gets_nothing(world: World, chi: Phone) -> None:
    await say(world, chi, "/nhapthongbao")
    world.write_now(lambda db: db.conn.execute("UPDATE duties SET valid_to = '2026-11-01' WHERE role = 'secretariat'"))
    chi.send_file("ket-luan.docx", word(FOUR))
    await world.settle()

    assert world.count("notice_imports") == 0


async def test_words_of_a_table_are_read_with_the_notice(world: World, chi: Phone) -> None:
    document = Document()
    for line in THREE.splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip((*table.row_cells(0), *table.row_cells(1)), ("STT", "Bộ", "1", "Bộ Y tế"), strict=True):
        cell.text = words
    into = io.BytesIO()
    document.save(into)
    await send(world, chi, "bang.docx", into.getvalue())
    await say(world, chi, CHECK)

    assert chi.last.text.startswith("Mục 1/3")


def test_a_notice_of_forty_pages_is_read_within_its_limits() -> None:
    text = THREE + "".join(f"{n}. Bộ Tư pháp rà soát quy định số {n} trước ngày 15/12/2026.\n" for n in range(4, 1500))
    began = time.perf_counter()
    read = read_in_child("dai.txt", text.encode())

    assert len(text) > 40 * 2_000
    assert len(read.passages) > 1_000
    assert time.perf_counter() - began < notice_reading.READ_SECONDS


def test_a_notice_in_a_legacy_font_is_read() -> None:
    legacy = (
        "Th«ng b¸o sè 12/TB-VPCP ngµy 02/11/2026.\n"
        "Giao Bé T­ ph¸p rµ so¸t thñ tôc hµnh chÝnh, b¸o c¸o tr­íc ngµy 15/12/2026.\n"
    )
    read = read_in_child("cu.txt", legacy.encode("cp1252"))

    assert read == ReadNotice("12/TB-VPCP", date(2026, 11, 2), read.sha256, read.passages)
    assert [each.lead[0].code for each in read.passages] == ["BTP"]


def test_a_file_made_to_use_up_the_memory_ends_its_own_process_alone() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 400_000_000)
    with pytest.raises(BotError) as refused:
        read_in_child("bom.docx", packed.getvalue())

    assert refused.value.code in ("notice_too_large", "notice_unreadable")


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_reading, "READ_SECONDS", 0.01)
    with pytest.raises(BotError) as refused:
        read_in_child("cham.txt", FOUR.encode())

    assert refused.value.code == "notice_unreadable"
