"""`read-notice` as an operator sees it: a list to be corrected, which `import-tasks` then takes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from docx import Document

from main import main
from scripts.notices import FOLDER
from tests.pdf_files import pdf_of
from tests.verbs.test_import_tasks import data, stored

__all__ = ["data"]
NOTICE = FOLDER / "03-thu-nhat.txt"


def lines_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_what_it_writes_is_imported_once_the_clerk_has_filled_in_who_is_meant(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = data / "tasks.csv"
    code = main(["read-notice", str(NOTICE), "--out", str(out), "--first", "NV-26-101"])
    said, rows = capsys.readouterr().out, lines_of(out)
    refused = main(["import-tasks", str(out)])
    for row in rows:
        row.update(lead=row["lead"] if row["lead"] == "hoi_dong_tu_van" else "HIEPHOIA", coordinating="")
    corrected = data / "corrected.csv"
    with corrected.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    assert (code, refused, stored(data)) == (0, 1, 0)
    assert main(["import-tasks", str(corrected)]) == 0
    assert stored(data) == 5  # the first quarter of what is due each quarter is a task of its own
    assert "Đã đọc: Thông báo số 702/TB-VPCP, ngày 02/11/2026; dự kiến 4 nhiệm vụ." in said
    assert 'thời hạn: "trong tháng 12/2026" -> trong tháng 12/2026; ngày cuối cùng là 31/12/2026' in said
    assert "Chưa giao nhiệm vụ nào" in said
    assert [(row["deadline_kind"], row["deadline"], row["recurrence"]) for row in rows] == [
        ("before_day", "01/01/2027", ""),
        ("month", "12/2026", ""),
        ("none", "", ""),
        ("recurring", "", "quarterly"),
    ]
    assert {row["basis"] for row in rows} == {"Thông báo số 702/TB-VPCP"}
    assert rows[0]["note"].startswith("Chủ trì theo văn bản: Bộ trưởng, Thủ trưởng cơ quan ngang bộ.")


def test_a_pdf_is_read_like_a_text_and_a_table_row_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    page = "Thông báo số 90/TB-VPCP ngày 10/3/2026\nGiao Bộ Y tế rà soát thủ\ntục trong tháng 4/2026."
    table = (FOLDER / "14-bang-nhiem-vu.txt").read_bytes()
    for name, content in (("notice.pdf", pdf_of([page])), ("notice.txt", table)):
        (tmp_path / name).write_bytes(content)
        assert (
            main(["read-notice", str(tmp_path / name), "--out", str(tmp_path / "o.csv"), "--first", "NV-26-001"]) == 0
        )
        told.append(lines_of(tmp_path / "o.csv"))

    assert [(row["title"], row["deadline"]) for row in told[0]] == [("Rà soát thủ tục trong tháng 4/2026", "04/2026")]
    assert [(row["lead"], row["deadline_kind"]) for row in told[1]][1:] == [
        ("hoi_dong_tu_van", "recurring"),
        ("TCTBTP TCTBCA", "before_day"),
        ("", "none"),
    ]
    assert 'thời hạn: "Thường xuyên" -> không có thời hạn (ký tự' in capsys.readouterr().out


def test_a_word_file_is_read_with_its_tables_of_figures_left_out_and_nothing_is_stored(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Thông báo số 90/TB-VPCP ngày 10/3/2026")
    table = document.add_table(rows=2, cols=3)
    for cell, words in zip(table.row_cells(0), ("STT", "Bộ Y tế", "hoàn thành 30/6/2026"), strict=True):
        cell.text = words
    document.add_paragraph("Yêu cầu Bộ Tài chính hoàn thành số hóa 100 % hồ sơ đến hết ngày 30/6/2026.")
    document.save(str(tmp_path / "notice.docx"))
    out = tmp_path / "o.csv"

    code = main(["read-notice", str(tmp_path / "notice.docx"), "--out", str(out), "--first", "NV-26-001"])

    assert code == 0
    assert [(row["lead"], row["deadline"]) for row in lines_of(out)] == [("TCTBTC", "30/06/2026")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notice.docx", "o.csv"]


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"%PDF-1.7\n", (), "Đề nghị gửi tệp Word (.docx), PDF có chữ hoặc tệp văn bản thuần"),
        (b"PK\x03\x04 not a package", (), "Đề nghị gửi tệp Word (.docx), PDF có chữ hoặc tệp văn bản thuần"),
        ("Bộ Y tế rà soát.".encode(), ("--first", "45"), "45 không phải là mã nhiệm vụ"),
        ("Bộ Y tế rà soát.".encode(), ("--stated", "mai"), '"mai" không phải là ngày.'),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, options: tuple[str, ...], said: str
) -> None:
    (tmp_path / "notice").write_bytes(content)

    code = main(
        ["read-notice", str(tmp_path / "notice"), "--out", str(tmp_path / "o.csv"), "--first", "NV-26-001", *options]
    )

    assert code == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "o.csv").exists()
