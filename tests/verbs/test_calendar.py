"""The calendar on the command line: a year printed, days imported from a file with a preview of what they move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from bot import calendar_source, data_source
from bot.clock import SystemClock
from storage.database import open_for_reading
from tests.verbs.conftest import Run, in_a_shell
from tests.world import START

FILE = """decided_through = 2027

[[day]]
date = 2026-11-20
kind = "holiday"
name = "Ngày Nhà giáo Việt Nam"
source = "Thông báo số 15/TB-BNV ngày 10/11/2026"

[[day]]
date = 2027-01-04
kind = "holiday"
name = "Nghỉ bù"
source = "Thông báo số 16/TB-BNV ngày 10/11/2026"
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _clock: START.astimezone(UTC))


@pytest.fixture
def file(here: Path) -> str:
    (here / "ngay.toml").write_text(FILE, encoding="utf-8")
    return "ngay.toml"


def versions() -> int:
    db = open_for_reading(Path("data/bot.db"))
    count = db.conn.execute("SELECT count(*) FROM calendar_days").fetchone()[0]
    db.close()
    return int(count)


def test_a_year_is_printed_without_a_base_with_sources_and_what_is_provisional(run: Run) -> None:
    said = run("calendar", "2027")

    assert (said.status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[:3] == [
        "Lịch làm việc năm 2027",
        "Dự kiến: chưa ghi nhận văn bản quyết định ngày nghỉ của năm này.",
        "• thứ Sáu, ngày 01/01/2027: ngày nghỉ, Tết Dương lịch – tính theo quy định, dự kiến",
    ]
    assert not Path("data").exists()  # whoever only looks leaves nothing behind


def test_this_year_is_printed_where_none_is_named(run: Run) -> None:
    lines = run("calendar").out.splitlines()

    assert lines[0] == "Lịch làm việc năm 2026"
    assert (
        "• thứ Bảy, ngày 10/01/2026: ngày làm bù, Ngày làm bù (thay cho ngày 02/01/2026) –"
        " Văn bản số 12729/VPCP-KGVX ngày 25/12/2025"
    ) in lines


@pytest.mark.parametrize("year", ["1999", "2150"])
def test_a_year_without_a_calendar_is_told(run: Run, year: str) -> None:
    said = run("calendar", year)

    assert (said.status, said.out) == (1, "")
    assert said.err.startswith(f"Không có lịch năm {year}: Hệ thống có lịch từ năm 2022 đến năm ")


def test_a_file_is_shown_with_what_it_moves_and_a_dry_run_sets_nothing(with_roster: Run, file: str) -> None:
    said = with_roster("import-calendar", file, "--dry-run")

    assert said.status == 0, said.err
    assert said.out.splitlines()[:3] == [
        "thứ Sáu, ngày 20/11/2026: ngày nghỉ, Ngày Nhà giáo Việt Nam – Thông báo số 15/TB-BNV ngày 10/11/2026",
        "thứ Hai, ngày 04/01/2027: ngày nghỉ, Nghỉ bù – Thông báo số 16/TB-BNV ngày 10/11/2026",
        "Ghi nhận đã có quyết định ngày nghỉ đến hết năm 2027.",
    ]
    assert "• Nguyễn Văn An, báo cáo tháng 11/2026: 20/11/2026 → 19/11/2026" in said.out
    assert versions() == 0


def test_it_asks_before_it_sets_anything(with_roster: Run, file: str) -> None:
    said = with_roster("import-calendar", file)

    assert (said.status, versions()) == (1, 0)
    assert "--yes" in said.err


def test_what_was_imported_is_printed_with_the_year_and_is_not_imported_again(with_roster: Run, file: str) -> None:
    assert with_roster("import-calendar", file, "--yes").out.splitlines()[-1] == (
        "Đã ghi: phiên bản 1 của lịch làm việc."
    )

    lines = with_roster("calendar", "2027").out.splitlines()
    assert lines[1] == "Đã có quyết định ngày nghỉ của năm này (Thông báo số 16/TB-BNV ngày 10/11/2026)."
    assert (
        "• thứ Hai, ngày 04/01/2027: ngày nghỉ, Nghỉ bù –"
        " Thông báo số 16/TB-BNV ngày 10/11/2026 (Cơ quan thường trực nhập)"
    ) in lines
    again = with_roster("import-calendar", file, "--yes").out.splitlines()
    assert (again, versions()) == (["Lịch làm việc hiện hành đã đúng như tệp, không có thay đổi."], 1)
    assert "Lịch năm 2027" not in with_roster("doctor").out


def test_the_file_that_ships_changes_nothing(with_roster: Run) -> None:
    said = with_roster("import-calendar", str(calendar_source._OWN_DAYS), "--yes")

    assert (said.status, versions()) == (0, 0)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "value"),
    [
        ("2027-01-04", "2027-02-29", 10, "date = 2027-02-29"),
        ("2027-01-04", "2026-11-20", 10, "20/11/2026"),
        ("2027-01-04", "2026-11-13", 10, "13/11/2026"),  # is past
        ("2027-01-04", "2031-01-06", 10, "06/01/2031"),  # has no calendar yet
        ('"holiday"', '"holyday"', 5, "holyday"),
        ("date = 2027-01-04\n", "", 9, None),
        ("[[day]]\ndate = 2027", "[[days]]\ndate = 2027", 9, "days"),
    ],
)
def test_a_slip_in_the_file_is_refused_with_its_line_and_its_value(
    with_roster: Run, file: str, right: str, wrong: str, line: int, value: str | None
) -> None:
    Path(file).write_text(FILE.replace(right, wrong, 1), encoding="utf-8")

    said = with_roster("import-calendar", file, "--yes")

    assert (said.status, said.out, versions()) == (1, "", 0)
    if value is None:
        assert said.err == f"Tệp {file}, dòng {line}: thiếu date. Đề nghị bổ sung. Chưa thực hiện gì.\n"
    else:
        words = f'Tệp {file}, dòng {line}: không dùng được "{value}". Đề nghị sửa lại. Chưa thực hiện gì.\n'
        assert said.err == words


def test_a_file_that_is_not_there_is_told(with_roster: Run) -> None:
    assert with_roster("import-calendar", "khong-co.toml").err == "Không đọc được tệp khong-co.toml.\n"


# --- a slip in a file that ships


@pytest.fixture
def broken(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of days off, with a slip in it."""
    text = calendar_source._OWN_DAYS.read_text(encoding="utf-8")
    path = here / "holidays.toml"
    path.write_text(text.replace("2026-01-10", "2026-01-32"), encoding="utf-8")
    calendar_source.load_calendar.cache_clear()
    monkeypatch.setattr(calendar_source, "_OWN_DAYS", path)
    yield path
    calendar_source.load_calendar.cache_clear()


@pytest.mark.parametrize("verb", [("run",), ("run", "--sandbox"), ("bind-desk",), ("calendar",)])
def test_a_slip_in_the_days_off_that_ship_refuses_the_start_with_one_sentence(
    sandbox: Run, broken: Path, verb: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", f"123456:{'A' * 35}")

    said = sandbox(*verb)

    assert said.status == 1
    assert said.err.splitlines()[-1] == (
        f'Tệp {broken}, dòng 21: không dùng được "date = 2026-01-32". Đề nghị sửa lại. Chưa thực hiện gì.'
    )
    assert "Traceback" not in said.err


def test_doctor_names_it_as_what_has_to_be_mended(
    with_roster: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "reminders.toml"
    text = (data_source._DATA / "reminders.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('"d0", "o1"]', '"d0", "o0"]', 1), encoding="utf-8")
    monkeypatch.setattr(data_source, "_DATA", here)
    data_source.load_reminder_rules.cache_clear()

    said = with_roster("doctor")

    data_source.load_reminder_rules.cache_clear()
    assert said.status == 1
    assert f'Cần xử lý: Tệp {path}, dòng 10: không dùng được "o0"' in said.out


def test_a_verb_in_a_shell_reads_the_calendar_beside_nothing(here: Path) -> None:
    said = in_a_shell(["calendar", "2027"], here)

    assert (said.status, said.err, said.out.splitlines()[0]) == (0, "", "Lịch làm việc năm 2027")
