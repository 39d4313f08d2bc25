"""What an officer opens: a difficulty in full, or one long text of it, as it was sent in the version at hand."""

from __future__ import annotations

from bot.domain.codes import read_code
from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.reports import Report
from bot.domain.texts import Text
from bot.errors import BotError
from bot.screens import desk as wording
from bot.services.reply import Reply
from storage import difficulties, reports
from storage.unit import Unit


def view(unit: Unit, code: str, version: int, part: str | None) -> Reply:
    """Show a difficulty, or one text of it, as this version of its report had it, and say if that is not the last word.

    Raises BotError("stale") for what was never sent.
    """
    written = read_code(code)
    source = reports.version_of_difficulty(unit.db, written, version) if written else None
    if source is None or (part and part not in wording.PARTS):
        raise BotError("stale")
    difficulty = next(each for each in source.difficulties if each.code == written)
    remark = _remark(unit, source, difficulty.code)
    if part:
        return Reply(kept=wording.difficulty_part(difficulty, part, remark), aside=True)
    return Reply(kept=wording.difficulty_in_full(unit.rules.fields, source, difficulty, remark), aside=True)


def _remark(unit: Unit, source: Report, difficulty: str) -> Text | None:
    live = reports.report_by_code(unit.db, source.code)
    if live is None:
        return wording.withdrawn(source)
    if live.version == source.version:
        return None
    events = difficulties.events_in_report(unit.db, source.code)[difficulty]
    if current_state(events) is DifficultyState.WITHDRAWN:
        return wording.taken_out(source, live, difficulty)
    return wording.superseded(source, live)
