"""What became of a line, as papers say it: whom it was forwarded to, and the result that the desk has of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.following import Events
from bot.domain.handling import ADVICE, AGENCY, DATED, DOCUMENT, WORDS
from bot.domain.texts import N_, Text
from bot.exports.wording import vietnamese

_RESULTS = (DifficultyAct.ANSWERED, DifficultyAct.CLOSED, DifficultyAct.NOT_ACCEPTED)


def outcome_of(events: Events) -> Mapping[str, str]:
    """Return what came of a line after it was sent, as plain data; nothing where nothing has."""
    forwarded = [each for each in events if each.act is DifficultyAct.FORWARDED]
    results = [each for each in events if each.act in _RESULTS]
    found = {
        "forwarded": str(forwarded[-1].detail.get(AGENCY, "")) if forwarded else "",
        "result": _result(results[-1]) if results else "",
    }
    return {name: said for name, said in found.items() if said}


def _result(event: DifficultyEvent) -> str:
    detail = event.detail
    document = str(detail.get(DOCUMENT, ""))
    if document and detail.get(DATED):
        day = date.fromisoformat(str(detail[DATED]))
        document = vietnamese(Text(N_("{document} of {day:date} (result)"), document=document, day=day))
    said = (document, str(detail.get(WORDS, "")), str(detail.get(ADVICE, "")))
    return "\n".join(each for each in said if each)
