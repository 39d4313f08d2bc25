"""A person, a period or a report for whom a tick fails stops nobody else, and is done later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

import pytest

from bot.domain.fields import Field
from bot.domain.operations import Operation
from bot.domain.people import Reader
from bot.domain.periods import Cadence, Schedule
from bot.domain.reports import Report
from bot.domain.texts import Screen
from bot.i18n import render
from bot.runtime import postbox
from bot.screens.reporting import acceptance as acceptance_wording
from bot.services import digesting
from storage import ledgers
from storage.unit import Unit
from tests.handlers.acts import ONE, OPEN, SENT_ADHOC
from tests.handlers.turning import CLOSE, turn_to
from tests.world import World, say

CODE = "Mã dữ liệu"
"""Stands in whatever is told of an aggregate."""


@pytest.fixture
def wordless(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Full names of readers for whom nothing can be put into words."""
    names: set[str] = set()

    def rendered(screen: Screen, reader: Reader, limit: int) -> Any:
        if reader.full_name in names:
            raise ValueError
        return render(screen, reader, limit)

    monkeypatch.setattr(postbox, "render", rendered)
    return names


async def test_a_reader_whose_message_cannot_be_made_keeps_no_other_waiting_and_is_told_the_same_later(
    world: World, wordless: set[str]
) -> None:
    wordless.add("Phạm Thu Chi")
    await turn_to(world, 23, CLOSE)
    at_first = [message.text for message in world.phone("LAN").messages]
    chi = world.phone("CHI")
    chi.messages.clear()
    wordless.clear()
    await say(world, world.phone("AN"), *OPEN, *ONE, "[Gửi báo cáo]")

    await turn_to(world, 23, time(17, 1))
    await turn_to(world, 23, time(17, 3))

    assert len(at_first) == 3
    assert [message.text for message in chi.messages if CODE in message.text] == at_first
    assert [message.text for message in world.phone("LAN").messages if CODE in message.text] == at_first
    assert world.count("digests") == 1


async def test_a_period_that_cannot_be_frozen_keeps_no_other_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[str] = []

    def freeze(_unit: Unit, schedule: Schedule) -> Sequence[Operation]:
        if schedule.period.cadence is Cadence.MONTH:
            raise ValueError
        frozen.append(schedule.period.iso)
        return ()

    monkeypatch.setattr(digesting, "_freeze", freeze)
    await turn_to(world, 23, CLOSE)

    assert frozen
    assert set(ledgers.tick_failures(world.read)) == {"digest"}


async def test_a_report_that_cannot_be_escalated_keeps_no_other_from_the_leaders(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, make = {"DX-2611-001"}, acceptance_wording.to_leader

    def to_leader(fields: Mapping[str, Field], report: Report, *others: Any) -> Screen:
        if report.code in broken:
            raise ValueError
        return make(fields, report, *others)

    monkeypatch.setattr(acceptance_wording, "to_leader", to_leader)
    lan = world.phone("LAN")
    for code in ("AN", "BICH"):
        await say(world, world.phone(code), *SENT_ADHOC)
    await turn_to(world, 16, time(10, 30))
    at_first = [message.text for message in lan.messages]
    lan.messages.clear()
    broken.clear()

    await turn_to(world, 16, time(10, 35))
    await turn_to(world, 16, time(10, 40))

    assert [code for text in at_first for code in ("DX-2611-001", "DX-2611-002") if code in text] == ["DX-2611-002"]
    assert [message.text.count("DX-2611-001") > 0 for message in lan.messages] == [True]
    assert ledgers.tick_failures(world.read) == {}
