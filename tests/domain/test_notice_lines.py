"""What a line of a notice says in figures and in days, and when its task is told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from bot.calendar_source import calendar_around
from bot.clock import VN
from bot.data_source import load_agencies
from bot.domain.deadline_phrases import meant, phrase
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.notice_lines import (
    ReadNotice,
    as_plain,
    fingerprint,
    leaves_at,
    notice_of_plain,
    passages_of,
    target_in,
)
from bot.domain.notices import read_notice
from scripts.notices import FOLDER

CALENDAR = calendar_around(date(2026, 11, 16))


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("342 phản ánh, kiến nghị", (342, "phản ánh, kiến nghị")),
        ("ít nhất 20%", (20, "%")),
        ("1.146 quy định kinh doanh", (1146, "quy định kinh doanh")),
        ("20 %", (20, "%")),
        ("98,5%", None),
        ("3/5 nhiệm vụ", None),
        ("03 năm không phát sinh", None),
        ("03 năm", None),
        ("0 hồ sơ", None),
        ("nhiều hồ sơ", None),
        ("20", None),
        ("", None),
    ],
)
def test_a_target_is_a_whole_number_of_something(words: str, target: tuple[int, str] | None) -> None:
    assert target_in(words) == target


@pytest.mark.parametrize(
    ("kind", "deadline", "recurrence"),
    [
        (DeadlineKind.DAY, "31/10/2023", Recurrence.NONE),
        (DeadlineKind.BEFORE_DAY, "15/12/2026", Recurrence.NONE),
        (DeadlineKind.MONTH, "10/2026", Recurrence.NONE),
        (DeadlineKind.QUARTER, "IV/2026", Recurrence.NONE),
        (DeadlineKind.YEAR, "2026", Recurrence.NONE),
        (DeadlineKind.RECURRING, "", Recurrence.MONTHLY),
        (DeadlineKind.RECURRING, "25", Recurrence.MONTHLY),
        (DeadlineKind.RECURRING, "", Recurrence.QUARTERLY),
        (DeadlineKind.RECURRING, "20", Recurrence.QUARTERLY),
        (DeadlineKind.NONE, "", Recurrence.NONE),
    ],
)
def test_a_deadline_in_words_means_the_same_on_any_day(
    kind: DeadlineKind, deadline: str, recurrence: Recurrence
) -> None:
    found = meant(phrase(kind, deadline, recurrence), CALENDAR)

    assert found is not None
    assert (found.kind, found.deadline, found.recurrence) == (kind, deadline, recurrence)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-11-16T08:29", "2026-11-16T08:30"),
        ("2026-11-16T08:30", "2026-11-17T08:30"),
        ("2026-11-20T17:00", "2026-11-23T08:30"),
        ("2026-11-21T07:00", "2026-11-23T08:30"),
        ("2026-12-31T09:00", "2027-01-04T08:30"),
    ],
)
def test_what_is_assigned_is_told_in_the_next_working_morning(now: str, leaves: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=VN).astimezone(UTC)

    assert leaves_at(at, CALENDAR) == datetime.fromisoformat(leaves).replace(tzinfo=VN)


def test_the_same_words_are_known_again_whatever_their_white_space() -> None:
    assert fingerprint("Bộ  Tư pháp\nrà soát") == fingerprint("bộ tư pháp rà soát")
    assert fingerprint("Bộ Tư pháp") != fingerprint("Bộ Nội vụ")


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.txt")))
def test_what_was_read_is_the_same_after_it_was_kept(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    notice = read_notice(text, load_agencies(), CALENDAR)
    read = ReadNotice(notice.sign, notice.stated, fingerprint(text), passages_of(text, notice))

    assert notice_of_plain(json.loads(json.dumps(as_plain(read)))) == read
    assert all(text[each.start : each.end].strip() == each.words for each in read.passages)
