"""`import-tasks` as an operator sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from main import main
from storage.database import open_for_reading
from tests.task_world import TASKS
from tests.world import ROSTER


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    assert main(["import-roster", "--yes", str(tmp_path / "roster.csv")]) == 0
    return tmp_path


def stored(data: Path) -> int:
    db = open_for_reading(data / "data" / "bot.db")
    count = db.conn.execute("SELECT count(*) FROM tasks").fetchone()[0]
    db.close()
    return int(count)


def test_each_task_is_printed_with_its_day_and_the_exit_code_is_0(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "tasks.csv").write_text(TASKS, encoding="utf-8")
    capsys.readouterr()

    code = main(["import-tasks", str(data / "tasks.csv")])

    said = capsys.readouterr().out.splitlines()
    assert code == 0
    assert "NV-26-045: thứ Hai, ngày 23/11/2026 – Rà soát TTHC 03 năm không phát sinh" in said
    assert "NV-26-047: thứ Tư, ngày 18/11/2026 – Cho ý kiến về phương án cắt giảm" in said
    assert "NV-23-014: thứ Ba, ngày 31/10/2023 – Hoàn thiện dự thảo Chỉ thị" in said
    assert "NV-26-053: không hạn – Cung cấp danh sách đầu mối" in said
    assert said[-1] == "Đã nhập: 6 nhiệm vụ mới, 0 thay đổi, 0 giữ nguyên."
    assert stored(data) == 6


def test_a_bad_file_exits_with_1_names_the_lines_and_writes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "tasks.csv").write_text(TASKS.replace("10/11/2026", "30/02/2026"), encoding="utf-8")
    capsys.readouterr()

    code = main(["import-tasks", str(data / "tasks.csv")])

    said = capsys.readouterr()
    assert (code, said.out) == (1, "")
    assert 'dòng 3: deadline: "30/02/2026" không phải là thời hạn loại day; ví dụ 30/11/2026' in said.err
    assert stored(data) == 0


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(
    data: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = data / "tasks.csv"
    if content is not None:
        path.write_bytes(content)

    assert main(["import-tasks", str(path)]) == 1
    assert str(path) in capsys.readouterr().err


def test_without_a_file_the_usage_is_shown_and_the_exit_code_is_2(data: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import-tasks"])

    assert ended.value.code == 2
