"""Difficulties in the wording of the desk, as the papers of a period have them, and what is left to be worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.reports import Difficulty
from bot.domain.texts import Text
from bot.domain.wordings import CONTENT, PROPOSAL, Wording, fitting, is_objected, is_outdated, lacks_vietnamese
from bot.screens import releasing as wording
from bot.services.standing import Window
from storage import difficulties, wordings
from storage.unit import Unit

Wordings = Mapping[str, Sequence[Wording]]


def as_worded(found: Wordings, difficulty: Difficulty) -> Mapping[str, object]:
    """Return as as_worded data how the desk worded what a paper has of a difficulty; nothing where it did not."""
    wording_of = fitting(found.get(difficulty.code, ()), difficulty)
    if wording_of is None:
        return {}
    proposal = {PROPOSAL: wording_of.proposal} if wording_of.proposal else {}
    return {"worded": {CONTENT: wording_of.content, **proposal}}


def still_to_do(unit: Unit, window: Window, snapshot: Mapping[str, Any]) -> Sequence[Text]:
    """Return what is left to be worded of a paper: what is in English, or was worded before it said what it says.

    What its member asks to be worded otherwise counts until it is, whenever that was asked.
    """
    listed = [difficulty for _, report in window.reports for difficulty in report.difficulties]
    printed = [*snapshot["difficulties"], *(each for each in snapshot.get("carried", ()) if each["open"])]
    codes = list(dict.fromkeys([*(each.code for each in listed), *(each["code"] for each in printed)]))
    found, events = wordings.wordings_of(unit.db, codes), difficulties.events_of(unit.db, codes)
    old = [each.code for each in listed if is_outdated(found.get(each.code, ()), each)]
    objected = [code for code in codes if code not in old and is_objected(events.get(code, ()))]
    english = [each["code"] for each in printed if _is_english(each)]
    return wording.still_to_do(english, old, objected)


def _is_english(each: Mapping[str, Any]) -> bool:
    printed = {**each, **each.get("worded", {})}
    return lacks_vietnamese(printed[CONTENT], printed.get(PROPOSAL, ""))
