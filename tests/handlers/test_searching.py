"""Looking things up by words, on the real program."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiogram.types import MessageEntity

from bot.domain.searching import LookupList
from bot.domain.verbs.lookup import ShowLookupEntry, ShowLookupList
from tests.asking import answered
from tests.catalogues import said
from tests.handlers.acts import CONTENT, NIL, OPEN, PROPOSAL, SENT, bring_roster, press
from tests.handlers.searched import NOBODY_HAS, ONLY_BICH_HAS, ONLY_THE_DESK, answer, found, tell
from tests.handlers.working_group import OPINION
from tests.handlers.working_group import SENT as SENT_BY_QUARTER
from tests.task_world import TASKS
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say


@pytest.fixture(scope="module")
def without_bich(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same, but that nothing is there which only Bích's seat may see."""
    others = "\n".join(line for line in TASKS.splitlines() if not line.startswith("NV-26-060"))
    return tell(tmp_path_factory.mktemp("without"), others, {"AN": SENT})


@pytest.mark.parametrize("query", ["trích lục", "trich luc", "TRICH  LUC", "lục trích", "bãi bỏ hồ sơ", "Dat dai"])
async def test_a_member_finds_their_difficulty_by_its_words_and_its_field_with_or_without_accents(
    searchable: World, query: str
) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, f"/tracuu {query}")
    entries = found(an)
    await say(searchable, an, "[Chọn 1]")

    assert entries == ["VM-2611-001 – Đất đai"]
    assert an.last.text.startswith("VM-2611-001 – Đất đai")
    assert CONTENT in an.last.text


async def test_accents_that_are_typed_count_unless_nothing_has_them(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu bán trích")
    beside = an.last.text
    await say(searchable, an, "/tracuu bán đô")

    assert "Tìm thấy theo: trích. Chưa có ở nội dung nào: bán." in beside
    assert found(an) == ["VM-2611-001 – Đất đai"]
    assert "trích lục bản đồ" in an.last.text


@pytest.mark.parametrize("placed", ["hoà giải", "hòa giải"])
async def test_the_old_and_the_new_place_of_a_tone_are_one(world: World, placed: str) -> None:
    an = world.phone("AN")
    one = answered(field="[Đất đai]", content="Thời hạn hòa giải ở cấp xã quá dài.", proposal=PROPOSAL)
    await say(world, an, *OPEN, *one, "[Gửi báo cáo]", f"/tracuu {placed}")

    assert found(an) == ["VM-2611-001 – Đất đai"]


async def test_what_was_found_stands_in_the_letters_of_the_text_and_bold(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu ban do")

    call = an.telegram.calls[-1]
    entities = [MessageEntity(**each) for each in call.entities]  # type: ignore[attr-defined]
    bold = [entity.extract_from(call.text) for entity in entities if entity.type == "bold"]  # type: ignore[attr-defined]
    assert "nộp lại trích lục bản đồ dù dữ liệu" in an.last.text
    assert bold == ["01", "bản", "đồ"]


async def test_text_of_a_person_is_never_markup(world: World) -> None:
    an = world.phone("AN")
    one = answered(field="[Đất đai]", content="<b>Hồ sơ</b> {p0} & <a href='x'>đất</a> phải nộp lại", proposal=PROPOSAL)
    await say(world, an, *OPEN, *one, "[Gửi báo cáo]", "/tracuu phải <b>nộp</b> {p0}")

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
    searchable: World, who: str, query: str
) -> None:
    assert await answer(searchable, who, query) == await answer(searchable, who, NOBODY_HAS)


@pytest.mark.parametrize("query", ONLY_BICH_HAS)
@pytest.mark.parametrize("who", ["BICH", "BINH", "CHI", "LAN"])
async def test_everybody_of_the_seat_and_the_desk_finds_it(searchable: World, who: str, query: str) -> None:
    phone = searchable.phone(who)

    await say(searchable, phone, f"/tracuu {query}")
    entries = found(phone)
    await say(searchable, phone, "[Chọn 1]")

    expected = "NV-26-060 – nhiệm vụ" if query == "Việc riêng" else "VM-2611-002 – Lao động, bảo hiểm xã hội"
    assert [entry.removesuffix(" – Hiệp hội B") for entry in entries] == [expected]
    assert phone.last.text.startswith(expected.partition(" – ")[0])


async def test_whoever_loses_the_seat_finds_nothing_more_of_it_not_even_by_turning_the_page(searchable: World) -> None:
    an = searchable.phone("AN")
    await say(searchable, an, "/tracuu trích lục")

    without_an = "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith("AN,"))
    await bring_roster(searchable, without_an + "AN,Nguyễn Văn An,,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C\n")
    await press(searchable, an, ShowLookupList(LookupList.RESULTS, 0).data)
    turned = an.last.text
    await press(searchable, an, ShowLookupEntry("VM-2611-001", LookupList.RESULTS, 0).data)

    assert 'Chưa tìm thấy nội dung nào với từ khóa "trích lục"' in turned
    assert 'Chưa tìm thấy "VM-2611-001"' in an.last.text


async def test_the_desk_finds_a_person_and_what_they_sent_and_opens_both(searchable: World) -> None:
    chi = searchable.phone("CHI")

    await say(searchable, chi, "/tracuu tran thi bich")
    entries = found(chi)
    await say(searchable, chi, "[Chọn 1]")
    person = chi.last.text
    await say(searchable, chi, "/tracuu tran thi bich", "[Chọn 2]")

    assert entries == ["Trần Thị Bích", "BC-2611-002 – báo cáo tháng 11/2026"]
    assert person.startswith("Trần Thị Bích (BICH)")
    assert chi.last.text.startswith("BC-2611-002 – báo cáo tháng 11/2026")


async def test_a_leader_finds_what_a_person_sent_but_opens_no_list_of_members(searchable: World) -> None:
    lan = searchable.phone("LAN")

    await say(searchable, lan, "/tracuu tran thi bich")

    assert found(lan) == ["BC-2611-002 – báo cáo tháng 11/2026"]


async def test_an_organisation_finds_its_reports_and_tasks_and_with_other_words_its_difficulties(
    searchable: World,
) -> None:
    chi = searchable.phone("CHI")

    await say(searchable, chi, "/tracuu hiệp hội B")
    alone = found(chi)
    await say(searchable, chi, "/tracuu hiep hoi B cua khau")

    assert alone[0] == "BC-2611-002 – báo cáo tháng 11/2026"
    assert {"NV-26-060 – nhiệm vụ", "NV-26-045 – nhiệm vụ"} <= set(alone)
    assert not any(entry.startswith("VM-") for entry in alone)
    assert found(chi) == ["VM-2611-002 – Lao động, bảo hiểm xã hội – Hiệp hội B"]


async def test_a_task_is_found_by_its_title_or_its_document_and_shows_the_way_back(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu 437/TB-VPCP")
    by_document = an.last.text
    await say(searchable, an, "/tracuu ket noi du lieu", "[Chọn 1]")
    labels = an.last.labels
    await say(searchable, an, "[‹ Về kết quả]")

    assert "NV-26-045 – nhiệm vụ\nThông báo số 437/TB-VPCP" in by_document
    assert labels[-2:] == ["‹ Về kết quả", said("Main screen")]
    assert found(an) == ["NV-26-038 – nhiệm vụ"]


async def test_the_free_paragraph_of_a_quarterly_report_is_found(group: World, giap: Phone) -> None:
    hoa = group.telegram.phone(202)
    await say(group, giap, *SENT_BY_QUARTER, "/tracuu tap huan truc tuyen")
    await say(group, hoa, "/tracuu tap huan truc tuyen")

    assert found(giap) == ["BC-26Q4-001 – báo cáo quý IV/2026"]
    assert OPINION in giap.last.text
    assert "Chưa tìm thấy nội dung nào" in hoa.last.text


async def test_a_word_that_nothing_has_is_left_out_and_named(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu trích Abracadabra lục xyz")

    assert "Tìm thấy theo: trích lục. Chưa có ở nội dung nào: Abracadabra, xyz." in an.last.text
    assert found(an) == ["VM-2611-001 – Đất đai"]


async def test_less_than_half_of_the_words_is_nothing_found(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu cửa khẩu trích")

    assert "Chưa tìm thấy nội dung nào" in an.last.text


async def test_where_no_entry_has_all_words_the_nearest_are_shown_and_that_is_said(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu trích lục chỉ thị nghị định trình")
    await say(searchable, an, "/tracuu trích lục phương án")

    assert said("Nothing has all of these words; what has the most of them is shown.") in an.last.text
    assert found(an) == ["VM-2611-001 – Đất đai", "NV-26-047 – nhiệm vụ"]


async def test_where_nothing_is_found_it_is_said_where_was_looked_and_what_can_be_done(searchable: World) -> None:
    an, chi, lan = (searchable.phone(who) for who in ("AN", "CHI", "LAN"))
    for phone in (an, chi, lan):
        await say(searchable, phone, "/tracuu xyzzy")

    assert an.last.text.splitlines() == [
        'Chưa tìm thấy nội dung nào với từ khóa "xyzzy".',
        "Đã tìm trong vướng mắc, báo cáo, nhiệm vụ của Hiệp hội A.",
        said("Please type fewer or other words, with or without accents, or a code; or choose from a list."),
    ]
    assert an.last.labels == [said("View reports sent"), said("View my dossier"), said("Main screen")]
    assert said("Searched: difficulties, reports and tasks of all members, the list of members.") in chi.last.text
    assert said("Searched: difficulties, reports and tasks of all members.") in lan.last.text


HOSTILE = [
    '"', '""', "*", "đất*", "NEAR(", "NEAR(đất đai, 5)", "' OR 1=1 --", "') ; DROP TABLE reports;", "folded:đất",
    "-đất", "đất AND", "OR", "NOT đất", "^đất", "{p0}", "%", "_", "\\", "😀", "👨\u200d👩\u200d👧",
    "\u200b\u2060\ufeff", "\u202eđất", "đ\u200bất", "a" * 4000, "đất " * 1000, "(((((", "[1]", "null", "ﷺ", "𝔡𝔞𝔱",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_is_typed_is_looked_for_as_words_and_answered(searchable: World, query: str) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, f"/tracuu {query}")

    assert searchable.count("inbox", "state = 'quarantined' OR attempts > 0") == 0
    assert any(words in an.last.text for words in ("kết quả với từ khóa", "Chưa tìm thấy", "Hệ thống chưa tra cứu"))
    assert "VM-2611-002" not in an.last.text
    assert searchable.count("reports") == 2


async def test_ten_thousand_characters_are_looked_for_by_their_beginning(searchable: World) -> None:
    an = searchable.phone("AN")

    await say(searchable, an, "/tracuu trích lục " + "bản đồ " * 1500)

    assert found(an) == ["VM-2611-001 – Đất đai"]
    assert len(an.last.text) < 600


async def test_a_report_that_says_nothing_new_is_found_by_its_organisation(world: World) -> None:
    bich = world.phone("BICH")

    await say(world, bich, *NIL, "/tracuu hiệp hội B")

    assert found(bich) == ["BC-2611-001 – báo cáo tháng 11/2026"]
