"""Files are kept: fetched as they arrive in a draft, looked at, stored, and told of where they are not."""

from __future__ import annotations

import hashlib
import io
import json
from functools import partial

import pytest
from aiogram.exceptions import TelegramBadRequest
from docx import Document
from openpyxl import load_workbook

from bot.exports import docx, xlsx
from bot.services.reporting.kept_files import AGAIN_SECONDS
from tests.contents import PDF, compound, photo, place_in, vast_picture
from tests.contents import docx as document
from tests.handlers.attaching import SEND, at_files, send
from tests.handlers.keeping import clean_up, later, no_network, on_disk, states, texts
from tests.runtime.stepping import METHOD
from tests.world import World, say

MACROS = document(word__vbaProject_bin=b"x")
SHA256 = hashlib.sha256(PDF).hexdigest()

# --- from the moment it arrives


async def test_a_file_is_stored_as_it_arrives_in_the_draft_and_nobody_else_can_read_it(world: World) -> None:
    an = await at_files(world)

    await send(world, partial(an.send_document, "a.pdf"))

    assert on_disk(world) == {SHA256: PDF}
    path = world.path / "files" / SHA256[:2] / SHA256
    assert [each.stat().st_mode & 0o777 for each in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]
    assert states(world) == [("stored", None)]
    assert world.count("reports") == 0


async def test_the_receipt_counts_what_is_stored_and_what_is_being_fetched_apart(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "a.pdf"))
    no_network(world)
    await send(world, partial(an.send_document, "b.pdf"))

    await say(world, an, *SEND[:1])
    review = an.last.text
    await say(world, an, SEND[1])

    assert "Tệp kèm theo (02): a.pdf; b.pdf (đang tải)" in review
    assert "Nội dung: 01 vướng mắc (VM-2611-001), 02 tệp (đã lưu 01, đang tải 01)." in an.last.text
    assert "kèm 02 tệp (đã lưu 01, đang tải 01)" in chi.messages[0].text
    assert texts(chi)[1:] == ["BC-2611-001 – VM-2611-001 – a.pdf"]


async def test_a_file_that_comes_late_follows_to_the_desk_once_and_its_sender_is_not_disturbed(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    no_network(world)
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, *SEND)
    before = texts(an)

    await later(world, AGAIN_SECONDS[0])
    await later(world, 3600)

    assert states(world) == [("stored", None)]
    assert texts(chi)[1:] == ["BC-2611-001 – VM-2611-001 – a.pdf"]
    assert texts(an) == before
    await say(world, an, "/tracuu VM-2611-001")
    assert f"Mã SHA-256 của tệp: (1) {SHA256[:16]}" in an.last.text


async def test_an_outage_of_most_of_a_day_costs_no_file(world: World) -> None:
    an = await at_files(world)
    no_network(world, len(AGAIN_SECONDS))
    await send(world, partial(an.send_document, "a.pdf"))

    for seconds in AGAIN_SECONDS:
        assert on_disk(world) == {}
        await later(world, seconds)

    assert on_disk(world) == {SHA256: PDF}
    assert sum(AGAIN_SECONDS) > 12 * 3600


async def test_a_file_the_server_calls_temporarily_unavailable_is_asked_for_again(world: World) -> None:
    an = await at_files(world)
    away = TelegramBadRequest(METHOD, "Bad Request: wrong file_id or the file is temporarily unavailable")
    world.telegram.find_failures.append(away)
    await send(world, partial(an.send_document, "a.pdf"))
    assert states(world) == [("waiting", None)]

    await later(world, AGAIN_SECONDS[0])

    assert states(world) == [("stored", None)]


async def test_the_same_content_sent_twice_is_one_file(world: World) -> None:
    an = await at_files(world)

    await send(world, partial(an.send_document, "a.pdf"), partial(an.send_document, "b.pdf"))
    await say(world, an, "[Xóa tệp vừa gửi]")
    await clean_up(world)

    assert states(world) == [("stored", None)]
    assert on_disk(world) == {SHA256: PDF}


# --- what is not kept


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.docx", MACROS, "tệp có macro"),
        ("a.pdf", b"MZ" + bytes(100), "tệp là chương trình hoặc chứa chương trình"),
        ("a.pdf", photo(), "nội dung không đúng với tên tệp"),
        ("a.docx", document(word__media__a_xml=bytes(30 * 1024 * 1024)), "tệp khi mở chiếm quá nhiều bộ nhớ"),
        ("a.docx", compound("EncryptedPackage"), "tệp đặt mật khẩu"),
        ("a.jpg", photo()[:30], "tệp trống hoặc bị hỏng"),
        ("a.png", vast_picture(), "tệp khi mở chiếm quá nhiều bộ nhớ"),
    ],
    ids=["macros", "program", "another kind", "zip bomb", "password", "damaged", "picture bomb"],
)
async def test_a_file_that_is_not_kept_is_refused_with_its_reason_and_leaves_nothing(
    world: World, name: str, content: bytes, why: str
) -> None:
    an, chi = await at_files(world), world.phone("CHI")

    an.send_file(name, content, mime_type=None)
    await world.settle()

    assert an.last.text.startswith(f"Tệp {name} chưa được lưu: {why}")
    assert on_disk(world) == {}
    await say(world, an, *SEND)
    assert "01 tệp (không lưu được 01)." in an.last.text
    assert f"{name} (tệp không lưu được)" not in an.last.text
    assert "kèm 01 tệp (không lưu được 01)" in chi.messages[0].text
    assert len(chi.messages) == 1, "what was refused is not sent on"


async def test_the_annex_says_which_file_could_not_be_stored_and_prints_the_hash_of_each_that_was(
    world: World,
) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_file, "a.docx", MACROS, mime_type=None), partial(an.send_document, "b.pdf"))
    await say(world, an, *SEND)

    await say(world, world.phone("CHI"), "/tonghop")

    snapshot = json.loads(world.read.conn.execute("SELECT body FROM snapshots").fetchone()[0])
    difficulty = snapshot["difficulties"][0]
    assert difficulty["files"] == ["a.docx (tệp không lưu được)", "b.pdf"]
    assert difficulty["file_hashes"] == ["", SHA256]
    lines = [paragraph.text for paragraph in Document(io.BytesIO(docx.build(snapshot))).paragraphs]
    listed = f"(1) a.docx (tệp không lưu được); (2) b.pdf (SHA-256: {SHA256[:16]})"
    assert f"- VM-2611-001: {listed}." in lines
    sheet = load_workbook(io.BytesIO(xlsx.build(snapshot)))["Tệp kèm theo"]
    assert [[cell.value for cell in row[3:]] for row in sheet.iter_rows()] == [
        ["Tên tệp", "Mã SHA-256"],
        ["a.docx (tệp không lưu được)", ""],
        ["b.pdf", SHA256],
    ]


async def test_a_refusal_after_the_report_was_sent_is_told_to_its_sender_and_the_desk_once(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    no_network(world)
    await send(world, partial(an.send_file, "a.docx", MACROS, mime_type=None))
    await say(world, an, *SEND)

    await later(world, AGAIN_SECONDS[0])
    await later(world, 3600)

    assert texts(an)[-1].startswith("Tệp a.docx của VM-2611-001 không lưu được: tệp có macro. Báo cáo đã được nhận.")
    assert texts(chi)[1:] == ["Tệp a.docx của VM-2611-001 không lưu được: tệp có macro. Người gửi đang được báo."]
    await say(world, chi, "/tracuu VM-2611-001")
    assert "a.docx (tệp không lưu được)" in chi.last.text


async def test_a_file_that_never_comes_is_told_and_sent_on_by_its_identifier(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    no_network(world, len(AGAIN_SECONDS) + 1)
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, *SEND)

    for seconds in AGAIN_SECONDS:
        await later(world, seconds)

    assert states(world) == [("lost", None)]
    assert "Tệp a.pdf" not in an.last.text  # it is night; what can wait comes in the morning
    await later(world, 8 * 3600)
    assert "Tệp a.pdf của VM-2611-001 không lưu được: chưa tải được tệp từ kênh liên lạc" in an.last.text
    assert any("Tệp a.pdf của VM-2611-001 không lưu được" in text for text in texts(chi))
    assert chi.last.stored == (
        "RawSendDocument",
        world.read.conn.execute("SELECT file_ref FROM attachments").fetchone()[0],
    )


async def test_whoever_took_a_file_back_is_not_told_of_it(world: World) -> None:
    an = await at_files(world)
    no_network(world)
    await send(world, partial(an.send_file, "a.docx", MACROS, mime_type=None))
    await say(world, an, "[Xóa tệp vừa gửi]")
    before = texts(an)

    await later(world, AGAIN_SECONDS[0])

    assert texts(an) == before


async def test_the_audit_has_what_became_of_a_file_of_a_report(world: World) -> None:
    an = await at_files(world)
    no_network(world)
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, *SEND)

    await later(world, AGAIN_SECONDS[0])

    assert world.count("audit", "verb = 'file.kept' AND object = 'report:BC-2611-001:1'") == 1


# --- what a photo tells


async def test_a_photo_loses_the_place_it_was_taken_at_and_the_desk_gets_what_is_kept(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    content = photo(place=True, turned=6)
    assert place_in(content)

    an.send_file("anh.jpg", content, mime_type="image/jpeg")
    await world.settle()
    await say(world, an, *SEND)

    (sha256, kept), *others = on_disk(world).items()
    assert others == []
    assert place_in(kept) == {}
    assert chi.last.file == ("anh.jpg", kept)
    assert hashlib.sha256(kept).hexdigest() == sha256 != hashlib.sha256(content).hexdigest()
    await say(world, chi, "/tracuu VM-2611-001")
    assert sha256[:16] in chi.last.text
