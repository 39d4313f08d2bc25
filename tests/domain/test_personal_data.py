"""Numbers by which a person is known, and numbers that are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.personal_data import COVER, covered, find

PERSONAL = {
    "CCCD 001090012345": "CCCD 00••••••••45",
    "số căn cước: 079 203 001 234": "số căn cước: 07• ••• ••• •34",
    "căn cước công dân số 001090012345 của ông A": "căn cước công dân số 00••••••••45 của ông A",
    "can cuoc 001090012345": "can cuoc 00••••••••45",
    "CMND số 012 345 678 cấp tại Hà Nội": "CMND số 01• ••• •78 cấp tại Hà Nội",
    "CMND 012345678": "CMND 01•••••78",
    "hộ chiếu B1234567": "hộ chiếu B12•••67",
    "038085001234": "03••••••••34",
    "Ông A, 0912345678": "Ông A, 09••••••78",
    "ĐT: 0912 345 678.": "ĐT: 09•• ••• •78.",
    "0987-654-321": "09••-•••-•21",
    "+84 912 345 678": "+84 ••• ••• •78",
    "(024) 3825 1234": "(02•) •••• ••34",
    "liên hệ 024.3825.1234": "liên hệ 02•.••••.••34",
    "gọi 0865 123 456 hoặc 0327 123 456": "gọi 08•• ••• •56 hoặc 03•• ••• •56",
    "STK 19031234567890 Techcombank": "STK 19••••••••••90 Techcombank",
    "số tài khoản của bà Lan là 0011001234567": "số tài khoản của bà Lan là 00•••••••••67",
    "tài khoản 1234567890123 tại VCB": "tài khoản 12•••••••••23 tại VCB",
    "dòng đầu\n\n  SĐT  0912345678": "dòng đầu\n\n  SĐT  09••••••78",
}
INNOCENT = (
    "mã thủ tục 1.002755",
    "số tiền 120.000.000 đồng",
    "10.000.000.000 đồng",
    "Nghị định số 09/2019/NĐ-CP, Nghị định 123/2021/NĐ-CP",
    "báo cáo BC-2611-007",
    "ngày 01/12/2026 và ngày 20.11.2026",
    "mã số thuế 0101234567-001",
    "MST 0312345678",
    "MST: 0912345678",
    "số vận đơn 123456789012",
    "tờ khai số 0312345678",
    "hồ sơ H29.123-241105-0001",
    "mã hồ sơ 000.00.01.G12-241105-0012",
    "tài khoản VNeID mức 2",
    "tài khoản 331, 112",
    "công văn 1234567/BTC",
    "tọa độ 105.8542, 21.0285",
    "khoản 2 Điều 5, năm 2024-2025",
    "0912345678901234",
    "120 xe, 03 ngày, 0,5 %",
)


@pytest.mark.parametrize(("text", "shown"), PERSONAL.items(), ids=list(PERSONAL))
def test_a_number_by_which_a_person_is_known_is_found_and_covered(text: str, shown: str) -> None:
    assert find(text)
    assert covered(text) == shown
    assert find(covered(text)) == ()


@pytest.mark.parametrize("text", INNOCENT)
def test_a_number_that_says_nothing_of_a_person_is_left_alone(text: str) -> None:
    assert find(text) == ()
    assert covered(text) == text


@settings(max_examples=500)
@given(
    st.lists(st.sampled_from([*PERSONAL, *INNOCENT, "đ", "Ơ", "\n", " ", "01", "+84", "STK "]) | st.text(max_size=8))
)
def test_covering_changes_digits_alone_and_leaves_nothing_to_cover(pieces: list[str]) -> None:
    text = " ".join(pieces)

    after = covered(text)

    assert len(after) == len(text)
    assert all(b == a or (b == COVER and a.isdigit()) for a, b in zip(text, after, strict=True))
    assert covered(after) == after
