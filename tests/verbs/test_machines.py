"""What an operator sets, and what a machine lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verbs.conftest import Run, in_a_shell
from tests.verbs.data_directory import TOKEN


@pytest.mark.parametrize(
    "address", ["https://proxy:3128", "https://user:c4n4ry@proxy:3128", "socks5://user:c4n4ry@proxy", "http://:8080"]
)
@pytest.mark.parametrize("verb", ["run", "doctor"])
def test_a_proxy_that_cannot_be_used_is_refused_in_a_sentence(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch, verb: str, address: str
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PROXY_URL", address)

    said = with_roster(verb)

    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("Cấu hình PROXY_URL có giá trị")
    assert "http://host:port | socks4://host:port | socks5://host:port" in said.err
    assert "c4n4ry" not in said.err


@pytest.mark.parametrize("name", ["dữ liệu 100% #1", "a?mode=ro&b=c", "x;y 'z' \"w\"", " %20%3f "])
def test_a_data_directory_may_have_any_name(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DATA_DIR", name)

    said = [
        run("import-roster", "--yes", "roster.csv"),
        run("backup", "--out", "sao lưu ?#%&"),
        run("digest", "--period", "2026-11", "--out", "x"),
    ]

    assert [each.status for each in said] == [0, 0, 0], said
    assert Path(name, "bot.db").exists()
    assert sorted(path.name for path in Path().iterdir() if path.is_dir()) == sorted([name, "sao lưu ?#%&", "x"])


def test_a_machine_without_time_zones_tells_the_time_in_viet_nam(here: Path) -> None:
    without = {"PYTHONTZPATH": ""}
    assert in_a_shell(["import-roster", "--yes", "roster.csv"], here, **without).status == 0

    said = in_a_shell(["doctor"], here, **without)

    assert "Giờ Việt Nam" in said.out
    assert "Traceback" not in said.err
