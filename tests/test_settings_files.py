"""The files of settings that an operator edits: a slip of the hand refuses the start, and the line is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import calendar_source
from bot.calendar_source import days_in
from bot.data_source import profile_in, rules_in
from bot.errors import BotError
from bot.toml_file import TomlFile, read_toml

DATA = Path(calendar_source.__file__).parent / "data"
HOLIDAYS, RULES, PROFILE = DATA / "holidays.toml", DATA / "reminders.toml", DATA / "profiles" / "btp-2026.toml"
READ: dict[Path, Callable[[TomlFile], object]] = {HOLIDAYS: days_in, RULES: rules_in, PROFILE: profile_in}


def refused(path: Path, shipped: Path) -> tuple[str, object]:
    with pytest.raises(BotError) as error:
        READ[shipped](read_toml(path))
    assert error.value.params["path"] == str(path)
    line = path.read_bytes().split(b"\n")[int(str(error.value.params["line"])) - 1]
    return line.decode("utf-8", errors="replace").strip(), error.value.params.get("value", error.value.code)


@pytest.mark.parametrize("shipped", READ, ids=lambda path: path.name)
def test_what_ships_is_read(shipped: Path) -> None:
    assert READ[shipped](read_toml(shipped))


@pytest.mark.parametrize(
    ("shipped", "right", "wrong", "line", "value"),
    [
        (HOLIDAYS, "2026-01-10", "2026-02-30", "date = 2026-02-30", "date = 2026-02-30"),
        (HOLIDAYS, "2026-01-10", "2027-02-29", "date = 2027-02-29", "date = 2027-02-29"),
        (HOLIDAYS, "2026-01-10", "2026-01-02", "date = 2026-01-02", "02/01/2026"),
        (HOLIDAYS, "2026-01-10", "2026-01-12", 'kind = "make_up"', "make_up"),
        (HOLIDAYS, "2026-01-10", "2026-01-10T08:00:00", "date = 2026-01-10T08:00:00", "2026-01-10 08:00:00"),
        (HOLIDAYS, '"make_up"', '"makeup"', 'kind = "makeup"', "makeup"),
        (HOLIDAYS, "[[day]]\ndate = 2026-01-10", "[[dya]]\ndate = 2026-01-10", "[[dya]]", "dya"),
        (HOLIDAYS, "[[day]]\ndate = 2026-01-10", "[[day]\ndate = 2026-01-10", "[[day]", "[[day]"),
        (HOLIDAYS, "decided_through = 2026", "decided_through = true", "decided_through = true", "True"),
        (HOLIDAYS, "decided_through = 2026", "decided_through = 26", "decided_through = 26", "26"),
        (HOLIDAYS, '= "tet"', '= "tết"', '"Tết Nguyên Đán" = "tết"', "tết"),
        (RULES, '["open", "d7"', '["open", "x7"', 'marks = ["open", "x7", "d3", "d1", "d0", "o1"]', "x7"),
        (RULES, "[closing]", "[closin]", "[closin]", "closin"),
        (RULES, "late_days = 5\n\n# On", "\n# On", "[report]", "bad_file_lacks"),
        (RULES, "late_days = 5\n\n# On", "late_days = 5\nlate = 1\n# On", "late = 1", "1"),
        (PROFILE, "due_day = 20", "due_day = 32", "due_day = 32", "32"),
        (PROFILE, "due_day = 20", 'due_day = "20"', 'due_day = "20"', "20"),
        (PROFILE, "due_day = 20", "due_dya = 20", "due_dya = 20", "due_dya"),
        (PROFILE, 'release = "desk"', 'release = "dsek"', 'release = "dsek"', "dsek"),
        (PROFILE, "[leaders]", "[leader]", "[leader]", "leader"),
        (
            PROFILE,
            '"secretariat", "leader"]',
            '"secretariat", "chief"]',
            'recipients = ["secretariat", "chief"]',
            "chief",
        ),
    ],
)
def test_a_slip_names_its_line_and_its_value(
    tmp_path: Path, shipped: Path, right: str, wrong: str, line: str, value: str
) -> None:
    text = shipped.read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "settings.toml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")

    assert refused(path, shipped) == (line, value)


def test_a_name_that_is_missing_is_told_with_the_line_of_its_table(tmp_path: Path) -> None:
    text = PROFILE.read_text(encoding="utf-8").replace("weekly_weekday = 1\n", "", 1)
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")

    assert refused(path, PROFILE) == ("[leaders]", "bad_file_lacks")


def test_a_letter_that_is_not_in_utf_8_is_found(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(HOLIDAYS.read_bytes().replace("Ngày làm bù".encode(), b"Ng\xe0y l\xe0m b\xf9", 1))

    line, _ = refused(path, HOLIDAYS)

    assert line.startswith("name = ")


def test_the_mark_and_the_line_ends_of_other_editors_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HOLIDAYS.read_bytes().replace(b"\n", b"\r\n"))

    assert days_in(read_toml(path)) == days_in(read_toml(HOLIDAYS))


def test_the_line_of_a_value_on_several_lines_is_its_first(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('a = 1\nb = [\n  "x",\n  "y",\n]\n[t]\nc = """\n1\n2"""\nd = 1\n', encoding="utf-8")
    file = read_toml(path)

    assert [file.line(*at) for at in (("a",), ("b",), ("b", 1), ("t",), ("t", "c"), ("t", "d"))] == [1, 2, 2, 6, 7, 10]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BotError) as error:
        read_toml(tmp_path / "none.toml")

    assert error.value.code == "file_missing"
