"""An English-speaking member, from the invitation to the receipt: every word but names and law is English."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import EditMessageText, SendMessage

from bot.domain.characters import utf16_length
from tests.asking import answered, step_at
from tests.telegram import Phone, keyboard
from tests.world import ROSTER, World, running, say

ORGANISATION = "Hiệp hội Thương mại Hoa Kỳ tại Việt Nam"
ENGLISH_NAME = "American Chamber of Commerce in Vietnam"
PROCEDURE = "Chuyển mục đích sử dụng đất"
LEGAL = "Khoản 2 Điều 5 Nghị định số 102/2024/NĐ-CP"
ROSTER_WITH_EMILY = f"{ROSTER}EMILY,Emily Carter,Policy Manager,,en,,focal,hoi_dong_tu_van,AMCHAM,{ORGANISATION}\n"
CITED = "khoản 2 Điều 5 Nghị định số 102/2024/NĐ-CP"
VIETNAMESE_AS_IT_IS = (PROCEDURE, LEGAL, CITED, "NĐ-CP")
"""Procedures and quotations of law are never translated; NĐ-CP is the sign of every decree."""

CONTENT = "Companies must resubmit the map extract although the data are already in the database."
PROPOSAL = "Remove this document from the dossier."
FIRST = answered("en", field="[Land]", procedure=PROCEDURE, content=CONTENT, legal=LEGAL, proposal=PROPOSAL)
SECOND = answered("en", field="customs", content=CONTENT, proposal=PROPOSAL)
OPEN = ("/baocao", "[November report]", "[Report difficulties]")
SEND = "[Send report]"
STEP = timedelta(seconds=10)
_OWN_ROW = "(last used)"
"""The field used last stands in a row of its own, so its longer label has room."""


def everything(world: World, phone: Phone) -> list[str]:
    """Return every text and every label that ever reached a phone, edited over or not."""
    found = [toast for toast in world.telegram.toasts.values() if toast]
    for call in world.telegram.calls:
        if isinstance(call, SendMessage | EditMessageText) and call.chat_id == phone.user_id:
            found += [call.text or "", *labels(call)]
    return found


def labels(call: SendMessage | EditMessageText) -> list[str]:
    markup: Any = call.reply_markup
    return [button["text"] for row in keyboard(markup) for button in row]


def vietnamese_letters(text: str) -> set[str]:
    for allowed in VIETNAMESE_AS_IT_IS:
        text = text.replace(allowed, "")
    return {
        c for c in text if c in "đĐ" or any(unicodedata.combining(mark) for mark in unicodedata.normalize("NFD", c))
    }


def assert_english(world: World, phone: Phone) -> None:
    said = everything(world, phone)
    assert said
    assert [text for text in said if vietnamese_letters(text)] == []


@pytest.fixture
async def english(empty_world: World) -> AsyncIterator[World]:
    """A running world in which Chi is linked and Emily has a phone, but is not linked yet."""
    empty_world.import_roster(ROSTER_WITH_EMILY)
    empty_world.link("CHI")
    async with running(empty_world):
        yield empty_world


def phone_of_emily(world: World, language_code: str = "en-GB") -> Phone:
    return Phone(world.telegram, 107, language_code=language_code)


async def joined(world: World, language_code: str = "en-GB") -> Phone:
    emily = phone_of_emily(world, language_code)
    await say(world, emily, world.invite("EMILY").code, "[Confirm]", "[Agree and continue]")
    return emily


def test_the_check_knows_a_vietnamese_letter_when_it_sees_one() -> None:
    assert vietnamese_letters("Đã nhận báo cáo") == {"Đ", "ã", "ậ", "á"}
    assert not vietnamese_letters(f"Report BC-2611-001 received – {ENGLISH_NAME}, Decree No. 09/2019/NĐ-CP")


async def test_enrolment_is_english_from_the_first_screen_and_asks_for_no_form_of_address(english: World) -> None:
    emily = phone_of_emily(english)
    code = english.invite("EMILY").code

    await say(english, emily, "/start", "[Ask about the code]", "[Enter the code]", "MOI-2222-2222-22")
    await say(english, emily, code, "[Confirm]", "[Decide later]", "[Read notice again]", "[Agree and continue]")

    assert "The account of Emily Carter was linked at 08:15, Monday 16 November 2026." in emily.last.text
    assert "Deadline for the November 2026 report: 17:00, Friday 20 November 2026." in emily.last.text
    assert "Submit a report" in emily.last.labels
    assert_english(english, emily)


async def test_an_invitation_speaks_the_language_of_its_person_on_a_phone_that_speaks_another(english: World) -> None:
    emily = phone_of_emily(english, "vi")

    await say(english, emily, english.invite("EMILY").code)

    assert "The invitation code was issued to:" in emily.last.text
    assert "Focal person of a member of the Advisory Council" in emily.last.text
    assert emily.last.labels == ["Confirm", "Report a mistake"]


async def test_a_vietnamese_member_with_an_english_phone_is_answered_in_vietnamese(english: World) -> None:
    phone = Phone(english.telegram, 101, language_code="en")

    await say(english, phone, english.invite("AN").code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", "/batdau")

    assert "Báo cáo tháng 11/2026: chưa gửi" in phone.last.text


async def test_a_stranger_whose_app_speaks_a_language_the_program_does_not_is_answered_in_vietnamese(
    english: World,
) -> None:
    stranger = Phone(english.telegram, 666, language_code="ja")

    await say(english, stranger, "/start")

    assert "Mời nhập mã mời" in stranger.last.text


async def test_whoever_says_it_is_not_them_is_answered_in_english_and_the_desk_in_vietnamese(english: World) -> None:
    emily = phone_of_emily(english, "vi")

    await say(english, emily, english.invite("EMILY").code, "[Report a mistake]", "[Lock the code]")

    assert "The system has locked this invitation code" in emily.last.text
    assert "Mã mời của Emily Carter" in english.phone("CHI").last.text
    assert_english(english, emily)


async def test_a_report_with_two_difficulties_is_written_sent_and_acknowledged_in_english(english: World) -> None:
    emily = await joined(english)

    await say(english, emily, *OPEN, *FIRST, "[Add a difficulty]", *SECOND, SEND)

    assert "Report BC-2611-001 received" in emily.last.text
    assert "Received: 08:15, Monday 16 November 2026 (on time)." in emily.last.text
    assert "Content: 2 difficulties (VM-2611-001, VM-2611-002)." in emily.last.text
    assert english.count("difficulty_events", "kind = 'sent'") == 2
    assert_english(english, emily)


async def test_a_report_with_a_file_is_written_and_what_is_not_taken_is_said_in_english(english: World) -> None:
    emily = await joined(english)
    await say(english, emily, *OPEN, *FIRST[:-1])
    assert step_at("files", "en") in emily.last.text

    emily.send_album(emily.send_photo, lambda **album: emily.send_document("a.exe", "application/exe", **album))
    await english.settle()
    photo = emily.last.text
    emily.send_document("huge.pdf", size=30_000_000)
    await english.settle()
    await say(english, emily, "too early", "[Files complete]", SEND)

    assert "1 file received: Photo 1." in photo
    assert 'Not stored, as of another kind: "a.exe".' in photo
    assert "Content: 1 difficulty (VM-2611-001), 1 file (stored: 1)." in emily.last.text
    assert [message.text for message in english.phone("CHI").messages][-1] == "BC-2611-001 – VM-2611-001 – Ảnh 1"
    await say(english, emily, "/tracuu VM-2611-001")
    assert "Attached files (1): Photo 1" in emily.last.text
    assert_english(english, emily)


async def test_files_out_of_place_are_refused_in_english(english: World) -> None:
    emily = await joined(english)

    emily.send_photo()
    await english.settle()
    none_open = emily.last.text
    await say(english, emily, *OPEN[:-1])
    emily.send_photo()
    await english.settle()
    at_opening = emily.last.text
    await say(english, emily, OPEN[-1])
    emily.send_photo()
    await english.settle()

    assert "No report is open, so the file you have just sent was not stored." in none_open
    assert f"Files are taken at {step_at('files', 'en')} of a difficulty." in at_opening
    assert "The file has been kept; it is shown at the step for files." in emily.last.text
    assert_english(english, emily)


async def test_the_desk_reads_the_english_members_report_in_vietnamese(english: World) -> None:
    emily = await joined(english)

    await say(english, emily, *OPEN, *FIRST, "[Add a difficulty]", *SECOND, SEND)

    notice = english.phone("CHI").last.text
    assert "02 vướng mắc: Đất đai (01); Thuế, hải quan (01)" in notice
    assert "Vướng mắc: " + CONTENT in notice
    assert "Căn cứ: chưa nêu" in notice


async def test_one_difficulty_is_singular_and_none_is_nothing_new(english: World) -> None:
    emily = await joined(english)

    await say(english, emily, *OPEN, *FIRST, SEND)
    one = emily.last.text
    await say(english, emily, "/baocao", "[December report]", "[Go on with report]")
    await say(english, emily, "[Report nothing new]", "[Send report]")

    assert "Content: 1 difficulty (VM-2611-001)." in one
    assert "Content: nothing new in December 2026." in emily.last.text
    assert_english(english, emily)


async def test_a_second_report_for_the_same_period_is_refused_in_english(english: World) -> None:
    emily = await joined(english)
    await say(english, emily, "/baocao")
    start = emily.tap("November report")
    await english.settle()
    await say(english, emily, "[Report difficulties]", *FIRST, SEND)

    emily.press(start)
    await english.settle()

    shown = "\n".join(everything(english, emily))
    assert f"The November 2026 report of {ENGLISH_NAME} was received at 08:15, 16 November 2026" in shown
    assert "It need not be sent again." in shown
    assert_english(english, emily)


async def test_the_main_screen_says_what_is_due_and_which_draft_is_open(english: World) -> None:
    emily = await joined(english)

    await say(english, emily, *OPEN, "[Land]", "[Save and exit]", "/batdau")

    assert (
        "November 2026 report: not submitted, 4 working days left (due 17:00, Friday 20 November 2026)."
        in emily.last.text
    )
    where = step_at("procedure", "en")
    assert f"Draft of the November 2026 report: {where} of difficulty 1 (saved 08:15," in emily.last.text
    assert "Continue November" in emily.last.labels
    assert_english(english, emily)


async def test_help_errors_and_everything_that_is_not_understood_are_english(english: World) -> None:
    emily = await joined(english)

    await say(english, emily, "/trogiup", "/tonghop", "/nothing", "good morning", "MOI-2222-2222-22")
    await say(english, emily, *OPEN, "no such field", "[Show other fields]", "[Land]", PROCEDURE, "short", "x" * 9000)
    emily.send(None, voice={"duration": 1, "file_id": "v", "file_unique_id": "v"})
    await english.settle()
    emily.send(None, dice={"emoji": "\N{GAME DIE}", "value": 1})
    await english.settle()
    emily.press("f:1:0:y:0")
    emily.press("no such data")
    await english.settle()

    said = "\n".join(everything(english, emily))
    assert "This function is for desk officers of the Standing Body." in said
    assert "The system could not identify the request." in said
    assert "The system cannot read voice messages yet." in said
    assert "This screen is out of date; nothing was changed." in emily.toast
    assert_english(english, emily)


async def test_an_incident_is_told_in_english(english: World, monkeypatch: pytest.MonkeyPatch) -> None:
    emily = await joined(english)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.services.home.seat_periods", broken)
    emily.send("/batdau")
    for _ in range(6):
        await english.settle()
        english.clock.set(english.clock.now().replace(microsecond=0) + STEP)

    await english.settle()

    assert "The system met a problem and has not recorded what you have just sent." in emily.last.text
    assert_english(english, emily)


async def test_every_way_through_the_form_offers_english_buttons_that_fit(english: World) -> None:
    emily = await joined(english)

    await say(english, emily, *OPEN, "[Show other fields]", "[‹ Back]", "[Report difficulties]", *FIRST[:-1])
    await say(
        english,
        emily,
        "[Write more]",
        "[‹ Back]",
        "[No files]",
        "[Edit item 1]",
        "[Delete item 1]",
    )
    await say(english, emily, "[Keep item 1]", "[Edit legal basis]", "[Keep this answer]", SEND)
    await say(english, emily, "/baocao", "[December report]", "[Go on with report]")
    await say(english, emily, "[Report difficulties]", "[Show other fields]")

    shown = {
        text
        for call in english.telegram.calls
        if isinstance(call, SendMessage | EditMessageText)
        if call.chat_id == emily.user_id
        for text in labels(call)
    }
    assert "Land (last used)" in shown
    assert [label for label in shown if utf16_length(label) > 20 and _OWN_ROW not in label] == []
    assert_english(english, emily)
