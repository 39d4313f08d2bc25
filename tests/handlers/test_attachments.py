"""Photos and files with a difficulty: from the last step of the form to the desk, by identifier alone."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter

from bot.domain.questions import ReportPart
from bot.domain.verbs import ShowReport
from tests.asking import step_at
from tests.catalogues import said
from tests.handlers.acts import ADHOC, ADHOC_ITEM, CONTENT, ONE, OPEN, SENT, bring_roster, press
from tests.runtime.stepping import METHOD, envelope, queue, until
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

TO_FILES = (*OPEN, *ONE[:-1])
SEND = ("[Gửi tệp xong]", "[Xem lại, gửi]", "[Gửi báo cáo]")
TWENTY_MB = 20 * 1024 * 1024


async def at_files(world: World, code: str = "AN") -> Phone:
    """Let a member get to the step for files."""
    world.quota.most = 1000  # an album is not what the quota is about
    phone = world.phone(code)
    await say(world, phone, *TO_FILES)
    return phone


async def send(world: World, *items: Any) -> None:
    """Send files one after another, waiting after each."""
    for item in items:
        item()
        await world.settle()


def stored(world: World) -> list[tuple[Any, ...]]:
    sql = "SELECT kind, name, size, mime, caption FROM attachments ORDER BY difficulty, position"
    return [tuple(row) for row in world.read.conn.execute(sql)]


def drafted(world: World) -> list[str]:
    """The names of the files in the newest draft, "–" for none."""
    kept = json.loads(world.read.conn.execute("SELECT answers FROM drafts ORDER BY id DESC").fetchone()[0])
    return [each["name"] or "–" for files in kept["files"] for each in files]


async def test_the_last_step_asks_for_files_and_may_be_passed_over(world: World) -> None:
    an = await at_files(world)

    assert f"{step_at('files')} – Đất đai (không bắt buộc)" in an.last.text
    assert "tối đa 10 tệp, mỗi tệp không quá 20 MB" in an.last.text
    assert an.last.labels == [
        said("No files"),
        said("Write more (previous answer)"),
        said("‹ Back"),
        said("Save and exit"),
    ]

    await say(world, an, "[Không kèm tệp]", "[Xem lại, gửi]")
    assert said("Attached files: none") in an.last.text
    await say(world, an, "[Gửi báo cáo]")
    assert "Nội dung: 01 vướng mắc (VM-2611-001)." in an.last.text


async def test_a_photo_and_a_file_go_from_the_member_to_the_desk_by_their_identifiers(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")

    await send(world, an.send_photo, partial(an.send_document, "Trích lục.pdf", caption=" Trang 2\x00 "))
    assert "Đã nhận 02 tệp: Ảnh 1; Trích lục.pdf." in an.last.text
    assert an.last.labels[:2] == [said("Files complete"), said("Delete last file")]
    await say(world, an, *SEND[:2])
    assert "Tệp kèm theo: 02" in an.last.text
    await say(world, an, SEND[2])

    assert "Nội dung: 01 vướng mắc (VM-2611-001), 02 tệp." in an.last.text
    assert stored(world) == [
        ("photo", "", 90_000, "image/jpeg", ""),
        ("document", "Trích lục.pdf", 120_000, "application/pdf", "Trang 2"),
    ]
    notice, photo, document = chi.messages
    assert "01 vướng mắc: Đất đai (01); 02 tệp" in notice.text
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


async def test_the_annex_lists_the_files_of_a_difficulty(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "=1+1.pdf"), an.send_photo)
    await say(world, an, *SEND)

    await say(world, world.phone("CHI"), "/tonghop")

    snapshot = json.loads(world.read.conn.execute("SELECT body FROM snapshots").fetchone()[0])
    assert [each["files"] for each in snapshot["difficulties"]] == [["=1+1.pdf", "Ảnh 1"]]


async def test_the_audit_is_of_names_and_sizes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr("storage.ledgers.append_audit", lambda *args: seen.append(args))
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf", size=5))

    await say(world, an, *SEND)

    detail = next(args[5] for args in seen if args[3] == "report.sent")
    assert detail["difficulties"][0]["attachments"] == [{"name": "a.pdf", "size": 5}]
    json.dumps(detail)


async def test_files_stay_in_the_draft_over_back_exit_and_a_jump_and_the_last_can_be_taken_back(world: World) -> None:
    an = await at_files(world)
    await send(world, partial(an.send_document, "a.pdf"), partial(an.send_document, "b.pdf"), an.send_photo)

    await say(world, an, "[‹ Quay lại]", "[Lưu nháp, thoát]", "/batdau", "[Viết tiếp tháng 11]", "[Giữ nội dung này]")
    assert "Đã nhận 03 tệp: a.pdf; b.pdf; Ảnh 1." in an.last.text
    await say(world, an, "[Xóa tệp vừa gửi]", "[Gửi tệp xong]", "[Xem lại, gửi]", "[Sửa mục 1]", "[Sửa tệp kèm theo]")
    assert "Đã nhận 02 tệp: a.pdf; b.pdf." in an.last.text
    await say(world, an, "[Xóa tệp vừa gửi]", "[Xóa tệp vừa gửi]")
    assert an.last.labels == [said("No files"), said("‹ Back"), said("Save and exit")]

    await send(world, partial(an.send_document, "c.pdf"))
    await say(world, an, "[Gửi tệp xong]", "[Gửi báo cáo]")

    assert [row[1] for row in stored(world)] == ["c.pdf"]


# --- albums: every item is an update of its own


async def test_an_album_is_answered_once_below_it(world: World) -> None:
    an = await at_files(world)
    before = an.last
    shown = len(an.messages)

    an.send_album(an.send_photo, an.send_photo, partial(an.send_photo, caption="Biển báo"))
    await world.settle()

    assert len(an.messages) == shown + 1
    assert before.labels == []
    assert "Đã nhận 03 tệp: Ảnh 1; Ảnh 2; Ảnh 3." in an.last.text
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

    assert "Hệ thống nhận chữ, ảnh và tệp. Nội dung vừa gửi chưa được xử lý." in an.last.text
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


# --- files where none are awaited


async def test_a_file_at_another_step_is_not_stored_and_the_right_step_is_named_once_per_album(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:2])
    shown = len(an.messages)

    an.send_album(*[partial(an.send_photo, caption=CONTENT)] * 5)
    await world.settle()

    assert len(an.messages) == shown + 1
    assert (
        f"Bước này cần nội dung bằng chữ; tệp được nhận ở {step_at('files')}. Tệp vừa gửi chưa được lưu."
        in an.last.text
    )
    assert step_at("content") in an.last.text
    assert drafted(world) == []


async def test_a_text_at_the_step_for_files_is_not_kept_and_what_is_awaited_is_said(world: World) -> None:
    an = await at_files(world)

    await say(world, an, "Nội dung bổ sung.")

    assert "Bước này chờ ảnh hoặc tệp; nội dung chữ vừa gửi chưa được lưu." in an.last.text
    assert "Nội dung bổ sung." not in world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0]


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


# --- at the desk


async def test_where_a_file_cannot_be_sent_on_the_officer_is_told_which_and_the_others_come(world: World) -> None:
    an, chi = await at_files(world), world.phone("CHI")
    await send(world, partial(an.send_document, "a.pdf"), an.send_photo)
    refused = TelegramBadRequest(METHOD, "Bad Request: wrong file identifier/HTTP URL specified")
    await say(world, an, *SEND[:2])
    world.telegram.file_failures.append(refused)

    await say(world, an, SEND[2])

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
    await world.writer.write(lambda db: db.conn.execute("UPDATE attachments SET channel = 'zalo'"))
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
    assert "Tệp kèm theo: 01" in an.last.text

    await say(world, an, "[Gửi khẩn]")

    assert "Nội dung: VM-2611-001, 01 tệp." in an.last.text
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
