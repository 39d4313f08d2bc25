"""Photos and files with a difficulty: from the last step of the form to the desk."""

from __future__ import annotations

import hashlib
import io
import json
from functools import partial

import pytest
from aiogram.exceptions import TelegramBadRequest
from docx import Document

from bot.domain.questions import ReportPart
from bot.domain.verbs.lookup import ShowReport
from bot.exports import docx
from tests.asking import step_at
from tests.catalogues import said
from tests.contents import content_of
from tests.handlers.acts import ADHOC, ADHOC_ITEM, ONE, SENT, press
from tests.handlers.attaching import SEND, at_files, drafted, send, stored
from tests.runtime.stepping import METHOD, envelope, queue
from tests.world import World, say


async def test_the_last_step_asks_for_files_and_may_be_passed_over(world: World) -> None:
    an = await at_files(world)

    assert f"{step_at('files')} – Đất đai (không bắt buộc)" in an.last.text
    assert "tối đa 10 tệp, mỗi tệp không quá 20 MB" in an.last.text
    assert an.last.labels == [
        said("No files"),
        said("Write more (previous answer)"),
        said("Change (previous answer)"),
        said("‹ Back"),
        said("Save and exit"),
    ]

    await say(world, an, "[Không kèm tệp]")
    assert said("Attached files: none") in an.last.text
    await say(world, an, "[Gửi báo cáo]")
    assert "Nội dung: 01 vướng mắc (VM-2611-001)." in an.last.text


async def test_a_photo_and_a_file_go_from_the_member_to_the_desk_by_their_identifiers(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")

    await send(world, an.send_photo, partial(an.send_document, "Trích lục.pdf", caption=" Trang 2\x00 "))
    assert 'Đã nhận 02 tệp: Ảnh 1; Trích lục.pdf – "Trang 2".' in an.last.text
    assert an.last.labels[:2] == [said("Files complete"), said("Delete last file")]
    await say(world, an, SEND[0])
    assert 'Tệp kèm theo (02): Ảnh 1; Trích lục.pdf – "Trang 2"' in an.last.text
    await say(world, an, SEND[1])

    assert "Nội dung: 01 vướng mắc (VM-2611-001), 02 tệp (đã lưu 02)." in an.last.text
    assert stored(world) == [
        ("photo", "", 90_000, "image/jpeg", ""),
        ("document", "Trích lục.pdf", 120_000, "application/pdf", "Trang 2"),
    ]
    notice, photo, document = chi.messages
    assert "01 vướng mắc: Đất đai (01), kèm 02 tệp (đã lưu 02)" in notice.text
    assert photo.text == "BC-2611-001 – VM-2611-001 – Ảnh 1"
    assert document.text == "BC-2611-001 – VM-2611-001 – Trích lục.pdf\nTrang 2"
    refs = [row[0] for row in world.read.conn.execute("SELECT file_ref FROM attachments ORDER BY position")]
    assert [photo.stored, document.stored] == [("RawSendPhoto", refs[0]), ("RawSendDocument", refs[1])]
    assert refs[0].endswith("L")
    assert world.count("drafts", "answers LIKE '%file%photo%'") == 0
    assert world.count("outbox", "kind = 'file' AND lane = 'bulk' AND state = 'sent'") == 2


async def test_the_desk_and_the_member_find_the_files_by_name(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "a.pdf"), an.send_photo)
    await say(world, an, *SEND)

    named = "Tệp kèm theo (02): a.pdf; Ảnh 1"
    for phone in (an, chi):
        for code in ("BC-2611-001", "VM-2611-001"):
            await say(world, phone, f"/tracuu {code}")
            assert named in phone.last.text
    await press(world, chi, ShowReport("VM-2611-001", ReportPart.DIFFICULTY).data)
    assert named in chi.last.text


@pytest.mark.parametrize("caption", ["Biên bản làm việc ngày 05/11", "Trang 1\n<b>trang 2</b>", '"Ký hiệu" {name}'])
async def test_what_is_written_under_a_file_stands_beside_its_name_wherever_it_is_named(
    world: World, caption: str
) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "bien-ban.pdf", caption=caption))
    named = f'bien-ban.pdf – "{" ".join(caption.split())}"'
    at_the_step = an.last.text

    await say(world, an, SEND[0])
    review = an.last.text
    await say(world, an, SEND[1], "/tracuu VM-2611-001")
    looked_up = an.last.text
    await say(world, chi, "/tracuu BC-2611-001")
    seen_by_the_desk = chi.last.text
    await say(world, chi, "/tonghop")

    for shown in (at_the_step, review, looked_up, seen_by_the_desk):
        assert named in shown
    snapshot = json.loads(world.read.conn.execute("SELECT body FROM snapshots").fetchone()[0])
    assert snapshot["difficulties"][0]["files"] == [named]
    annex = Document(io.BytesIO(docx.build(snapshot)))
    shown = f"{named} (SHA-256: {snapshot['difficulties'][0]['file_hashes'][0][:16]})"
    assert f"- VM-2611-001: (1) {shown}." in [paragraph.text for paragraph in annex.paragraphs]


async def test_the_annex_lists_the_files_of_a_difficulty(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "=1+1.pdf"), an.send_photo)
    await say(world, an, *SEND)

    await say(world, world.phone("CHI"), "/tonghop")

    snapshot = json.loads(world.read.conn.execute("SELECT body FROM snapshots").fetchone()[0])
    assert [each["files"] for each in snapshot["difficulties"]] == [["=1+1.pdf", "Ảnh 1"]]


async def test_the_audit_is_of_names_sizes_and_hashes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr("storage.ledgers.append_audit", lambda *args: seen.append(args))
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf", size=5))

    await say(world, an, *SEND)

    detail = next(args[5] for args in seen if args[3] == "report.sent")
    sha256 = hashlib.sha256(content_of("a.pdf")).hexdigest()
    assert detail["difficulties"][0]["attachments"] == [{"name": "a.pdf", "size": 5, "sha256": sha256}]
    json.dumps(detail)


async def test_files_stay_in_the_draft_over_back_exit_and_a_jump_and_the_last_can_be_taken_back(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"), partial(an.send_document, "b.pdf"), an.send_photo)

    await say(world, an, "[‹ Quay lại]", "[Lưu nháp, thoát]", "/batdau", "[Viết tiếp tháng 11]", "[Giữ nội dung này]")
    assert "Đã nhận 03 tệp: a.pdf; b.pdf; Ảnh 1." in an.last.text
    await say(world, an, "[Xóa tệp vừa gửi]", "[Gửi tệp xong]", "[Sửa mục 1]", "[Sửa tệp kèm theo]")
    assert "Đã nhận 02 tệp: a.pdf; b.pdf." in an.last.text
    await say(world, an, "[Xóa tệp vừa gửi]", "[Xóa tệp vừa gửi]")
    assert an.last.labels == [said("No files"), said("‹ Back"), said("Save and exit")]

    await send(world, partial(an.send_document, "c.pdf"))
    await say(world, an, "[Gửi tệp xong]", "[Gửi báo cáo]")

    assert [row[1] for row in stored(world)] == ["c.pdf"]


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("Báo cáo.docx", "application/wps-office.docx"),
        ("Bảng kê.XLSX", "application/octet-stream"),
        ("Công văn.pdf", "application/force-download"),
    ],
)
async def test_a_file_of_another_office_program_or_a_download_is_taken(world: World, name: str, mime: str) -> None:
    an = await at_files(world)

    await send(world, partial(an.send_document, name, mime))

    assert f"Đã nhận 01 tệp: {name}." in an.last.text


# --- at the desk


async def test_where_a_file_cannot_be_sent_on_the_officer_is_told_which_and_the_others_come(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "a.pdf"), an.send_photo)
    refused = TelegramBadRequest(METHOD, "Bad Request: wrong file identifier/HTTP URL specified")
    await say(world, an, SEND[0])
    world.telegram.file_failures.extend([refused, refused])  # by its identifier, and from what is kept

    await say(world, an, SEND[1])

    said = [message.text for message in chi.messages]
    assert any("Tệp a.pdf của VM-2611-001 không chuyển tiếp được đến đồng chí." in text for text in said)
    assert "BC-2611-001 – VM-2611-001 – Ảnh 1" in said
    assert world.count("outbox", "kind = 'file' AND state = 'failed'") == 1


@pytest.mark.parametrize(
    ("reference", "said"),
    [("file:1", "Tệp a.pdf của VM-2611-001 không chuyển tiếp được"), ("file:9", "Chưa lập được tệp")],
    ids=["of another channel", "of none"],
)
async def test_a_file_that_this_channel_does_not_know_is_not_asked_of_it(
    world: World, reference: str, said: str
) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "a.pdf"))
    await say(world, an, *SEND)
    # As one of before the program kept any.
    await world.writer.write(lambda db: db.conn.execute("UPDATE attachments SET channel = 'zalo', file = NULL"))
    calls = len(world.telegram.calls)

    body = {"runs": [], "rows": [], "ref": reference, "name": ""}
    await queue(world, envelope(world, chi.user_id, "again", kind="file", body=body))
    await world.settle()

    assert said in chi.last.text
    assert len(world.telegram.calls) == calls + 1


async def test_the_files_of_an_ad_hoc_report_follow_its_card_at_once(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ADHOC, "[Đề nghị xử lý khẩn]", *ADHOC_ITEM[:-1])
    await send(world, an.send_photo)
    await say(world, an, "[Gửi tệp xong]")
    assert "Tệp kèm theo (01): Ảnh 1" in an.last.text

    await say(world, an, "[Gửi khẩn]")

    assert "Nội dung: VM-2611-001, 01 tệp (đã lưu 01)." in an.last.text
    assert "Báo cáo đột xuất DX-2611-001" in chi.messages[0].text
    assert chi.messages[1].text == "DX-2611-001 – VM-2611-001 – Ảnh 1"
    assert world.count("outbox", "kind = 'file' AND lane = 'interactive' AND state = 'sent'") == 1


async def test_files_of_two_difficulties_stay_with_their_own(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"))

    await say(world, an, "[Gửi tệp xong]", "[Thêm vướng mắc]", "[Đầu tư]", *ONE[1:-1])
    await send(world, partial(an.send_document, "b.pdf"))
    await say(world, an, *SEND)

    assert [message.text for message in world.phone("CHI").messages[1:]] == [
        "BC-2611-001 – VM-2611-001 – a.pdf",
        "BC-2611-001 – VM-2611-002 – b.pdf",
    ]


async def test_a_nil_report_beside_a_draft_sends_no_files(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"))

    await say(
        world, an, "/baocao", "[Báo cáo tháng 11]", *["[‹ Quay lại]"] * len(ONE), "[Báo không phát sinh]", SENT[-1]
    )

    assert stored(world) == []
    assert drafted(world) == ["a.pdf"]
