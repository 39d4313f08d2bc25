"""One story that leaves a word, and the name of a person, in every place that holds what people write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.broadcasts import Audience, Broadcast
from bot.domain.broadcasts import Chosen as ChosenAudience
from bot.domain.calls import Outcome
from bot.domain.notice_lines import Chosen, Decision, Passage, ReadNotice
from bot.domain.notices import Confidence
from bot.domain.people import MEMBER_ROLES, Caller
from bot.domain.requests import RequestKind
from bot.domain.verbs.lookup import ShowReport
from bot.runtime.postbox import enqueue
from bot.services.acts import ACTS
from bot.services.difficulties import acts
from bot.services.people import mailing
from bot.services.tasks import working
from storage import broadcasts, calls, mailboxes, notices, people, remarks, tasks, web_messages
from storage.file_store import put
from storage.files import StoredFile, delete_unwanted, put_file
from storage.inbox import Arrival, quarantine, take_in
from storage.requests import add_request
from tests.asking import answered
from tests.contents import PDF
from tests.handlers.acts import ADHOC, CONTENT, OPEN, PROPOSAL, SENT_ADHOC, bring_roster
from tests.handlers.approving import APPROVE, REQUIRE, SUBMIT
from tests.handlers.grouped import Group
from tests.handlers.handled import do
from tests.handlers.keeping import no_network
from tests.handlers.task_results import TO_TASK
from tests.handlers.working_group import MEMBERS, turn
from tests.world import ROSTER, World, say

MARK = "Zuqowex"
"""Shorter than any word by which copies are looked for: where it stands alone, its place is known."""
NAME, NUMBER, USER = "Quách Thị Wexiquzo", "0912345678", 7770007771
WORDS = f"Kho {MARK} của quân khu đặt tại điểm cao, cần nâng cấp đường vào; hỏi {NAME}, điện thoại 0912 345 678."
COPIED = f"Như đã báo cáo: {WORDS}"
"""Words in a place that is not of the report: known by what they repeat."""
ITEM = answered(
    field="[Đất đai]",
    procedure=MARK,
    content=WORDS,
    legal=f"Khoản 2 Điều 5 Nghị định 09/2019/NĐ-CP, {MARK}",
    agency=MARK,
    proposal=f"Bổ sung kinh phí cho kho {MARK}.",
)
ALIKE = f"Kho {MARK} của chúng tôi cũng đặt tại điểm cao, cần nâng cấp đường vào; hỏi {NAME}."
FILE = f"so-do-{MARK}.pdf"
NEWCOMER = f"ZW,{NAME},Phó Văn phòng,ba,vi,{NUMBER},focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A\n"
RETURNED = ("[Trả lại báo cáo]", f"Bỏ đoạn {MARK}.", "[Trả lại báo cáo]")


async def done(world: World, act: str, asked: Mapping[str, str]) -> None:
    """What a verb does, and what the program does after it."""
    await world.writer.write(lambda db: ACTS[act](world.unit(db), asked))
    await world.writer.write(lambda db: delete_unwanted(db, world.path))
    await world.writer.write_anew()
    world.app.wake()
    await world.settle()
    assert await world.writer.checkpoint()


async def tell(world: World) -> None:
    """Bích reports what must not be here: it is returned, approved, shared, co-signed, handled, amended, carried on."""
    an, bich, binh, chi = (world.phone(code) for code in ("AN", "BICH", "BINH", "CHI"))
    await say(world, binh, *REQUIRE)
    await say(world, bich, *OPEN, *ITEM[:-1])
    bich.send_document(FILE, caption=f"Sơ đồ {MARK}")
    await world.settle()
    await say(world, bich, "[Gửi tệp xong]", SUBMIT)
    await say(world, binh, APPROVE)
    shared = (
        "[Cho phép chia sẻ]",
        f"Nâng cấp đường vào kho {MARK}",
        f"Kho {MARK} được nâng cấp.",
        "[Cho phép chia sẻ]",
    )
    await say(world, chi, "/tracuu VM-2611-001", *shared)
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=ALIKE, proposal=PROPOSAL))
    await say(world, an, "[Cùng kiến nghị mục 1]", "[Gửi kèm ví dụ]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    await say(world, chi, f"/tracuu {MARK}")
    group = Group(world)
    for code in ("VM-2611-001", "VM-2611-002"):
        await group.presses(chi, ShowReport(code).data)
    assert any(MARK in message.text for message in group.messages)


async def follow(world: World) -> None:
    """The desk forwards it, the period is closed, and the next report adds something; Giáp reports for the quarter."""
    bich, binh, giap = world.phone("BICH"), world.phone("BINH"), world.telegram.phone(201)
    chi, word = world.phone("CHI"), ("/tracuu VM-2611-001", "[Biên tập nội dung]", f"Đường vào kho {MARK} của {NAME}.")
    await say(world, bich, *SENT_ADHOC)
    await say(world, chi, *word, f"Nâng cấp {MARK}.", "[Ghi nội dung]", *word[:2], "[Lưu nháp, thoát]")
    await say(world, bich, "/tracuu BC-2611-001", "[Bổ sung, đính chính]", "[Lưu nháp, thoát]")
    await do(world, acts.accept, "VM-2611-001")
    # The desk corrects the very words, and writes its own: what its sender said stands beside.
    for button, words in (
        ("Sửa thủ tục", f"Mở đường vào kho {MARK}"),
        ("Đổi cơ quan", f"Ban {MARK}"),
        ("Sửa tiêu đề", MARK),
        ("Sửa nguyên nhân", f"Kho {MARK} ở xa"),
        ("Sửa đối tượng", f"Đơn vị giữ kho {MARK}"),
        ("Sửa mã ngoài", MARK),
    ):
        await say(world, chi, "/tracuu VM-2611-001", "[Sửa phân loại]", f"[{button}]", words, "[Ghi nhận]")
    await say(world, chi, "[Sửa phân loại]", "[Đánh dấu 1]")
    await do(world, acts.forward, "VM-2611-001", MARK, date(2026, 12, 8))
    await direct(world)
    await world.writer.write(lambda db: a_lead_works(world, db))
    await say(world, giap, *TO_TASK, f"{MARK} xong", f"{MARK} 12/TTr", f"Chờ {MARK}", "[Lưu kết quả]", "[‹ Về báo cáo]")
    await say(world, giap, "[Khai vướng mắc]", *ITEM, MARK, "[Gửi báo cáo]")
    await turn(world, datetime(2026, 11, 23, 17, tzinfo=VN))
    await turn(world, datetime(2026, 12, 16, 9, tzinfo=VN))
    await say(world, bich, "/baocao", "[Báo cáo tháng 12]", "[Cập nhật mục 1]", "[Bổ sung thông tin]", MARK)
    await say(world, bich, "[Tiếp tục báo cáo]", "[Xem lại, gửi]", SUBMIT)
    await say(world, binh, *RETURNED)
    await say(world, bich, "[Sửa báo cáo]", SUBMIT)
    await say(world, binh, APPROVE)
    await turn(world, datetime(2026, 12, 22, 17, tzinfo=VN))


def a_lead_works(world: World, db: Database) -> None:
    """Giáp says how far his task is, and asks for a later deadline: his report of the quarter states both."""
    actor = people.find_actor(db, Caller("telegram", "201", "201"), world.unit(db).today)
    task = tasks.task_by_code(db, "NV-26-101")
    assert actor is not None
    assert task is not None
    lead = task.leads[0]
    working.progress(world.unit(db), actor, task.id, lead, 40, f"Chờ {MARK} của {NAME}.")
    working.ask_extension(world.unit(db), actor, task.id, lead, date(2027, 1, 15), f"Vì {MARK}.")


async def direct(world: World) -> None:
    """The leader is asked about it and answers; an answer that was begun stays in a draft."""
    lan, asked = world.phone("LAN"), ("[Xin ý kiến lãnh đạo]", f"Giao kho {MARK}", "[Gửi lãnh đạo]")
    await say(world, world.phone("CHI"), "/tracuu VM-2611-001", *asked)
    await say(world, lan, "/batdau", "[Cho ý kiến]", "[Chọn 1]", "[Nêu ý kiến khác]", f"{NAME}: {MARK}")
    await say(world, lan, "[Ghi nhận ý kiến]", "/tracuu VM-2611-001", "[Nêu ý kiến]", "[Nêu ý kiến]")
    await say(world, lan, f"Xem kỹ {MARK}", "[Lưu nháp, thoát]")


async def repeat(world: World) -> None:
    """In January the words come again: in requests, drafts, files that are made, searches, and what is on its way."""
    bich, binh, chi = (world.phone(code) for code in ("BICH", "BINH", "CHI"))
    await turn(world, datetime(2027, 1, 18, 9, tzinfo=VN))
    excuse = ("/baocao", "[Đề nghị miễn kỳ này]", "[Báo cáo tháng 1]", COPIED, "[Gửi đề nghị]")
    await say(world, bich, *excuse)
    await say(world, chi, "[Không chấp thuận]", COPIED, "[Gửi ý kiến]")
    await say(world, bich, *excuse)
    await say(world, chi, "[Chấp thuận]", "/tonghop 01/2027")
    await say(world, bich, "/caidat", "[Xem dữ liệu]", "[Tải dữ liệu]", "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]")
    await say(world, bich, *ADHOC, "[Đề nghị xử lý sớm]", "dat dai", COPIED, PROPOSAL)
    no_network(world)
    bich.send_document(FILE)
    await world.settle()
    await say(world, bich, "[Lưu nháp, thoát]", COPIED)
    await work(world)
    noted = ("[Ghi chú (00)]", "[Thêm ghi chú]", f"{MARK}: {NAME}", "[Lưu ghi chú]", "[Xem VM-2611-001]")
    await say(world, chi, "/tracuu VM-2611-001", *noted, "[Đóng theo dõi]", f"{NAME}: {MARK}", "[Lưu nháp, thoát]")
    saved = ("[Bỏ qua]", "[Lưu làm mẫu]", f"{MARK} {NAME}", "[Lưu mẫu]", "[Lưu nháp, thoát]")
    await say(world, chi, "/tracuu VM-2611-001", "[Đề nghị bổ sung]", f"{COPIED} {NAME}", *saved)
    await say(world, binh, f"/tracuu {MARK}")
    await say(world, chi, f"/tracuu {NAME}")
    world.telegram.call_fails = lambda method: OSError() if getattr(method, "chat_id", 0) == bich.user_id else None
    await say(world, chi, "/tracuu VM-2611-001", "[Trả lời]", f"{MARK}: {NAME}", f"{MARK}/QĐ", "16/11/2026")
    chi.send_document(f"ket-qua-{MARK}.pdf", caption=f"{MARK}: {NAME}")
    await world.settle()
    await say(world, chi, "[Gửi tệp xong]", "[Gửi kết quả]")
    await world.writer.write(lambda db: entered_by_letter(db, "BC-2612-001"))
    await world.writer.write(lambda db: set_aside(world, db, "9999", {"text": WORDS, "from": {"id": 101}}))
    await world.writer.write(lambda db: an_officer_remarks(world, db))
    await world.writer.write(lambda db: an_officer_announces(world, db))
    await world.writer.write(lambda db: a_notice_repeats(world, db))
    await world.writer.write(lambda db: a_call_is_noted(world, db))
    await world.writer.write(lambda db: a_page_shows(world, db, "BICH", WORDS))


async def work(world: World) -> None:
    """Giáp repeats the words where he works on a task: asked, said of progress, begun, and under a file."""
    giap, task = world.telegram.phone(201), "/tracuu NV-26-101"
    await say(world, giap, task, "[Gửi câu hỏi]", COPIED, "[Gửi câu hỏi]")
    await say(world, giap, task, "[Cập nhật tiến độ]", f"40% {COPIED}")
    await say(world, giap, task, "[Gửi câu hỏi]", COPIED, "[Lưu nháp, thoát]")
    await say(world, giap, task, "[Báo hoàn thành]", COPIED, "[Bỏ qua]")
    giap.send_document("bao-cao.pdf", caption=COPIED)
    await world.settle()
    await say(world, giap, "[Gửi tệp xong]", "[Gửi kết quả]")


def entered_by_letter(db: Database, code: str) -> None:
    """A report might have come by a letter, which the desk entered under its number."""
    db.conn.execute("UPDATE reports SET origin_kind = 'l', origin_number = ? WHERE code = ?", [f"{MARK}/CV", code])


def set_aside(world: World, db: Database, number: str, message: Mapping[str, object]) -> None:
    """An update could not be handled."""
    raw, user = json.dumps({"message": message}), str(message["from"]["id"])  # type: ignore[index]
    take_in(db, "telegram", [Arrival(number, "h", user, raw)], world.clock.now())
    [[seq]] = db.conn.execute("SELECT seq FROM inbox WHERE update_id = ?", [number]).fetchall()
    quarantine(db, seq, "SC-1", world.clock.now())


def an_officer_remarks(world: World, db: Database) -> None:
    """The paper of a period has remarks that repeat the words."""
    chi = people.person_by_code(db, "CHI")
    assert chi is not None
    remarks.add(db, "2026-12", 0, COPIED, chi.id, world.clock.now())


def an_officer_announces(world: World, db: Database) -> None:
    """An announcement to everybody repeats the words."""
    chi, now = people.person_by_code(db, "CHI"), world.clock.now()
    assert chi is not None
    everybody = ChosenAudience(Audience.BODY, "hoi_dong_tu_van")
    made = Broadcast(0, "TB-2701-001", chi.id, COPIED, (), everybody, confirm=False, made_at=now, send_at=now)
    broadcasts.add(
        db, made, [(person.id, broadcasts.basis_of(held)) for person, held in people.everybody(db, now.date())]
    )
    broadcasts.mark_stopped(db, 1, chi.id, now)


def a_call_is_noted(world: World, db: Database) -> None:
    """An officer called a member, and noted the words that were said."""
    chi, bich = people.person_by_code(db, "CHI"), people.person_by_code(db, "BICH")
    assert chi is not None
    assert bich is not None
    now = world.clock.now()
    (seat,) = people.seats_of_person(db, bich.id, MEMBER_ROLES, world.unit(db).today)
    call = calls.add(db, seat, bich.id, NUMBER, Outcome.SPOKEN, (), now.date(), chi.id, now)
    calls.note(db, call, COPIED)


def a_page_shows(world: World, db: Database, code: str, words: str) -> None:
    """Somebody has the office's page too: it shows the words, with a file; messages go to the chat."""
    person, now = people.person_by_code(db, code), world.clock.now()
    assert person is not None
    page = f"page-of-{code}"
    account = people.link_account(db, Caller(web_messages.CHANNEL, page, page), person.id, now)
    db.conn.execute("UPDATE accounts SET reach = 'blocked' WHERE id = ?", [account])
    web_messages.add(db, page, {"runs": [["", words]], "rows": []}, now)
    file = web_messages.WebFile("document", f"so-do-{words}.pdf", 1, "application/pdf", ref="0" * 32)
    web_messages.add_own(db, page, web_messages.Own("1", words, file), now)


def a_notice_repeats(world: World, db: Database) -> None:
    """A notice that is being turned into tasks repeats the words."""
    chi = people.person_by_code(db, "CHI")
    assert chi is not None
    passage = Passage(0, 9, COPIED, COPIED, (), (), None, (), Confidence.CLEAR)
    read = ReadNotice("1/TB", None, "0" * 64, (passage,))
    number = notices.add_import(db, chi.id, COPIED, read, COPIED, world.clock.now(), supplements=False)
    notices.add_line(db, number, 1, passage, Chosen(COPIED), Decision.OPEN)


def has_an_address(world: World, db: Database) -> None:
    """Whoever will be erased has confirmed an address of e-mail, gave another one, and a letter waits."""
    person, now = people.person_by_code(db, "ZW"), world.clock.now()
    assert person is not None
    unit = world.unit(db)
    mailboxes.confirm(db, mailing.give(unit, person, f"{USER}@example.vn"), now)
    new = mailing.give(unit, person, f"new-{USER}@example.vn")
    enqueue(unit, [mailing.send_code(unit, person, new)], "code", {})


def a_roster_waits(world: World, db: Database) -> None:
    """An officer has sent a roster that names the person, and has not said yet that it is to be applied."""
    content = (ROSTER + NEWCOMER).encode()
    sha256, path = put(world.path / "files", content)
    put_file(db, StoredFile(sha256, path, len(content), "text/csv"), world.clock.now())
    add_request(db, RequestKind.ROSTER, {"name": NAME}, 1, world.clock.now(), world.clock.now(), file=sha256)


async def live(world: World) -> None:
    """Whoever will be erased has drafts, a file, settings, texts that were kept, an offered invitation; and leaves."""
    person = world.telegram.phone(USER)
    await say(world, person, "/caidat", "[Đổi giờ nhận tin]", "[Nhận lúc 10:30]")
    await say(world, person, "/caidat", "[Xem dữ liệu]", "[Tải dữ liệu]")
    await say(world, person, *ADHOC, "[Đề nghị xử lý sớm]", "dat dai", CONTENT, PROPOSAL)
    person.send_file("chung.pdf", PDF + b"%", mime_type="application/pdf")
    await world.settle()
    await say(world, person, "[Lưu nháp, thoát]", CONTENT, f"/tracuu {MARK}")

    def aside(db: Database) -> None:
        a_page_shows(world, db, "ZW", NAME)
        has_an_address(world, db)
        set_aside(world, db, "9998", {"text": "/baocao", "from": {"id": USER, "first_name": NAME}})
        # As the deletion of a message was called by an earlier version.
        key = f"purge:telegram:{USER}:1"
        db.conn.execute(
            "UPDATE outbox SET dedupe_key = ? WHERE id = (SELECT max(id) FROM outbox WHERE account IS"
            " (SELECT id FROM accounts WHERE user_key = ?))",
            [key, str(USER)],
        )
        db.conn.execute("UPDATE invitations SET offered_channel = 'telegram', offered_user = ?", [str(USER)])

    await world.writer.write(lambda db: a_roster_waits(world, db))
    issued = await world.writer.write(lambda db: ACTS["invite"](world.unit(db), {"person": "ZW"}))
    assert issued["issued"]
    await world.writer.write(aside)
    await bring_roster(world, ROSTER + MEMBERS)
