"""Looking things up by words, on the real program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.searching import LookupList
from bot.domain.verbs import ShowLookupEntry, ShowLookupList
from bot.services.upkeep import housekeeping
from tests.asking import answered
from tests.catalogues import out_of_date, part, said
from tests.handlers.acts import CONTENT, NIL, OPEN, PROPOSAL, SENT, bring_roster, press
from tests.handlers.working_group import OPINION
from tests.handlers.working_group import SENT as SENT_BY_QUARTER
from tests.task_world import FULL_HEADER, TASKS, import_tasks
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

OF_BICH = {
    "procedure": "Kiểm dịch thực vật nhập khẩu",
    "content": "Hàng tươi ách lại ở cửa khẩu Hữu Nghị hơn mười ngày.",
    "legal": "Thông tư Quokka số 33",
    "agency": "Chi cục Zebra vùng V",
    "proposal": "Xin bố trí trạm Wombat ngoài giờ.",
}
REPORT = (*OPEN, *answered(field="[Lao động]", **OF_BICH), "[Xem lại, gửi]", "[Gửi báo cáo]")
ONLY_BICH_HAS = ("quokka", "zebra", "wombat", "Kiểm dịch thực vật", "cua khau huu nghi", "lao dong", "Việc riêng")
"""Words of her difficulty, of its field, and of a task of her organisation alone."""
ONLY_THE_DESK = ("Trần Thị Bích", "Lê Văn Bình", "Phạm Thu Chi")
NOBODY_HAS = "xyzzy"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An and Bích have reported for November, each in another field, and there are tasks. It is told once."""
    return tell(tmp_path_factory.mktemp("told"), TASKS, {"AN": SENT, "BICH": REPORT})


@pytest.fixture(scope="module")
def without_bich(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same, but that nothing is there which only Bích's seat may see."""
    others = "\n".join(line for line in TASKS.splitlines() if not line.startswith("NV-26-060"))
    return tell(tmp_path_factory.mktemp("without"), others, {"AN": SENT})


def tell(path: Path, tasks: str, acts: Mapping[str, Sequence[str]]) -> World:
    """Return a world, closed, in which these tasks were imported and these people did this."""
    world = World(path)
    world.import_roster()
    import_tasks(world, tasks)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    asyncio.run(do(world, acts))
    world.close()
    return world


async def do(world: World, acts: Mapping[str, Sequence[str]]) -> None:
    async with running(world):
        for code, each in acts.items():
            await say(world, world.phone(code), *each)


@pytest.fixture
async def told(story: World, tmp_path: Path) -> AsyncIterator[World]:
    """A running world of its own in which all that was told."""
    world = story.copied(tmp_path)
    async with running(world):
        await world.settle()
        yield world
    world.close()


def found(phone: Phone) -> list[str]:
    """Return the headings of the entries that are shown, without their numbers."""
    return [line.partition(". ")[2] for line in phone.last.text.splitlines() if line[:1].isdigit()]


async def answer(world: World, who: str, query: str) -> str:
    """Return what somebody is told of a query, with the query itself taken out."""
    await say(world, world.phone(who), f"/tracuu {query}")
    return world.phone(who).last.text.replace(query, "…")


@pytest.mark.parametrize("query", ["trích lục", "trich luc", "TRICH  LUC", "lục trích", "bãi bỏ hồ sơ", "Dat dai"])
async def test_a_member_finds_their_difficulty_by_its_words_and_its_field_with_or_without_accents(
    told: World, query: str
) -> None:
    an = told.phone("AN")

    await say(told, an, f"/tracuu {query}")
    entries = found(an)
    await say(told, an, "[Chọn 1]")

    assert entries == ["VM-2611-001 – Đất đai"]
    assert an.last.text.startswith("VM-2611-001 – Đất đai")
    assert CONTENT in an.last.text


@pytest.mark.parametrize("placed", ["hoà giải", "hòa giải"])
async def test_the_old_and_the_new_place_of_a_tone_are_one(world: World, placed: str) -> None:
    an = world.phone("AN")
    one = answered(field="[Đất đai]", content="Thời hạn hòa giải ở cấp xã quá dài.", proposal=PROPOSAL)
    await say(world, an, *OPEN, *one, "[Xem lại, gửi]", "[Gửi báo cáo]", f"/tracuu {placed}")

    assert found(an) == ["VM-2611-001 – Đất đai"]


async def test_what_was_found_stands_in_the_letters_of_the_text_and_bold(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu ban do")

    call = an.telegram.calls[-1]
    bold = [entity.extract_from(call.text) for entity in call.entities if entity.type == "bold"]  # type: ignore[attr-defined]
    assert "nộp lại trích lục bản đồ dù dữ liệu" in an.last.text
    assert bold == ["01", "bản", "đồ"]


async def test_text_of_a_person_is_never_markup(world: World) -> None:
    an = world.phone("AN")
    one = answered(field="[Đất đai]", content="<b>Hồ sơ</b> {p0} & <a href='x'>đất</a> phải nộp lại", proposal=PROPOSAL)
    await say(world, an, *OPEN, *one, "[Xem lại, gửi]", "[Gửi báo cáo]", "/tracuu phải <b>nộp</b> {p0}")

    assert "<b>Hồ sơ</b> {p0} & <a href='x'>đất</a> phải nộp lại" in an.last.text
    assert 'với từ khóa "phải <b>nộp</b> {p0}"' in an.last.text


async def test_what_a_member_is_told_is_the_same_whether_or_not_another_member_sent_it(
    story: World, without_bich: World, tmp_path: Path
) -> None:
    """Neither a hit nor a count nor a snippet, and not even which word is found nowhere, tells of another's text."""
    queries = [f"{own} {each}".strip() for own in ("", "trích lục", "hiệp hội") for each in ONLY_BICH_HAS]
    told: list[list[str]] = []
    for number, before in enumerate((story, without_bich)):
        (tmp_path / str(number)).mkdir()
        world = before.copied(tmp_path / str(number))
        async with running(world):
            told.append([await answer(world, "AN", query) for query in queries])
        world.close()

    assert told[0] == told[1]
    assert "Chưa tìm thấy" in told[0][0]
    assert any("VM-2611-001" in text for text in told[0])


@pytest.mark.parametrize("query", ONLY_THE_DESK)
@pytest.mark.parametrize("who", ["AN", "BINH"])
async def test_a_member_finds_nothing_by_the_name_of_a_person_be_it_one_of_their_own_seat(
    told: World, who: str, query: str
) -> None:
    assert await answer(told, who, query) == await answer(told, who, NOBODY_HAS)


@pytest.mark.parametrize("query", ONLY_BICH_HAS)
@pytest.mark.parametrize("who", ["BICH", "BINH", "CHI", "LAN"])
async def test_everybody_of_the_seat_and_the_desk_finds_it(told: World, who: str, query: str) -> None:
    phone = told.phone(who)

    await say(told, phone, f"/tracuu {query}")
    entries = found(phone)
    await say(told, phone, "[Chọn 1]")

    expected = "NV-26-060 – nhiệm vụ" if query == "Việc riêng" else "VM-2611-002 – Lao động, bảo hiểm xã hội"
    assert [entry.removesuffix(" – Hiệp hội B") for entry in entries] == [expected]
    assert phone.last.text.startswith(expected.partition(" – ")[0])


async def test_whoever_loses_the_seat_finds_nothing_more_of_it_not_even_by_turning_the_page(told: World) -> None:
    an = told.phone("AN")
    await say(told, an, "/tracuu trích lục")

    without_an = "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith("AN,"))
    await bring_roster(told, without_an + "AN,Nguyễn Văn An,,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C\n")
    await press(told, an, ShowLookupList(LookupList.RESULTS, 0).data)
    turned = an.last.text
    await press(told, an, ShowLookupEntry("VM-2611-001", LookupList.RESULTS, 0).data)

    assert 'Chưa tìm thấy nội dung nào với từ khóa "trích lục"' in turned
    assert 'Chưa tìm thấy "VM-2611-001"' in an.last.text


async def test_the_desk_finds_a_person_and_what_they_sent_and_opens_both(told: World) -> None:
    chi = told.phone("CHI")

    await say(told, chi, "/tracuu tran thi bich")
    entries = found(chi)
    await say(told, chi, "[Chọn 1]")
    person = chi.last.text
    await say(told, chi, "/tracuu tran thi bich", "[Chọn 2]")

    assert entries == ["Trần Thị Bích", "BC-2611-002 – báo cáo tháng 11/2026"]
    assert person.startswith("Trần Thị Bích (BICH)")
    assert chi.last.text.startswith("BC-2611-002 – báo cáo tháng 11/2026")


async def test_a_leader_finds_what_a_person_sent_but_opens_no_list_of_members(told: World) -> None:
    lan = told.phone("LAN")

    await say(told, lan, "/tracuu tran thi bich")

    assert found(lan) == ["BC-2611-002 – báo cáo tháng 11/2026"]


async def test_an_organisation_finds_its_reports_and_tasks_and_with_other_words_its_difficulties(told: World) -> None:
    chi = told.phone("CHI")

    await say(told, chi, "/tracuu hiệp hội B")
    alone = found(chi)
    await say(told, chi, "/tracuu hiep hoi B cua khau")

    assert alone[0] == "BC-2611-002 – báo cáo tháng 11/2026"
    assert {"NV-26-060 – nhiệm vụ", "NV-26-045 – nhiệm vụ"} <= set(alone)
    assert not any(entry.startswith("VM-") for entry in alone)
    assert found(chi) == ["VM-2611-002 – Lao động, bảo hiểm xã hội – Hiệp hội B"]


async def test_a_task_is_found_by_its_title_or_its_document_and_shows_the_way_back(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu 437/TB-VPCP")
    by_document = an.last.text
    await say(told, an, "/tracuu ket noi du lieu", "[Chọn 1]")
    labels = an.last.labels
    await say(told, an, "[‹ Về kết quả]")

    assert "NV-26-045 – nhiệm vụ\nThông báo số 437/TB-VPCP" in by_document
    assert labels == ["‹ Về kết quả", said("Main screen")]
    assert found(an) == ["NV-26-038 – nhiệm vụ"]


async def test_the_free_paragraph_of_a_quarterly_report_is_found(group: World, giap: Phone) -> None:
    hoa = group.telegram.phone(202)
    await say(group, giap, *SENT_BY_QUARTER, "/tracuu tap huan truc tuyen")
    await say(group, hoa, "/tracuu tap huan truc tuyen")

    assert found(giap) == ["BC-26Q4-001 – báo cáo quý IV/2026"]
    assert OPINION in giap.last.text
    assert "Chưa tìm thấy nội dung nào" in hoa.last.text


async def test_a_word_that_nothing_has_is_left_out_and_named(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu trích Abracadabra lục xyz")

    assert "Tìm thấy theo: trích lục. Chưa có ở nội dung nào: Abracadabra, xyz." in an.last.text
    assert found(an) == ["VM-2611-001 – Đất đai"]


async def test_less_than_half_of_the_words_is_nothing_found(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu cửa khẩu trích")

    assert "Chưa tìm thấy nội dung nào" in an.last.text


async def test_where_no_entry_has_all_words_the_nearest_are_shown_and_that_is_said(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu trích lục chỉ thị nghị định trình")
    await say(told, an, "/tracuu trích lục phương án")

    assert said("Nothing has all of these words; what has the most of them is shown.") in an.last.text
    assert found(an) == ["VM-2611-001 – Đất đai", "NV-26-047 – nhiệm vụ"]


async def test_where_nothing_is_found_it_is_said_where_was_looked_and_what_can_be_done(told: World) -> None:
    an, chi, lan = (told.phone(who) for who in ("AN", "CHI", "LAN"))
    for phone in (an, chi, lan):
        await say(told, phone, "/tracuu xyzzy")

    assert an.last.text.splitlines() == [
        'Chưa tìm thấy nội dung nào với từ khóa "xyzzy".',
        "Đã tìm trong vướng mắc, báo cáo, nhiệm vụ của Hiệp hội A.",
        said("Please type fewer or other words, with or without accents, or a code; or choose from a list."),
    ]
    assert an.last.labels == [said("View reports sent"), said("Main screen")]
    assert said("Searched: difficulties, reports and tasks of all members, the list of members.") in chi.last.text
    assert said("Searched: difficulties, reports and tasks of all members.") in lan.last.text


HOSTILE = [
    '"', '""', "*", "đất*", "NEAR(", "NEAR(đất đai, 5)", "' OR 1=1 --", "') ; DROP TABLE reports;", "folded:đất",
    "-đất", "đất AND", "OR", "NOT đất", "^đất", "{p0}", "%", "_", "\\", "😀", "👨\u200d👩\u200d👧",
    "\u200b\u2060\ufeff", "\u202eđất", "đ\u200bất", "a" * 4000, "đất " * 1000, "(((((", "[1]", "null", "ﷺ", "𝔡𝔞𝔱",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_is_typed_is_looked_for_as_words_and_answered(told: World, query: str) -> None:
    an = told.phone("AN")

    await say(told, an, f"/tracuu {query}")

    assert told.count("inbox", "state = 'quarantined' OR attempts > 0") == 0
    assert any(words in an.last.text for words in ("kết quả với từ khóa", "Chưa tìm thấy", "Hệ thống chưa tra cứu"))
    assert "VM-2611-002" not in an.last.text
    assert told.count("reports") == 2


async def test_ten_thousand_characters_are_looked_for_by_their_beginning(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu trích lục " + "bản đồ " * 1500)

    assert found(an) == ["VM-2611-001 – Đất đai"]
    assert len(an.last.text) < 600


async def test_the_answer_to_the_question_is_what_is_looked_for(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu", "trich luc")
    first = found(an)
    await say(told, an, "ket noi du lieu")

    assert first == ["VM-2611-001 – Đất đai"]
    assert found(an) == ["NV-26-038 – nhiệm vụ"]


async def test_a_code_answers_the_question_too(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu", "bc 2611 001")

    assert an.last.text.startswith("BC-2611-001")


@pytest.mark.parametrize("between", ["/batdau", "/nhiemvu", "/baocao", "/tracuu NV-26-038", "[Xem báo cáo đã gửi]"])
async def test_what_is_typed_on_another_screen_answers_no_question_any_more(told: World, between: str) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu", between, "trich luc")

    assert "kết quả với từ khóa" not in an.last.text
    assert told.count("searches") == 0


async def test_an_hour_later_a_text_is_no_answer_to_the_question(told: World) -> None:
    an = told.phone("AN")
    await say(told, an, "/tracuu")

    told.clock.set(told.clock.now() + timedelta(minutes=61))
    await say(told, an, "trich luc")

    assert "kết quả với từ khóa" not in an.last.text


async def test_a_text_too_long_to_be_looked_for_is_no_answer_to_the_question(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu", "trích lục " * 40)

    assert told.count("searches") == 0


async def test_what_is_typed_into_a_form_is_an_answer_of_the_form(told: World) -> None:
    an = told.phone("AN")

    await say(told, an, "/tracuu", "/baocao", "[Báo cáo tháng 12]", "[Khai vướng mắc]", "[Đầu tư]", "trích lục")

    assert "kết quả với từ khóa" not in an.last.text
    assert "trích lục" in told.read.conn.execute("SELECT answers FROM drafts WHERE closed_at IS NULL").fetchone()[0]


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
async def test_a_forged_press_shows_nothing(told: World, data: str) -> None:
    an = told.phone("AN")
    before = [message.text for message in an.messages]

    words = await press(told, an, data)

    assert words.startswith(out_of_date())
    assert [message.text for message in an.messages] == before


async def test_a_stranger_and_whoever_holds_no_duty_are_told_nothing(told: World) -> None:
    dung, an = told.phone("DUNG"), told.phone("AN")
    await say(told, an, "/tracuu")
    await told.writer.write(lambda db: db.conn.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE id = 1"))

    await say(told, dung, "/tracuu trích lục", "trích lục")
    await say(told, an, "trích lục", "/tracuu trích lục")

    assert all("mã mời" in seen.text for seen in dung.messages)
    refusal = part("This function is for members who report for an organisation. Questions: {phone}.")
    assert [refusal in seen.text for seen in an.messages[-2:]] == [True, True]


async def test_a_report_that_says_nothing_new_is_found_by_its_organisation(world: World) -> None:
    bich = world.phone("BICH")

    await say(world, bich, *NIL, "/tracuu hiệp hội B")

    assert found(bich) == ["BC-2611-001 – báo cáo tháng 11/2026"]
