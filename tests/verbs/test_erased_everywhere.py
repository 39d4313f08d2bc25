"""What must go goes from everywhere: asked of the schema, so that a column that is added has to be thought of.

One story leaves a word, and the name of a person, in every place that holds what people write. The person goes first,
whose data are erased; then the reports, whose content is removed.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.requests import RequestKind
from bot.domain.verbs.lookup import ShowReport
from bot.exports import NAMES
from bot.services.acts import ACTS
from bot.services.desk import files
from bot.services.difficulties import acts
from bot.services.upkeep import purging
from storage import ledgers, people, remarks
from storage.file_store import place_of, put
from storage.files import StoredFile, delete_unwanted, put_file
from storage.inbox import Arrival, quarantine, take_in
from storage.own_data import stored_about
from storage.requests import add_request
from tests.asking import answered
from tests.contents import PDF
from tests.handlers.acts import ADHOC, CONTENT, OPEN, PROPOSAL, SENT_ADHOC, bring_roster
from tests.handlers.approving import APPROVE, REQUIRE, SUBMIT
from tests.handlers.grouped import Group, bound, roomy
from tests.handlers.handled import do
from tests.handlers.keeping import no_network
from tests.handlers.task_results import TO_TASK
from tests.handlers.working_group import MEMBERS, import_tasks, link, turn
from tests.world import ROSTER, World, running, say

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

Column = tuple[str, str]

_CODES = re.compile(
    r"(^|_)(at|on|from|to|since|until|sha256|hash|code|codes|refs|ref|kind|state|period|channel|key|id|actor"
    r"|address|reach|mime|outcome|part|mark|role|version|incident|lane|topic|guard|urgency|via|approval|bucket"
    r"|difficulty|report|subject|arguments|anchor|honorific|language|quiet|purpose|slot|recurrence|deadline)$"
)
"""Names of columns that hold instants, codes, identifiers and choices among a few, in whatever table."""
_NO_WORDS_OF_REPORTS: Mapping[str, tuple[str, ...]] = {
    "codes and hashes, and what the program calls things": (
        "anchors.anchor", "audit.verb", "audit.object", "audit.salt", "audit.prev", "choices.chat", "counters.name",
        "difficulties.field", "done_together.act", "drafts.step", "files.path", "invitations.offered_user",
        "kept_files.why", "meta.name", "meta.value", "papers.name", "saved_replies.act", "submissions.content",
        "tick_failures.name", "ticks.name", "places.left_how", "urgings.shown", "urgings.left_out",
        "urged_seats.day",
    ),
    "what the desk keeps of organisations, people and tasks": (
        "persons.full_name", "persons.title", "persons.phone", "report_tasks.title", "requests.body",
        "requests.file", "seats.body", "seats.organisation", "tasks.basis", "tasks.title", "tasks.note",
        "tasks.result",
    ),
    "kept only until the message has been sent, or where it failed: errors of the channel": ("outbox.error",),
    "of chats without buttons, which have none of the cast": ("choices.offered",),
}  # fmt: skip


def columns(world: World) -> Iterator[Column]:
    """Every column that can hold a text, of every table; the index is read from the disk."""
    found = world.read.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in found:
        if re.search(r"^_?sqlite_|_words(_\w+)?$", table):
            continue
        for row in world.read.conn.execute(f'PRAGMA table_info("{table}")').fetchall():
            if row["type"] not in ("INTEGER", "REAL"):
                yield table, row["name"]


def holding(world: World, *wanted: str) -> set[Column]:
    """The columns in which one of these stands, in whatever case, spelt as JSON or not."""
    patterns = [re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE) for each in wanted]

    def holds(value: object) -> bool:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        return any(pattern.search(text) or pattern.search(_plain(text)) for pattern in patterns)

    return {
        (table, column)
        for table, column in columns(world)
        for [value] in world.read.conn.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
        if holds(value)
    }


def _plain(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def on_disk(world: World, text: str) -> set[str]:
    """The files of the data that hold a text; what is in backups is said by the verb."""
    paths = [path for path in world.path.rglob("*") if path.is_file() and "backups" not in path.parts]
    held = {str(path.relative_to(world.path)): path.read_bytes().decode("utf-8", "replace") for path in paths}
    return {name for name, content in held.items() if text.lower() in content.lower()}


async def done(world: World, act: str, asked: Mapping[str, str]) -> None:
    """What a verb does, and what the program does after it."""
    await world.writer.write(lambda db: ACTS[act](world.unit(db), asked))
    await world.writer.write(lambda db: delete_unwanted(db, world.path))
    await world.writer.write_anew()
    world.app.wake()
    await world.settle()
    assert await world.writer.checkpoint()


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A running world of both bodies, in which papers are built here and hold all that they are built of."""
    monkeypatch.setattr(files, "build_in_child", lambda name, snapshot, _seconds: name.encode() + snapshot)
    # One file of each: with two, month and quarter would be more at once than a chat takes in an instant.
    monkeypatch.setattr("bot.services.desk.papers.NAMES", {"docx": NAMES["docx"]})
    roomy(monkeypatch)
    world = World(tmp_path)
    world.quota.most = 1000
    world.import_roster(ROSTER + MEMBERS + NEWCOMER)
    import_tasks(world)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    link(world, "GIAP", 201)
    link(world, "ZW", USER)
    async with running(world):
        await bound(world)
        yield world
    world.close()


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
        ("Sửa mã ngoài", MARK),
    ):
        await say(world, chi, "/tracuu VM-2611-001", "[Sửa phân loại]", f"[{button}]", words, "[Ghi nhận]")
    await say(world, chi, "[Sửa phân loại]", "[Đánh dấu 1]")
    await do(world, acts.forward, "VM-2611-001", MARK, date(2026, 12, 8))
    await direct(world)
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


def codes_of(world: World, *seats: str) -> list[str]:
    """The periodic reports of these seats."""
    found = world.read.conn.execute(
        """SELECT DISTINCT r.code FROM reports r JOIN seats s ON s.id = r.seat
           WHERE s.code IN (SELECT value FROM json_each(?)) AND r.kind = 'periodic' ORDER BY r.code""",
        [json.dumps(seats)],
    )
    return [row[0] for row in found]


_OFFICIAL = {("digests", "body"), ("papers", "bytes")}
"""Frozen papers are official records: their hashes are of what they say, names included."""


async def test_of_a_person_and_then_of_reports_nothing_is_left_in_any_column_or_file(office: World) -> None:
    await tell(office)
    await follow(office)
    await repeat(office)
    await live(office)
    no_words = {tuple(each.split(".")) for group in _NO_WORDS_OF_REPORTS.values() for each in group}
    asked_of = {(table, column) for table, column in columns(office) if not _CODES.search(column)}
    assert asked_of - no_words == holding(office, MARK)

    await erased(office)
    await removed(office)


_NAMING = {
    "accounts", "anchors", "cosigns", "difficulties", "difficulty_events", "digests", "drafts", "excuses", "inbox",
    "invitations", "kept_texts", "outbox", "papers", "persons", "remarks", "requests", "searches",
    "seat_requests", "snapshots",
}  # fmt: skip


async def erased(office: World) -> None:
    who = (NAME, NUMBER, "0912 345 678", str(USER))
    before = holding(office, *who)
    assert {table for table, _ in before} >= _NAMING
    assert len(on_disk(office, NEWCOMER)) == 1
    drafted = hashlib.sha256(PDF + b"%").hexdigest()
    assert (office.path / "files" / place_of(drafted)).exists()

    await done(office, "erase-person", {"person": "ZW"})

    assert holding(office, *who) == _OFFICIAL
    assert not (office.path / "files" / place_of(drafted)).exists()
    found = office.read.conn.execute("SELECT count(*) FROM difficulty_words WHERE difficulty_words MATCH 'wexiquzo'")
    assert found.fetchone()[0] == 0
    assert on_disk(office, NEWCOMER) == set()
    assert office.count("persons", "code = 'ZW' AND erased_at IS NOT NULL") == 1
    assert list(ledgers.audit_faults(office.read)) == []


async def removed(office: World) -> None:
    """Three reports go, the newest first; an ad hoc one of the same seat stays."""
    office.telegram.call_fails = lambda _method: None
    await say(office, office.phone("BICH"), "/caidat", "[Xem dữ liệu]", "[Tải dữ liệu]")
    kept = set(codes_of(office, "HIEPHOIB", "BOA"))
    assert len(kept) == 3
    assert "bot.db" in on_disk(office, MARK[1:])
    assert [path for path in (office.path / "files").rglob("*") if path.is_file()] != []
    told = {name for code in kept for name in purging.plan(office.unit(), code).by_hand}
    assert told >= {"Trần Thị Bích", "Lê Văn Bình", "Phạm Thu Chi", "Đỗ Văn Giáp"}

    said = f"kind = 'supplemented' AND detail LIKE '%{MARK}%'"
    assert office.count("difficulty_events", said) == 1
    # What a report says of a difficulty of an earlier one goes with it, and the difficulty stays.
    await done(office, "purge", {"code": "BC-2612-001"})
    assert office.count("difficulty_events", said) == 0
    assert office.count("difficulties", f"code = 'VM-2611-001' AND procedure = '{MARK}'") == 1
    for code in sorted(kept - {"BC-2612-001"}):
        await done(office, "purge", {"code": code})

    assert holding(office, MARK) == set()
    assert on_disk(office, MARK[1:]) == set()
    assert [path for path in (office.path / "files").rglob("*") if path.is_file()] == []
    assert office.count("digests", "body LIKE '%09/2019%'") == 0
    assert office.count("difficulties", f"content = '{CONTENT}'") == 1
    assert office.count("difficulties", "legal_refs <> '' OR procedure_codes <> '' OR agency_code <> ''") == 0
    assert office.count("shared_headlines", "revoked_at IS NULL") == 0
    assert {*codes_of(office, "HIEPHOIB", "BOA")} == kept
    # What was sent today goes from the chats too: what was asked and answered in these words.
    # Of the two files of her data the one that is still known: the other went with the person whom it named.
    assert sum(bool(m.file and m.file[0].startswith("Du-lieu")) for m in office.phone("BICH").messages) == 1
    for phone in (office.phone("BICH"), office.phone("BINH"), office.phone("CHI")):
        assert not any("miễn báo cáo" in message.text and MARK in message.text for message in phone.messages)
    assert list(ledgers.audit_faults(office.read)) == []


def test_the_file_of_a_persons_data_looks_wherever_the_schema_names_a_person(still_world: World) -> None:
    read: set[Column] = set()

    def note(action: int, table: str | None, column: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add((str(table), str(column)))
        return sqlite3.SQLITE_OK

    connection = still_world.read.conn
    naming = {
        (table, row["from"])
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        if row["table"] in ("persons", "accounts")
    } | {each for each in columns(still_world) if each[1] in ("actor", "by_actor", "user_key", "address")}
    connection.set_authorizer(note)
    stored_about(still_world.read, 1, "person:AN")
    connection.set_authorizer(None)

    # Messages and screens are found by the account, and a group is nobody's address.
    assert naming - read == {("outbox", "address"), ("places", "address")}
