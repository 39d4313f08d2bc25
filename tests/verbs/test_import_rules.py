"""`import-rules` as an operator sees it: what moves is shown, a partial file changes only what it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.data_source import load_reminder_rules
from bot.domain.reminder_rules import Kind, before
from bot.errors import BotError
from bot.services.reminder_rules import read
from main import main
from storage.database import open_for_reading
from tests.world import ROSTER

SHIPPED = load_reminder_rules()
RULE = '[task]\nmarks = ["d5", "d0", "o1"]\n'


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    assert main(["import-roster", "--yes", str(tmp_path / "roster.csv")]) == 0
    (tmp_path / "rules.toml").write_text(RULE, encoding="utf-8")
    capsys.readouterr()
    return tmp_path


def stored(data: Path) -> list[tuple[int, dict[str, object]]]:
    db = open_for_reading(data / "data" / "bot.db")
    found = [(row[0], json.loads(row[1])) for row in db.conn.execute("SELECT version, body FROM reminder_rules")]
    db.close()
    return found


def test_what_a_file_leaves_out_stays_as_it_is() -> None:
    rules = read(RULE, "rules.toml", SHIPPED)

    assert rules.of(Kind.TASK).marks[0] == before(5)
    assert (rules.of(Kind.TASK).audience, rules.of(Kind.TASK).late_days) == (SHIPPED.of(Kind.TASK).audience, 5)
    assert {kind: rule for kind, rule in rules.rules.items() if kind is not Kind.TASK} == {
        kind: rule for kind, rule in SHIPPED.rules.items() if kind is not Kind.TASK
    }


def test_an_empty_hour_is_that_of_each_person_again() -> None:
    at_ten = read("[task]\nhour = 10:00:00\n", "rules.toml", SHIPPED)
    assert at_ten.of(Kind.TASK).hour is not None

    assert read('[task]\nhour = ""\n', "rules.toml", at_ten) == SHIPPED


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ('[task]\n\nmarks = ["d5"]\n', 3, "d5"),
        ('[task]\naudience = ["chief"]\n', 2, "chief"),
        ("[task]\nhour = 02:00:00\n", 2, "02:00:00"),
        ("# names\n[taks]\nlate_days = 1\n", 2, "taks"),
        ("task = 1\n", 1, "task"),
        ("[task\n", 1, "[task"),
        ("[task]\nlate_days = 31\n", 2, "31"),
        ("[task]\nlater = 3\n", 2, "3"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, value: str) -> None:
    with pytest.raises(BotError) as error:
        read(text, "rules.toml", SHIPPED)

    assert (error.value.code, error.value.params) == (
        "bad_file",
        {"path": "rules.toml", "line": line, "value": value},
    )


def test_a_dry_run_shows_what_moves_and_writes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["import-rules", "--dry-run", str(data / "rules.toml")])

    said = capsys.readouterr().out
    assert code == 0
    assert "Hiện nay: Nhiệm vụ chủ trì: trước 07, 03, 01 ngày; trong ngày đến hạn" in said
    assert "Sẽ là: Nhiệm vụ chủ trì: trước 05 ngày; trong ngày đến hạn; sau 01 ngày làm việc." in said
    assert "Tin đã gửi giữ nguyên." in said
    assert stored(data) == []


def test_with_yes_it_is_set_whole_as_a_new_version(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-rules", "--yes", str(data / "rules.toml")]) == 0

    assert "Phiên bản 1 của quy tắc nhắc việc đã được áp dụng." in capsys.readouterr().out
    ((number, body),) = stored(data)
    assert (number, set(body)) == (1, {kind.value for kind in Kind})


def test_a_file_that_changes_nothing_sets_no_version(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import-rules", "--yes", str(data / "rules.toml")])
    capsys.readouterr()

    assert main(["import-rules", "--yes", str(data / "rules.toml")]) == 0

    assert "Không có thay đổi" in capsys.readouterr().out
    assert len(stored(data)) == 1


def test_without_a_terminal_or_a_yes_nothing_is_set(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-rules", str(data / "rules.toml")]) == 1

    assert "--yes" in capsys.readouterr().err
    assert stored(data) == []


def test_a_bad_file_names_file_line_and_value_and_sets_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "rules.toml").write_text('[task]\nmarks = ["d5"]\n', encoding="utf-8")

    assert main(["import-rules", "--yes", str(data / "rules.toml")]) == 1

    assert f'{data / "rules.toml"}, dòng 2: không dùng được "d5"' in capsys.readouterr().err
    assert stored(data) == []
