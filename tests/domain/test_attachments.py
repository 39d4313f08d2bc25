"""Which files are taken, and what becomes of their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attachments import SIZE_MAX, Attachment, FileKind, Refusal, received, why_refused
from bot.domain.characters import utf16_length

OFFICE = "application/vnd.openxmlformats-officedocument"
TAKEN = [
    ("a.jpg", "image/jpeg"),
    ("a.JPEG", "image/jpeg"),
    ("a.png", "image/png"),
    ("a.pdf", "application/pdf"),
    ("a.doc", "application/msword"),
    ("a.docx", f"{OFFICE}.wordprocessingml.document"),
    ("a.xls", "application/vnd.ms-excel"),
    ("a.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    ("báo cáo số 1.2.pdf", "Application/PDF; charset=binary"),
    ("a.pdf", None),
    ("a.pdf", "application/octet-stream"),
    (None, "application/pdf"),
    ("a.jpg", "image/jpg"),
    ("a.pdf", "application/x-pdf"),
    ("a.xls", "application/x-msexcel"),
    ("a.docx", "application/zip"),
    ("a.docx", "application/wps-office.docx"),
    ("a.xlsx", "application/wps-office.xlsx"),
    ("a.doc", "application/kswps"),
    ("a.xlsx", "application/kset"),
    ("a.pdf", "application/force-download"),
    ("a.docx", "application/x-download"),
    ("a.pdf", "binary/octet-stream"),
    ("a.pdf", "application/wps-office.pdf"),
    ("a.doc", f"{OFFICE}.wordprocessingml.document"),
    ("a.jpg", "image/png"),
    ("a.pdf", ""),
    ("a.pdf", "unknown"),
    ("Biên bản.PD\u200bF", "application/pdf"),
]
REFUSED = [
    ("a.exe", "application/x-msdownload"),
    ("a.pdf", "application/x-msdownload"),
    ("a.exe", "application/pdf"),
    ("a.pdf.exe", None),
    ("a.zip", "application/zip"),
    ("a.mp4", "video/mp4"),
    ("a.docm", "application/vnd.ms-word.document.macroenabled.12"),
    ("a.pdf", "image/png"),
    ("a.pdf", "application/zip"),
    ("a.pdf", f"{OFFICE}.wordprocessingml.document"),
    ("a.docx", "application/vnd.ms-excel"),
    ("a.docx", "application/vnd.ms-word.document.macroEnabled.12"),
    ("a.xlsx", "text/html"),
    ("a.jpg", "video/mp4"),
    ("a.jpg", "application/vnd.android.package-archive"),
    ("a.pdf.apk", "application/pdf"),
    ("a.rar", "application/octet-stream"),
    (None, "image/gif"),
    ("pdf", "application/pdf"),
    ("a.pdf.", "application/pdf"),
    ("a.\u202efdp.exe", "application/pdf"),
    (None, "application/octet-stream"),
    (None, "application/zip"),
    (None, None),
    ("", ""),
]


def a_document(name: str | None, mime: str | None = "application/pdf", size: int | None = 1000) -> Attachment:
    return received("telegram", "ref", FileKind.DOCUMENT, name=name, mime=mime, size=size)


@pytest.mark.parametrize(("name", "mime"), TAKEN)
def test_a_known_extension_is_enough_whatever_the_sender_calls_the_type(name: str | None, mime: str | None) -> None:
    assert why_refused(a_document(name, mime)) is None


@pytest.mark.parametrize(("name", "mime"), REFUSED)
def test_what_its_name_or_its_type_says_to_be_something_else_is_not_taken(name: str | None, mime: str | None) -> None:
    assert why_refused(a_document(name, mime)) is Refusal.KIND


@pytest.mark.parametrize(("size", "why"), [(SIZE_MAX, None), (SIZE_MAX + 1, Refusal.SIZE), (None, None), (0, None)])
def test_a_file_may_have_twenty_megabytes_and_a_size_nobody_stated_is_no_reason(
    size: int | None, why: Refusal | None
) -> None:
    assert why_refused(a_document("a.pdf", size=size)) is why
    assert why_refused(received("telegram", "ref", FileKind.PHOTO, size=size)) is why


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Tài liệu\\a.pdf", "a.pdf"),
        ("a\r\nb\tc.pdf", "a b c.pdf"),
        ("a\x00\x1b.pdf", "a.pdf"),
        ("=1+1.pdf", "=1+1.pdf"),
        ("anh\u202egpj.pdf", "\u2068anhgpj.pdf\u2069"),
        ("a/", ""),
        (None, ""),
    ],
)
def test_a_name_is_the_last_part_of_a_path_on_one_line_and_turns_nothing_round(raw: str | None, name: str) -> None:
    assert a_document(raw).name == name


def test_a_name_of_mixed_direction_keeps_its_kind() -> None:
    assert why_refused(a_document("anh\u202egpj.pdf")) is None


def test_a_name_of_255_characters_is_kept_and_a_longer_one_is_cut() -> None:
    assert a_document("a" * 251 + ".pdf").name == "a" * 251 + ".pdf"
    assert utf16_length(a_document("🏛" * 300).name) <= 255


@given(st.text(max_size=300), st.text(max_size=2000))
def test_whatever_stands_in_a_name_or_a_caption_it_is_one_line_without_controls(name: str, caption: str) -> None:
    found = received("telegram", "ref", FileKind.DOCUMENT, name=name, caption=caption)

    assert not {"\n", "\r", "/", "\\", "\x00", "\u202e"} & set(found.name)
    assert utf16_length(found.name) <= 255
    assert utf16_length(found.caption) <= 1024
