"""Housekeeping as the tick does it, piece by piece."""

from __future__ import annotations

from bot.domain.operations import Pause
from bot.services.upkeep import housekeeping
from storage.unit import Unit


def clean_up(unit: Unit) -> None:
    """Delete and blank what has had its time."""
    for piece in housekeeping.clean_up(unit):
        assert isinstance(piece, Pause) or piece.work() == ()
