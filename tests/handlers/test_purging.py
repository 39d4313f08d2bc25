"""What must not be here goes from everywhere: every table, every file, the index, the papers, and the chats."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest

from bot.domain.periods import Period
from bot.domain.verbs.desk import ShowAggregate
from bot.errors import BotError
from bot.services.acts import ACTS
from bot.services.desk import files
from bot.services.upkeep import purging
from storage import ledgers, snapshots
from storage.inbox import Arrival, quarantine, take_in
from tests.asking import answered
from tests.catalogues import said
from tests.handlers.acts import CONTENT, ONE, OPEN, press
from tests.handlers.turning import CLOSE, turn_to
from tests.telegram import Phone
from tests.world import World, say

RARE = "Zuqowexi"
WORDS = f"Kho {RARE} của quân khu đặt tại điểm cao, cần nâng cấp đường vào trong năm."
PROCEDURE = f"Cấp phép vận chuyển {RARE}"
PROPOSAL = f"Đề nghị bổ sung kinh phí cho kho {RARE}."
ITEM = answered(field="[Đất đai]", procedure=PROCEDURE, content=WORDS, proposal=PROPOSAL)
REMOVED = "nội dung đã gỡ bỏ"
NOVEMBER = Period(2026, 11)


def build(name: str, snapshot: bytes, _seconds: float) -> bytes:
    """A file that holds all that it was built of."""
    return name.encode() + snapshot


@pytest.fixture(autouse=True)
def _built_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "build_in_child", build)


async def tell(world: World) -> None:
    """An sends a report with two difficulties and a file; the desk and An look at it; it stands in the digest."""
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *OPEN, *ITEM[:-1])
    an.send_document(f"ke-hoach-{RARE}.pdf", caption=f"Sơ đồ kho {RARE}")
    await world.settle()
    await say(world, an, "[Gửi tệp xong]", "[Thêm vướng mắc]", *ONE, "[Gửi báo cáo]")
    await say(world, chi, f"/tracuu {RARE}")
    await turn_to(world, 23, CLOSE)
    await say(world, an, WORDS, f"/tracuu {RARE.lower()} của quân khu đặt tại")
    await say(world, chi, "/tonghop 11/2026", "/tracuu VM-2611-001")
    await world.writer.write(lambda db: set_aside(world, db))


def set_aside(world: World, db: object) -> None:
    """An update with the words could not be handled."""
    raw = json.dumps({"message": {"text": WORDS, "from": {"id": 101}}})
    take_in(db, "telegram", [Arrival("9999", "h", "101", raw)], world.clock.now())  # type: ignore[arg-type]
    [[seq]] = db.conn.execute("SELECT seq FROM inbox WHERE update_id = '9999'").fetchall()  # type: ignore[attr-defined]
    quarantine(db, seq, "SC-1", world.clock.now())  # type: ignore[arg-type]


async def purge(world: World, code: str) -> None:
    await world.writer.write(lambda db: ACTS["purge"](world.unit(db), {"code": code}))
    await world.writer.write_anew()
    world.app.wake()
    await world.settle()
    assert await world.writer.checkpoint()


def tables_with(world: World, words: str) -> set[str]:
    """Return every table a value of which holds words, in whatever case."""
    found = set()
    for (table,) in world.read.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table.endswith(("_words", "_data", "_idx", "_docsize", "_config")):
            continue
        for row in world.read.conn.execute(f"SELECT * FROM {table}").fetchall():
            texts = [each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each) for each in row]
            if any(words.casefold() in text.casefold() for text in texts):
                found.add(table)
    return found


def is_on_disk(world: World, words: str) -> bool:
    """Return whether a word is in a file of the data, but for its first letter, which an index may share.

    Backups are left out: what remains in them the verb says.
    """
    found = [path for path in world.path.rglob("*") if path.is_file() and path.parent.name != "backups"]
    held = b"".join(path.read_bytes() for path in found)
    return words[1:].casefold().encode() in held.lower()


async def test_before_it_is_removed_it_is_nearly_everywhere(world: World) -> None:
    await tell(world)

    expected = {"difficulties", "attachments", "digests", "papers", "snapshots", "anchors", "kept_texts", "inbox"}
    assert expected <= tables_with(world, RARE)
    assert is_on_disk(world, RARE)


@pytest.mark.parametrize("code", ["BC-2611-001", "vm 2611 001"])
async def test_nothing_of_it_is_left_in_any_table_or_file(world: World, code: str) -> None:
    await tell(world)

    await purge(world, code)

    assert tables_with(world, RARE) == set()
    assert not is_on_disk(world, RARE)


async def test_a_report_that_was_removed_has_the_sentence_in_every_version(world: World) -> None:
    await tell(world)

    await purge(world, "BC-2611-001")

    rows = world.read.conn.execute("SELECT field, procedure, content, legal, proposal FROM difficulties").fetchall()
    assert [tuple(row) for row in rows] == [
        ("dat_dai", REMOVED, REMOVED, "", REMOVED),
        ("dat_dai", "", REMOVED, "", REMOVED),
    ]
    assert world.count("attachments") == 0
    assert world.count("reports") == 1


async def test_of_one_difficulty_the_others_of_its_report_stay(world: World) -> None:
    await tell(world)

    await purge(world, "VM-2611-001")

    contents = [row[0] for row in world.read.conn.execute("SELECT content FROM difficulties ORDER BY id")]
    assert contents == [REMOVED, CONTENT]


async def test_another_members_words_stay_where_they_are_the_same(world: World) -> None:
    bich = world.phone("BICH")
    await say(world, bich, *OPEN, *ONE, "[Gửi báo cáo]")
    await say(world, world.phone("AN"), *OPEN, *ONE, "[Gửi báo cáo]")
    mine, other = [row[0] for row in world.read.conn.execute("SELECT code FROM difficulties ORDER BY id")]

    await purge(world, other)

    assert world.count("difficulties", f"code = '{mine}' AND content = '{CONTENT}'") == 1


async def test_it_is_found_no_more_and_the_rest_is(world: World) -> None:
    await tell(world)
    chi = world.phone("CHI")

    await purge(world, "VM-2611-001")

    await say(world, chi, f"/tracuu {RARE}")
    assert "VM-2611-001" not in chi.last.text
    await say(world, chi, "/tracuu trích lục bản đồ")
    assert "VM-2611-002" in chi.last.text


async def test_the_paper_is_issued_again_under_the_next_number_and_says_so(world: World) -> None:
    await tell(world)
    [before] = snapshots.digests(world.read, "2026-11")
    fingerprint = snapshots.sha256_of(world.read, before.id)

    await purge(world, "VM-2611-001")

    [frozen] = snapshots.digests(world.read, "2026-11")
    assert (frozen.number, frozen.place) == (1, 0)
    assert [each["content"] for each in frozen.snapshot["difficulties"]] == [REMOVED, CONTENT]
    assert frozen.snapshot["again"]["sha256"] == fingerprint
    assert frozen.snapshot["ledger"] == before.snapshot["ledger"]
    assert world.count("papers") == 0
    audited = [row[0] for row in world.read.conn.execute("SELECT object FROM audit WHERE verb LIKE 'digest.removed%'")]
    assert audited == [f"digest:2026-11:0:{fingerprint}"]
    assert list(ledgers.audit_faults(world.read)) == []


async def test_whoever_asks_for_the_old_number_is_told_what_became_of_it(world: World) -> None:
    await tell(world)
    [before] = snapshots.digests(world.read, "2026-11")
    fingerprint = snapshots.sha256_of(world.read, before.id)
    chi = world.phone("CHI")

    await purge(world, "VM-2611-001")
    await press(world, chi, ShowAggregate(NOVEMBER, 0).data)

    assert fingerprint in chi.last.text
    assert "gỡ bỏ" in chi.last.text


async def test_the_desk_and_the_leaders_get_the_new_paper(world: World) -> None:
    await tell(world)
    lan = world.phone("LAN")
    lan.messages.clear()

    await purge(world, "VM-2611-001")
    await turn_to(world, 23, time(18))

    names = [message.file[0] for message in lan.messages if message.file]
    assert names == ["Du-thao-bao-cao-ban-01-2026-11.docx", "Phu-luc-ban-01-2026-11.xlsx"]
    assert not any(RARE.encode() in message.file[1] for message in lan.messages if message.file)


async def test_an_addendum_that_comes_later_takes_the_number_after_that(world: World) -> None:
    await tell(world)
    await purge(world, "VM-2611-001")

    await turn_to(world, 24, time(9))
    await say(world, world.phone("BICH"), *OPEN, *ONE, "[Gửi báo cáo]")
    await turn_to(world, 25, CLOSE)

    frozen = snapshots.digests(world.read, "2026-11")
    assert [(each.number, each.place, each.snapshot["kind"]) for each in frozen] == [
        (1, 0, "digest"),
        (2, 2, "addendum"),
    ]
    chi = world.phone("CHI")
    await say(world, chi, "/tonghop 11/2026")
    assert any("Phụ lục" in message.text or "phụ lục" in message.text for message in chi.messages[-8:])


async def test_a_paper_that_was_issued_again_can_be_issued_again(world: World) -> None:
    await tell(world)

    await purge(world, "VM-2611-001")
    await purge(world, "VM-2611-002")

    [frozen] = snapshots.digests(world.read, "2026-11")
    assert (frozen.number, frozen.place) == (2, 0)
    assert [each["content"] for each in frozen.snapshot["difficulties"]] == [REMOVED, REMOVED]
    removed = snapshots.removed_digest(world.read, "2026-11", 0)
    assert removed is not None
    assert removed.again == 2


async def test_messages_of_the_last_two_days_are_deleted_the_members_own_among_them(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *OPEN, *ITEM, "[Gửi báo cáo]")
    [draft] = world.read.conn.execute("SELECT answers FROM drafts").fetchone()
    typed = {int(ref.split(":")[1]) for ref in json.loads(draft)["refs"]}

    await purge(world, "BC-2611-001")

    assert typed
    assert {(an.user_id, number) for number in typed} <= set(world.telegram.deleted)
    assert not any(RARE in message.text for phone in (an, chi) for message in phone.messages)
    assert world.count("outbox", "kind = 'delete' AND state <> 'sent'") == 0


async def test_older_messages_are_listed_by_whose_chat_they_are_in(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ITEM, "[Gửi báo cáo]")

    world.clock.set(world.clock.now() + timedelta(hours=49))
    plan = purging.plan(world.unit(), "BC-2611-001")

    assert plan.deletable == []
    assert {"Nguyễn Văn An", "Phạm Thu Chi"} <= set(plan.by_hand)


async def test_what_waits_to_be_sent_is_not_sent_any_more(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    world.telegram.go_down()
    world.telegram.come_back()
    await say(world, an, *OPEN, *ITEM)
    chi.messages.clear()
    world.telegram.call_fails = lambda method: OSError() if getattr(method, "chat_id", 0) == chi.user_id else None
    an.tap("Gửi báo cáo")
    await world.settle()
    assert world.count("outbox", f"body LIKE '%{RARE}%'") > 0

    await purge(world, "BC-2611-001")

    assert world.count("outbox", f"body LIKE '%{RARE}%'") == 0


async def test_what_cannot_be_deleted_is_told_to_the_desk(world: World) -> None:
    from aiogram.exceptions import TelegramBadRequest
    from aiogram.methods import DeleteMessage

    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *OPEN, *ITEM, "[Gửi báo cáo]")
    world.telegram.call_fails = lambda method: (
        TelegramBadRequest(method=method, message="Bad Request: message can't be deleted")
        if isinstance(method, DeleteMessage)
        else None
    )

    await purge(world, "BC-2611-001")

    assert any("BC-2611-001" in message.text and "xóa" in message.text for message in chi.messages)


async def test_the_audit_names_what_was_removed_and_stays_whole(world: World) -> None:
    await tell(world)

    await purge(world, "VM-2611-001")

    row = world.read.conn.execute("SELECT actor, object FROM audit WHERE verb = 'content.removed'").fetchone()
    assert tuple(row) == ("operator", "VM-2611-001")
    assert list(ledgers.audit_faults(world.read)) == []


@pytest.mark.parametrize("code", ["VM-2611-999", "NV-26-045", "xin chào", ""])
def test_there_has_to_be_something_of_that_code(still_world: World, code: str) -> None:
    with pytest.raises(BotError) as raised:
        purging.plan(still_world.unit(), code)

    assert raised.value.code == "purge_unknown"


def test_the_sentence_is_the_one_that_stands_in_the_reports() -> None:
    assert said("content removed") == REMOVED


def numbers(world: World, table: str) -> set[int]:
    return {row[0] for row in world.read.conn.execute(f"SELECT id FROM {table}").fetchall()}


async def send_with_file(world: World, phone: Phone) -> None:
    await say(world, phone, *OPEN, *ITEM[:-1])
    phone.send_document("ke-hoach.pdf")
    await world.settle()
    await say(world, phone, "[Gửi tệp xong]", "[Gửi báo cáo]")


async def test_what_was_removed_gives_its_number_to_nothing_else(world: World) -> None:
    """A message that still waits, or is held, names a paper or a file by its number."""
    await send_with_file(world, world.phone("AN"))
    await say(world, world.phone("CHI"), "/tonghop 11/2026")
    papers, sent = numbers(world, "snapshots"), numbers(world, "attachments")
    await purge(world, "VM-2611-001")
    left = numbers(world, "snapshots") | numbers(world, "attachments")

    await send_with_file(world, world.phone("BICH"))
    await say(world, world.phone("CHI"), "/tonghop 11/2026")

    assert papers
    assert sent
    assert left == set()
    assert min(numbers(world, "snapshots")) > max(papers)
    assert min(numbers(world, "attachments")) > max(sent)
