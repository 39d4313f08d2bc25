"""Invitations and digests: what is printed and written."""

from __future__ import annotations

import json
import re
import stat
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from sqlite_utils import Database

from bot.domain.texts import Text
from bot.exports.snapshot import canonical
from bot.verbs import opening
from bot.verbs.invite import _WHAT_TO_DO
from storage import ledgers, snapshots
from tests.exports.samples import snapshot
from tests.verbs.conftest import Run
from tests.verbs.data_directory import TOKEN, in_base, table, write

# invite


def test_an_invitation_is_a_code_and_without_a_known_bot_no_link(with_roster: Run) -> None:
    said = with_roster("invite", "--person", "AN")

    assert said.out.splitlines()[0] == "person_code,full_name,code,link,expires_at,instructions"
    (row,) = table(said.out)
    assert (row["person_code"], row["full_name"], row["link"]) == ("AN", "Nguyễn Văn An", "")
    assert re.fullmatch(r"MOI-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}", row["code"])
    assert row["expires_at"].endswith("+07:00")
    assert row["code"] in row["instructions"]
    assert "BOT_USERNAME" in said.err  # why there is no link, and what to do


def test_every_line_says_to_its_person_what_to_do_with_it(with_roster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_USERNAME", "ten_bot")

    said = with_roster("invite", "--all")

    rows = table(said.out)
    assert all(row["link"] in row["instructions"] and row["code"] in row["instructions"] for row in rows)
    assert said.err.strip() == opening.say(Text(_WHAT_TO_DO))


class Server:
    """A server of the Bot API that says what its bot is called, or nothing of use."""

    def __init__(self, answer: bytes) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def test_a_bot_that_never_ran_is_asked_for_its_name(with_roster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    user = {"id": 42, "is_bot": True, "first_name": "B", "username": "bot_moi"}
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    with Server(json.dumps({"ok": True, "result": user}).encode()) as server:
        monkeypatch.setenv("BOT_API_BASE", server.address)
        said = with_roster("invite", "--all")

    assert all(row["link"].startswith("https://t.me/bot_moi?start=") for row in table(said.out))
    assert "BOT_USERNAME" not in said.err


@pytest.mark.parametrize("answer", [b"<html>login</html>", b'{"ok": false, "description": "Bad Gateway"}', b""])
def test_a_bot_whose_name_cannot_be_learnt_gets_a_list_without_links_and_a_sentence(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    with Server(answer) as server:
        monkeypatch.setenv("BOT_API_BASE", server.address)
        said = with_roster("invite", "--all")

    assert said.status == 0
    assert {row["link"] for row in table(said.out)} == {""}
    assert "BOT_API_BASE" in said.err
    assert TOKEN not in said.err


@pytest.mark.parametrize("code", ["an", "An ", "A\u200bN"])
def test_a_person_is_named_by_a_code_in_any_case(with_roster: Run, code: str) -> None:
    (row,) = table(with_roster("invite", "--person", code).out)

    assert row["person_code"] == "AN"


@pytest.mark.parametrize(
    ("setting", "known", "name"),
    [("", "tro_ly_bot", "tro_ly_bot"), ("@ten_dat", "tro_ly_bot", "ten_dat"), ("ten_dat", "", "ten_dat")],
)
def test_the_link_names_the_bot_of_the_setting_or_the_one_that_ran(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch, setting: str, known: str, name: str
) -> None:
    monkeypatch.setenv("BOT_USERNAME", setting)
    if known:
        write(lambda db: ledgers.put_fact(db, "invitation_link:telegram", f"https://t.me/{known}?start={{token}}"))

    (row,) = table(with_roster("invite", "--person", "AN").out)

    assert re.fullmatch(rf"https://t\.me/{name}\?start=[A-Za-z0-9_-]{{22}}", row["link"])


def test_invitations_for_all_go_into_a_file_for_its_owner_only(with_roster: Run) -> None:
    Path("codes.csv").write_text("old")
    Path("codes.csv").chmod(0o644)

    said = with_roster("invite", "--all", "--out", "codes.csv")

    rows = table(Path("codes.csv").read_text(encoding="utf-8-sig"))
    assert [row["person_code"] for row in rows] == ["AN", "BICH", "BINH", "CHI", "LAN"]
    assert len({row["code"] for row in rows}) == 5
    assert stat.S_IMODE(Path("codes.csv").stat().st_mode) == 0o600
    assert not any(row["code"] in said.out for row in rows)


def test_codes_are_kept_as_hashes_only(with_roster: Run) -> None:
    (row,) = table(with_roster("invite", "--person", "AN").out)
    letters = row["code"].removeprefix("MOI-").replace("-", "").encode()

    assert not any(letters in file.read_bytes() for file in Path("data").iterdir())


def test_nobody_without_a_duty_is_invited(with_roster: Run) -> None:
    lines = Path("roster.csv").read_text(encoding="utf-8").splitlines()
    Path("roster.csv").write_text("\n".join(line for line in lines if not line.startswith("AN,")), encoding="utf-8")
    with_roster("import-roster", "--yes", "roster.csv")

    ended, unknown = with_roster("invite", "--person", "AN"), with_roster("invite", "--person", "nobody")

    assert (ended.status, ended.out) == (1, "")
    assert '"AN"' in ended.err
    assert (unknown.status, unknown.out) == (1, "")
    assert '"nobody"' in unknown.err
    assert [row["person_code"] for row in table(with_roster("invite", "--all").out)] == ["BICH", "BINH", "CHI", "LAN"]


def test_a_file_that_cannot_be_written_is_named(with_roster: Run) -> None:
    said = with_roster("invite", "--all", "--out", "no/such/place.csv")

    assert said.status == 1
    assert "no/such/place.csv" in said.err


# digest


def test_a_digest_is_two_files_with_the_same_figures(demonstration: Run) -> None:
    said = demonstration("digest", "--period", "2026-11", "--out", "out/of/it")

    assert said.status == 0
    first, second, sha = said.out.splitlines()
    paths = sorted(Path("out/of/it").iterdir())
    assert sorted([first, second]) == [str(path) for path in paths]
    assert [path.name for path in paths] == ["Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx"]
    code = sha.rpartition(" ")[2].rstrip(".")
    assert re.fullmatch("[0-9a-f]{64}", code)
    text = document_text(next(path for path in paths if path.suffix == ".docx"))
    cells = sheet_text(next(path for path in paths if path.suffix == ".xlsx"))
    codes = set(re.findall(r"VM-2611-\d{3}", cells))
    assert code in text.replace(" ", "").replace("\n", "")
    assert code in cells.replace(" ", "").replace("\n", "")
    assert codes
    assert len(codes) == in_base("SELECT count(*) FROM difficulties WHERE code LIKE 'VM-2611-%'")


def document_text(path: Path) -> str:
    document = Document(str(path))
    parts = [p.text for p in document.paragraphs]
    parts += [cell.text for found in document.tables for row in found.rows for cell in row.cells]
    parts += [paragraph.text for section in document.sections for paragraph in section.footer.paragraphs]
    return "\n".join(parts)


def sheet_text(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def frozen(period: str = "2026-11") -> None:
    """Freeze the digest of a period in the base of the demonstration."""

    def work(db: Database) -> None:
        body = canonical(snapshot(2) | {"kind": "digest"})
        snapshots.add_digest(db, period, 0, datetime(2026, 11, 23, 10, tzinfo=UTC), body, "")

    write(work)


def test_a_frozen_digest_is_written_again_as_the_same_bytes_after_an_upgrade(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen()
    first = with_roster("digest", "--period", "2026-11", "--no", "0", "--out", "first")
    monkeypatch.setattr("bot.services.desk.files.build_in_child", lambda *_: b"built by another version")

    again = with_roster("digest", "--period", "2026-11", "--no", "0", "--out", "again")

    assert (first.status, again.status) == (0, 0)
    assert [path.name for path in sorted(Path("again").iterdir())] == [
        "Du-thao-bao-cao-2026-11.docx",
        "Phu-luc-2026-11.xlsx",
    ]
    for path in Path("first").iterdir():
        assert (Path("again") / path.name).read_bytes() == path.read_bytes()
    assert "tạm tính" not in document_text(Path("again") / "Du-thao-bao-cao-2026-11.docx")


def test_of_a_closed_period_what_is_frozen_is_written_without_being_named(with_roster: Run) -> None:
    frozen("2026-05")

    said = with_roster("digest", "--period", "2026-05", "--out", "out")

    assert said.status == 0
    assert in_base("SELECT count(*) FROM papers") == 2


@pytest.mark.parametrize("number", ["7", "1"])
def test_a_frozen_paper_that_is_not_there_is_named(with_roster: Run, number: str) -> None:
    frozen()

    said = with_roster("digest", "--period", "2026-11", "--no", number, "--out", "out")

    assert (said.status, said.out) == (1, "")
    assert number in said.err
    assert not Path("out").exists()


def test_half_a_year_is_written_of_the_months_that_are_frozen(with_roster: Run) -> None:
    of_nothing = with_roster("digest", "--period", "năm 2026", "--out", "none")
    data = snapshot(2) | {"kind": "digest", "carried": [], "agencies": []}
    for each in data["difficulties"]:
        each["state"] = "sent"
    data["reckoning"] = {"carried": 0, "new": 2, "reopened": 0, "closed": 0, "open": 2}
    at = datetime(2026, 11, 23, 10, tzinfo=UTC)
    write(lambda db: snapshots.add_digest(db, "2026-11", 0, at, canonical(data), ""))

    said = with_roster("digest", "--period", "6 thang cuoi nam 2026", "--out", "out")

    assert (of_nothing.status, Path("none").exists()) == (1, False)
    assert "Chưa có số liệu đã chốt của kỳ nào trong năm 2026" in of_nothing.err
    assert said.status == 0
    words, book = sorted(Path("out").iterdir())
    assert (words.name, book.name) == (
        "Du-thao-bao-cao-6-thang-cuoi-nam-2026.docx",
        "Phu-luc-6-thang-cuoi-nam-2026.xlsx",
    )
    assert "Không có số liệu đã chốt của: tháng 7/2026;" in document_text(words)
    code = said.out.splitlines()[-1].rpartition(" ")[2].rstrip(".")
    assert code in document_text(words)
    assert code in sheet_text(book)


@pytest.mark.parametrize("period", ["2026-13", "2026-0", "13/2026", "2026-Q5", "x", ""])
def test_a_digest_of_no_period_says_how_a_period_is_written(with_roster: Run, period: str) -> None:
    said = with_roster("digest", f"--period={period}", "--out", "out")

    assert (said.status, said.out) == (1, "")
    assert "11/2026 hoặc IV/2026" in said.err
    assert not Path("out").exists()


def test_a_digest_into_a_place_that_is_a_file_is_refused(with_roster: Run) -> None:
    said = with_roster("digest", "--period", "2026-11", "--out", "roster.csv")

    assert said.status == 1
    assert "roster.csv" in said.err
