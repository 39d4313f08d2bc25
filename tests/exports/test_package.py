"""The same snapshot gives the same bytes, whenever and wherever they are made."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BotError
from bot.exports import NAMES, build_in_child, docx, file_name, xlsx
from bot.exports.package import repack
from bot.exports.snapshot import canonical
from tests.exports.samples import snapshot

ROOT = Path(__file__).parents[2]
BUILDERS: dict[str, Callable[[dict[str, Any]], bytes]] = {"docx": docx.build, "xlsx": xlsx.build}


def child(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "bot.exports", *arguments], input=given, capture_output=True, cwd=ROOT)


@pytest.mark.parametrize("name", NAMES)
def test_the_hour_of_the_machine_leaves_no_trace(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = BUILDERS[name](snapshot(3))
    later = time.localtime(time.time() + 90_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)

    second = BUILDERS[name](snapshot(3))

    assert first == second


@pytest.mark.parametrize("name", NAMES)
def test_another_process_makes_the_same_bytes(name: str) -> None:
    made = build_in_child(name, canonical(snapshot(3)), timeout=60)

    assert made == BUILDERS[name](snapshot(3))


@pytest.mark.parametrize("name", NAMES)
def test_another_snapshot_makes_other_bytes(name: str) -> None:
    assert BUILDERS[name](snapshot(3)) != BUILDERS[name](snapshot(4))


@pytest.mark.parametrize("name", NAMES)
def test_the_package_is_dated_1980_and_begins_with_its_table_of_contents(name: str) -> None:
    entries = zipfile.ZipFile(io.BytesIO(BUILDERS[name](snapshot(1)))).infolist()

    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert [entry.filename for entry in entries][:2] == ["[Content_Types].xml", "_rels/.rels"]


@pytest.mark.parametrize("name", NAMES)
def test_the_properties_name_the_snapshot_and_no_author(name: str) -> None:
    core = zipfile.ZipFile(io.BytesIO(BUILDERS[name](snapshot(1)))).read("docProps/core.xml").decode()

    assert "tháng 11/2026</dc:title>" in core
    assert core.count("2026-11-20T02:14:00Z") == 2
    assert "creator" not in core
    assert "lastModifiedBy" not in core


def test_a_file_is_named_after_its_period() -> None:
    assert file_name("docx", snapshot(0)) == "Du-thao-bao-cao-2026-11.docx"
    assert file_name("xlsx", snapshot(0)) == "Phu-luc-2026-11.xlsx"


def test_the_file_of_a_quarter_is_not_taken_for_that_of_a_month() -> None:
    data = snapshot(0)
    data["period"] |= {"cadence": "quarter", "number": 4}

    assert file_name("xlsx", data) == "Phu-luc-2026-Q4.xlsx"


def test_the_libraries_that_write_files_stay_out_of_the_process_that_asks_for_them() -> None:
    code = "import sys, bot.exports; print([m for m in ('docx', 'xlsxwriter', 'babel') if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)

    assert done.stdout.strip() == b"[]"


def test_a_name_that_is_not_known_ends_with_two() -> None:
    assert child("pdf").returncode == child().returncode == 2


@pytest.mark.parametrize("given", [b"", b"{", b"\xff", b"[1]", b"[" * 100_000])
def test_what_is_no_snapshot_ends_with_one_and_one_sentence(given: bytes) -> None:
    done = child("docx", given=given)

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"\n") == 1


def test_a_child_that_fails_is_an_error_that_can_be_told() -> None:
    with pytest.raises(BotError) as raised:
        build_in_child("docx", b"nothing", timeout=60)

    assert raised.value.code == "export_failed"
    assert isinstance(raised.value.__cause__, subprocess.CalledProcessError)
    assert b"snapshot" in raised.value.__cause__.stderr


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(BotError) as raised:
        build_in_child("docx", canonical(snapshot(1)), timeout=0.001)

    assert isinstance(raised.value.__cause__, subprocess.TimeoutExpired)


def test_a_package_keeps_its_parts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as old:
        old.writestr("b.xml", "<b/>")
        old.writestr("docProps/core.xml", "<old/>")
        old.writestr("[Content_Types].xml", "<types/>")

    new = zipfile.ZipFile(io.BytesIO(repack(out.getvalue(), "A & <B>", datetime(2026, 11, 20, 2, 14, tzinfo=UTC))))

    assert new.namelist() == ["[Content_Types].xml", "b.xml", "docProps/core.xml"]
    assert new.read("b.xml") == b"<b/>"
    assert b"A &amp; &lt;B&gt;" in new.read("docProps/core.xml")
