"""A notice that comes as PDF is read as it was typed; what cannot be read is refused with the reason."""

from __future__ import annotations

import io
import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from bot.domain.notice_pages import joined
from bot.errors import BotError
from bot.services.tasks.notice_files import text_of
from bot.services.tasks.pdf_pages import RefusedError, pages_of
from tests.pdf_files import PICTURE, STAMP, pdf_of

FIRST = (
    "Thông báo số 618/TB-VPCP ngày 05/11/2026 về cải cách thủ tục hành chính, chuyển\n"
    "đổi số trong giải quyết thủ tục hành chính\n"
    "1. Bộ Tài chính chủ trì, phối hợp với Bộ Tư pháp, Văn phòng Chính phủ và Ủy ban\n"
    "nhân dân các tỉnh rà soát thủ tục, báo cáo Thủ tướng Chính phủ trước ngày\n"
    "15/12/2026.\n"
    "2. Bộ Y tế công bố thủ tục về hành nghề và các thủ tục có liên quan theo ngh-\n"
)
SECOND = "2\nị định mới.\n3. Bộ Công an kết nối dữ liệu."
READ = (
    "Thông báo số 618/TB-VPCP ngày 05/11/2026 về cải cách thủ tục hành chính, chuyển"
    " đổi số trong giải quyết thủ tục hành chính\n"
    "1. Bộ Tài chính chủ trì, phối hợp với Bộ Tư pháp, Văn phòng Chính phủ và Ủy ban nhân dân các tỉnh rà soát thủ tục,"
    " báo cáo Thủ tướng Chính phủ trước ngày 15/12/2026.\n"
    "2. Bộ Y tế công bố thủ tục về hành nghề và các thủ tục có liên quan theo nghị định mới.\n"
    "3. Bộ Công an kết nối dữ liệu."
)


def refusal(content: bytes) -> BotError:
    with pytest.raises(BotError) as caught:
        text_of(content, "thong-bao.pdf")
    return caught.value


def test_lines_words_and_sentences_that_a_page_broke_are_whole_again() -> None:
    decomposed = [unicodedata.normalize("NFD", page) for page in (FIRST, SECOND)]

    assert text_of(pdf_of([FIRST, SECOND]), "thong-bao.pdf") == READ
    assert text_of(pdf_of(decomposed), "thong-bao.pdf") == READ


def test_a_soft_hyphen_at_the_end_of_a_line_is_no_sign_and_two_words_keep_theirs() -> None:
    soft = "Bộ Nội vụ rà soát các quy định về thủ tục hành chí\u00ad\nnh thuộc lĩnh vực lao động-\nthương binh"

    assert joined([soft]) == "Bộ Nội vụ rà soát các quy định về thủ tục hành chính thuộc lĩnh vực lao động-thương binh"


@pytest.mark.parametrize("number", ["- {} -", "Trang {}/4", "{}"])
def test_numbers_and_headers_of_pages_are_left_out_wherever_they_stand(number: str) -> None:
    pages = [f"{number.format(at)}\nTB 618, tờ {at}\n{at}. Bộ Y tế rà soát luật.\nĐiều {at + 7}." for at in range(1, 5)]

    read = joined(pages).split("\n")

    assert read == [line for at in range(1, 5) for line in (f"{at}. Bộ Y tế rà soát luật.", f"Điều {at + 7}.")]


def test_pages_that_are_pictures_are_named_and_nothing_is_read() -> None:
    stamped = f"{PICTURE}Người ký: VPCP"
    met = refusal(pdf_of([FIRST, PICTURE, stamped, FIRST, PICTURE]))

    assert (met.code, met.params["pages"]) == ("notice_scanned", "2-3, 5")
    assert refusal(pdf_of(["", ""])).code == "notice_scanned"


def test_a_page_with_a_name_under_a_signature_is_no_picture_of_one() -> None:
    text = text_of(pdf_of([SECOND, f"{STAMP}Nguyễn Văn A"]), "thong-bao.pdf")

    assert text.endswith("Nguyễn Văn A")
    assert refusal(pdf_of([SECOND, STAMP])).params["pages"] == "2"


def test_letters_that_a_font_does_not_explain_are_none() -> None:
    assert refusal(pdf_of(["\ue000\ue001\ue002 \ue003" * 40])).code == "notice_scanned"


def test_a_blank_page_at_the_end_is_none_that_has_to_be_read() -> None:
    assert "Bộ Công an kết nối dữ liệu." in text_of(pdf_of([SECOND, ""]), "thong-bao.pdf")


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf_of([FIRST])))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (locked(), "notice_locked"),
        (pdf_of([FIRST])[:400], "notice_unreadable"),
        (b"%PDF-1.7\n%%EOF", "notice_unreadable"),
        (pdf_of([SECOND] * 301), "notice_heavy"),
        (pdf_of([SECOND], filler=30_000_000), "notice_heavy"),
        (b"%PDF-1.7\n" + b"[" * 200_000, "notice_unreadable"),
    ],
    ids=["locked", "cut off", "empty", "pages", "bomb", "nested"],
)
def test_what_is_locked_broken_or_too_heavy_is_refused_for_what_it_is(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_a_child_that_uses_up_its_time_is_ended_and_told_as_too_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.tasks.notice_pdf._SECONDS", 0.001)

    assert refusal(pdf_of([FIRST])).code == "notice_heavy"


@given(st.integers(0, 900), st.binary(max_size=20))
def test_a_damaged_file_is_read_or_refused_and_nothing_else_happens(at: int, damage: bytes) -> None:
    whole = pdf_of([FIRST])
    with suppress(RefusedError):
        assert isinstance(pages_of(whole[:at] + damage + whole[at + len(damage) :]), list)


def test_forty_pages_are_read_in_seconds() -> None:
    begun = time.monotonic()
    text = text_of(pdf_of([FIRST + SECOND] * 40), "thong-bao.pdf")

    assert time.monotonic() - begun < 20
    assert text.count("1. Bộ Tài chính chủ trì") == 40
