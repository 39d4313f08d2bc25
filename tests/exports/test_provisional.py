"""The draft of a period whose days off nobody has decided yet."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from bot.domain.periods import Period
from bot.exports import docx
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from tests.exports.samples import snapshot
from tests.world import World

SENTENCE = "Các mốc thời gian của kỳ được tính theo lịch nghỉ dự kiến năm 2027."


def body(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def test_the_draft_says_once_that_the_days_of_its_period_are_provisional() -> None:
    text = body(docx.build({**snapshot(1), "provisional_days": ["2027-01-20", "2027-01-22", "2027-01-25"]}))

    assert text.count(SENTENCE) == 1


def test_the_draft_of_a_decided_year_says_nothing_of_it() -> None:
    assert "dự kiến" not in body(docx.build(snapshot(1)))


def test_a_snapshot_names_the_days_of_its_period_that_are_provisional(still_world: World) -> None:
    unit = still_world.unit()

    of_2026, of_2027 = (
        make_snapshot(unit, window(unit, period_schedule(unit, period)))
        for period in (Period(2026, 12), Period(2027, 1))
    )

    assert "provisional_days" not in of_2026
    assert of_2027["provisional_days"] == ["2027-01-20", "2027-01-22", "2027-01-25"]
