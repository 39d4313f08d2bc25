"""What an officer opens: a difficulty in full, or one long text of it."""

from __future__ import annotations

from bot.domain import questions
from bot.errors import BotError
from bot.screens import desk as wording
from bot.screens.reporting import answers
from bot.services.reply import Reply
from storage import difficulties
from storage.unit import Unit


def view(unit: Unit, difficulty_id: int, part: str | None) -> Reply:
    """Show a difficulty in full, or one text of it."""
    difficulty = difficulties.difficulty_by_id(unit.db, difficulty_id)
    question = questions.by_part(part) if part else None
    if difficulty is None or (part and question is None):
        raise BotError("stale")
    if question:
        return Reply(kept=answers.alone(difficulty, question), aside=True)
    return Reply(kept=wording.difficulty_in_full(unit.rules.fields, difficulty), aside=True)
