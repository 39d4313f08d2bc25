"""What `doctor` says of years whose days off nobody has decided yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.calendar_source import load_calendar
from bot.clock import SystemClock
from bot.domain.people import Reader
from bot.i18n import translate
from bot.verbs import provisional
from tests.verbs.conftest import Run
from tests.world import START, World


def test_doctor_shows_the_new_year_of_2027_and_what_a_wrong_guess_would_change(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _clock: START.astimezone(UTC))

    said = with_roster("doctor").out.splitlines()

    start = next(n for n, line in enumerate(said) if line.startswith("Lịch năm"))
    assert said[start : start + 4] == [
        "Lịch năm 2027: dự kiến, chưa ghi nhận văn bản quyết định ngày nghỉ (nhập bằng /lich hoặc import-calendar)",
        "Ngày nghỉ chờ quyết định: 04/02/2027 (29 Tết), 05/02/2027 (Giao thừa Tết Nguyên Đán),"
        " 06/02/2027 (Tết Nguyên Đán), 07/02/2027 (Mùng hai Tết Nguyên Đán), 08/02/2027 (Mùng ba Tết Nguyên Đán),"
        " 09/02/2027 (Mùng bốn Tết Nguyên Đán), 10/02/2027 (Mùng năm Tết Nguyên Đán),"
        " 02/09/2027 (Quốc khánh), 03/09/2027 (Quốc khánh)",
        "Ngày làm việc có thể thành ngày nghỉ: 02/02/2027, 03/02/2027, 11/02/2027, 12/02/2027, 01/09/2027, 06/09/2027",
        "Mở kỳ (tin nhắc) tháng 02/2027: 11/02/2027, có thể thành 10/02/2027, 12/02/2027, 15/02/2027",
    ]
    assert not any("có thể thành" in line for line in said[start + 4 :])


def lines(world: World, decided_through: int) -> list[str]:
    calendar = replace(load_calendar(2025, 2028), decided_through=decided_through)
    unit = replace(world.unit(), shipped=replace(world.rules, calendar=calendar))
    return [translate(line, Reader()) for line in provisional.lines(unit)]


def test_once_everything_ahead_is_decided_doctor_says_nothing_of_it(still_world: World) -> None:
    assert lines(still_world, 2027) == []


def test_doctor_names_a_deadline_that_a_decision_would_move(still_world: World) -> None:
    still_world.clock.set(datetime(2027, 11, 16, 9, tzinfo=UTC))

    found = lines(still_world, 2027)

    assert "Thời hạn gửi báo cáo tháng 01/2028: 20/01/2028, có thể thành 19/01/2028" in found
    assert any(line.startswith("Đóng kỳ tháng 01/2028: 21/01/2028, có thể thành 24/01/2028") for line in found)
