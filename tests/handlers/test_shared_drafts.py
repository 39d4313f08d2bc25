"""Two people of one seat and one report: who finds a draft of the other reads it or takes it over."""

from __future__ import annotations

import json

import pytest

from bot.domain.verbs.drafts import ShowSharedDraft, TakeDraft
from storage import people
from tests.catalogues import out_of_date
from tests.handlers.acts import CONTENT, ONE, OPEN, PROPOSAL, SENT, TO_REVIEW, press
from tests.handlers.directory import person_id
from tests.handlers.roster_acts import audited
from tests.telegram import Phone
from tests.world import World, say, toast

FOUND = OPEN[:2]
"""The way to a report a colleague is writing, which stops before the first question."""


def draft(world: World) -> tuple[int, int]:
    """Return id and revision of the one draft there is."""
    row = world.read.conn.execute("SELECT id, rev FROM drafts WHERE closed_at IS NULL").fetchone()
    return row["id"], row["rev"]


def writer(world: World) -> str:
    """Return the code of the person whose draft it is."""
    sql = "SELECT p.code FROM drafts d JOIN persons p ON p.id = d.person WHERE d.closed_at IS NULL"
    return str(world.read.conn.execute(sql).fetchone()["code"])


@pytest.fixture
async def pair(world: World) -> tuple[Phone, Phone]:
    """Bích has begun the report of her seat; Bình, who holds it too, opens it."""
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, *OPEN, *ONE[:3])
    await say(world, binh, *FOUND)
    return bich, binh


async def test_a_colleagues_draft_is_named_with_its_writer_and_its_time(
    world: World, pair: tuple[Phone, Phone]
) -> None:
    _, binh = pair

    assert binh.last.text == (
        "Bản nháp báo cáo tháng 11/2026 của Hiệp hội B đang do Trần Thị Bích soạn (lưu lúc 08:15 ngày 16/11/2026)."
        " Đồng chí có thể xem hoặc nhận soạn tiếp."
    )
    assert binh.last.labels[:2] == ["Xem bản nháp", "Nhận soạn tiếp"]
    assert world.count("drafts") == 1


async def test_it_can_be_read_and_not_changed(world: World, pair: tuple[Phone, Phone]) -> None:
    bich, binh = pair
    before = draft(world)

    await say(world, binh, "[Xem bản nháp]")

    assert "người lập: Trần Thị Bích" in binh.last.text
    assert CONTENT in binh.last.text
    assert binh.last.labels == ["Nhận soạn tiếp", "Về màn hình chính"]
    assert draft(world) == before
    await say(world, binh, PROPOSAL)
    assert PROPOSAL not in str(world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0])
    await say(world, bich, "[Bỏ qua]")
    assert "bước 5/7" in bich.last.text


async def test_whoever_takes_it_over_goes_on_where_it_stands(world: World, pair: tuple[Phone, Phone]) -> None:
    _, binh = pair

    await say(world, binh, "[Nhận soạn tiếp]")

    assert "bước 4/7 – Đất đai" in binh.last.text
    assert writer(world) == "BINH"
    assert [actor for actor, _ in audited(world, "draft.taken")] == ["person:BINH"]
    await say(world, binh, *ONE[3:], "[Gửi báo cáo]")
    assert "Đã nhận báo cáo BC-2611-001" in binh.last.text


async def test_the_one_before_is_told_at_the_next_choice(world: World, pair: tuple[Phone, Phone]) -> None:
    bich, binh = pair
    await say(world, binh, "[Nhận soạn tiếp]")

    await say(world, bich, "[Bỏ qua]")

    assert bich.last.text.startswith("Lê Văn Bình đã nhận soạn tiếp bản nháp này lúc 08:15")
    assert writer(world) == "BINH"


async def test_the_one_before_is_told_at_the_next_text_and_that_is_kept(
    world: World, pair: tuple[Phone, Phone]
) -> None:
    bich, binh = pair
    await say(world, binh, "[Nhận soạn tiếp]")
    typed = "Khoản 2 Điều 5 Nghị định số 101/2024/NĐ-CP."

    await say(world, bich, typed)

    assert bich.last.text.startswith("Lê Văn Bình đã nhận soạn tiếp bản nháp báo cáo tháng 11/2026 lúc 08:15")
    assert "Nội dung vừa gửi được giữ." in bich.last.text
    kept = world.read.conn.execute("SELECT messages FROM kept_texts").fetchone()
    assert [each["text"] for each in json.loads(kept["messages"])] == [typed]
    assert typed not in str(world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0])
    await say(world, bich, "Thêm một câu nữa, cũng đủ dài để giữ lại.")
    assert "nhận soạn tiếp" not in bich.last.text, "told once"


async def test_the_one_before_may_take_it_back(world: World, pair: tuple[Phone, Phone]) -> None:
    bich, binh = pair
    await say(world, binh, "[Nhận soạn tiếp]", "[Bỏ qua]")

    await say(world, bich, *FOUND, "[Nhận soạn tiếp]")

    assert writer(world) == "BICH"
    assert "bước 5/7" in bich.last.text
    await say(world, binh, "[Bỏ qua]")
    assert binh.last.text.startswith("Trần Thị Bích đã nhận soạn tiếp")


async def test_what_was_written_since_is_seen_before_it_is_taken(world: World, pair: tuple[Phone, Phone]) -> None:
    bich, binh = pair
    await say(world, bich, "[Bỏ qua]")

    await say(world, binh, "[Nhận soạn tiếp]")

    assert "đang do Trần Thị Bích soạn" in binh.last.text
    assert writer(world) == "BICH"
    await say(world, binh, "[Nhận soạn tiếp]")
    assert writer(world) == "BINH"


async def test_a_draft_that_holds_nothing_stops_no_colleague(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, *OPEN)

    await say(world, binh, *OPEN)

    assert "bước 1/7" in binh.last.text
    assert world.count("drafts") == 2


async def test_that_there_is_nothing_new_is_reported_beside_a_colleagues_draft(
    world: World, pair: tuple[Phone, Phone]
) -> None:
    bich, binh = pair

    await say(world, binh, "[Báo không phát sinh]", "[Gửi báo cáo]")
    await say(world, bich, "[Bỏ qua]")

    assert "mã BC-2611-001, người gửi: Lê Văn Bình" in bich.last.text
    assert CONTENT in str(world.read.conn.execute("SELECT answers FROM drafts").fetchall()[0][0])


@pytest.mark.parametrize(("first", "second"), [("BICH", "BINH"), ("BINH", "BICH")])
async def test_of_two_who_send_one_wins_and_the_other_keeps_what_was_entered(
    world: World, first: str, second: str
) -> None:
    one, other = world.phone(first), world.phone(second)
    await say(world, one, *OPEN)
    await say(world, other, *OPEN)
    for phone in (one, other):
        await say(world, phone, *TO_REVIEW[len(OPEN) :])

    one.tap("Gửi báo cáo")
    other.tap("Gửi báo cáo")
    await world.settle()

    name = {"BICH": "Trần Thị Bích", "BINH": "Lê Văn Bình"}[first]
    assert world.count("reports") == 1
    assert "Đã nhận báo cáo BC-2611-001" in one.last.text
    assert f"mã BC-2611-001, người gửi: {name}" in other.last.text
    assert "Nội dung đã nhập được giữ" in other.last.text
    assert writer(world) == second
    assert CONTENT in str(world.read.conn.execute("SELECT answers FROM drafts WHERE closed_at IS NULL").fetchone()[0])


async def test_the_draft_of_somebody_who_holds_the_seat_no_longer_is_nobodys_to_take(
    world: World, pair: tuple[Phone, Phone]
) -> None:
    _, binh = pair
    number, rev = draft(world)
    duty = people.duties_of(world.read, person_id(world, "BICH"), world.unit().today)[0].id

    await world.writer.write(lambda db: people.end_duty(db, duty, world.unit().today))

    for verb in (ShowSharedDraft(number), TakeDraft(number, rev)):
        assert out_of_date() in await press(world, binh, verb.data)
    await say(world, binh, *OPEN)
    assert "bước 1/7" in binh.last.text


async def test_a_draft_of_another_seat_is_neither_read_nor_taken(world: World, pair: tuple[Phone, Phone]) -> None:
    an = world.phone("AN")
    number, rev = draft(world)

    for verb in (ShowSharedDraft(number), TakeDraft(number, rev)):
        assert out_of_date() in await press(world, an, verb.data)

    assert writer(world) == "BICH"


async def test_once_it_was_sent_it_is_no_draft_to_take(world: World, pair: tuple[Phone, Phone]) -> None:
    bich, binh = pair
    await say(world, bich, *SENT[len(OPEN) + 3 :])

    await say(world, binh, "[Nhận soạn tiếp]")

    assert out_of_date() in await toast(binh)
    await say(world, binh, "/baocao")
    assert "tháng 11/2026: đã nhận lúc 08:15 ngày 16/11/2026, mã BC-2611-001" in binh.last.text
