"""The question what to look up, the pages of what was found, and what is pressed or typed out of place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.searching import LookupList
from bot.domain.verbs.lookup import ShowLookupList
from tests import housekeeping
from tests.catalogues import out_of_date, part, said
from tests.handlers.acts import press
from tests.handlers.searched import found
from tests.task_world import FULL_HEADER, import_tasks
from tests.world import World, say


async def test_the_answer_to_the_question_is_what_is_looked_for(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu", "trich luc")
    first = found(an)
    await say(searchable, an, "ket noi du lieu")

    assert first == ["VM-2611-001 – Đất đai"]
    assert found(an) == ["NV-26-038 – nhiệm vụ"]


@pytest.mark.parametrize("typed", ["moi truong", "dat dai 2026", "mỏi 7K2Q 94XM 3P"])
async def test_words_that_could_be_an_invitation_code_are_looked_for_where_words_are_asked_for(
    searchable: World, typed: str
) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu", typed)

    assert f'với từ khóa "{typed}"' in an.last.text


async def test_a_code_answers_the_question_too(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu", "bc 2611 001")

    assert an.last.text.startswith("BC-2611-001")


@pytest.mark.parametrize("between", ["/batdau", "/nhiemvu", "/baocao", "/tracuu NV-26-038", "[Xem báo cáo đã gửi]"])
async def test_what_is_typed_on_another_screen_answers_no_question_any_more(searchable: World, between: str) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu", between, "trich luc")

    assert "kết quả với từ khóa" not in an.last.text
    assert searchable.count("searches") == 0


async def test_an_hour_later_a_text_is_no_answer_to_the_question(searchable: World) -> None:
    an = searchable.phone("AN")
    await say(searchable, an, "/tracuu")

    searchable.clock.set(searchable.clock.now() + timedelta(minutes=61))
    await say(searchable, an, "trich luc")

    assert "kết quả với từ khóa" not in an.last.text


async def test_a_text_too_long_to_be_looked_for_is_no_answer_to_the_question(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu", "trích lục " * 40)

    assert searchable.count("searches") == 0


async def test_what_is_typed_into_a_form_is_an_answer_of_the_form(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu", "/baocao", "[Báo cáo tháng 12]", "[Tiếp tục báo cáo]")
    await say(searchable, an, "[Khai vướng mắc]", "[Đầu tư]", "trích lục")

    assert "kết quả với từ khóa" not in an.last.text
    assert (
        "trích lục" in searchable.read.conn.execute("SELECT answers FROM drafts WHERE closed_at IS NULL").fetchone()[0]
    )


@pytest.fixture
def many(still_world: World, world: World) -> World:
    """Twelve tasks of An."""
    rows = [f"NV-26-{n:03},Văn bản,Việc số {n},HIEPHOIA,,day,{n}/12/2026,,,,,," for n in range(1, 13)]
    import_tasks(still_world, "\n".join((FULL_HEADER, *rows)))
    return world


async def test_five_entries_stand_on_a_page_and_the_way_back_leads_to_the_same_page(many: World) -> None:
    an = many.phone("AN")

    await say(many, an, "/tracuu viec so", "[Xem trang sau]", "[Xem trang sau]")
    last = an.last
    await say(many, an, "[Chọn 2]")
    opened = an.last.text
    await say(many, an, "[‹ Về kết quả]")

    assert 'Có 12 kết quả với từ khóa "viec so", trang 3/3:' in last.text
    assert found(an) == ["NV-26-002 – nhiệm vụ", "NV-26-001 – nhiệm vụ"]
    assert last.labels[:3] == ["Chọn 1", "Chọn 2", said("Previous page")]
    assert opened.startswith("NV-26-001")
    assert an.last.text == last.text


async def test_a_page_far_behind_the_end_shows_the_last_one(many: World) -> None:
    an = many.phone("AN")

    await say(many, an, "/tracuu viec so")
    await press(many, an, ShowLookupList(LookupList.RESULTS, 36**6 - 1).data)

    assert "trang 3/3" in an.last.text


async def test_a_new_search_takes_the_place_of_the_one_before_and_is_forgotten_after_a_day(many: World) -> None:
    an = many.phone("AN")
    await say(many, an, "/tracuu viec so", "/tracuu viec")
    kept = [row["query"] for row in many.read.conn.execute("SELECT query FROM searches")]

    many.clock.set(many.clock.now() + timedelta(days=1, minutes=1))
    await many.writer.write(lambda db: housekeeping.clean_up(many.unit(db)))
    words = await press(many, an, ShowLookupList(LookupList.RESULTS, 1).data)

    assert kept == ["viec"]
    assert many.count("searches") == 0
    assert words.startswith(out_of_date())


async def test_what_is_looked_for_by_one_account_is_not_turned_by_another(many: World) -> None:
    an, chi = many.phone("AN"), many.phone("CHI")
    await say(many, an, "/tracuu viec so")

    words = await press(many, chi, ShowLookupList(LookupList.RESULTS, 1).data)

    assert words.startswith(out_of_date())


@pytest.mark.parametrize("data", ["ql", "ql:q", "ql:x:0", "ql:q:-1", "qe:vm2611002", "qe:anything:q:0", "q:1"])
async def test_a_forged_press_shows_nothing(searchable: World, data: str) -> None:
    an = searchable.phone("AN")
    before = [message.text for message in an.messages]

    words = await press(searchable, an, data)

    assert words.startswith(out_of_date())
    assert [message.text for message in an.messages] == before


async def test_a_stranger_and_whoever_holds_no_duty_are_told_nothing(searchable: World) -> None:
    dung, an = searchable.phone("DUNG"), searchable.phone("AN")
    await say(searchable, an, "/tracuu")
    await searchable.writer.write(lambda db: db.conn.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE id = 1"))

    await say(searchable, dung, "/tracuu trích lục", "trích lục")
    await say(searchable, an, "trích lục", "/tracuu trích lục")

    assert all("mã mời" in seen.text for seen in dung.messages)
    refusal = part("This function is for members who report for an organisation. Questions: {phone}.")
    assert [refusal in seen.text for seen in an.messages[-2:]] == [True, True]
