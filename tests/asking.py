"""Answering the periodic form, whatever it asks: what a test says nothing about is skipped."""

from __future__ import annotations

from bot.domain import questions
from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.i18n import translate


def answered(lang: str = "vi", *, after: str = "", before: str = "", **given: str) -> tuple[str, ...]:
    """Return the acts that answer the questions about one difficulty, those behind `after` and up to `before`."""
    names = [question.name for question in questions.periodic()]
    first = names.index(after) + 1 if after else 0
    last = names.index(before) if before else len(names)
    return tuple(given.get(name) or skip(name, lang) for name in names[first:last])


def between(after: str, before: str) -> tuple[str, ...]:
    """Return the names of the questions between two others."""
    names = [question.name for question in questions.periodic()]
    return tuple(names[names.index(after) + 1 : names.index(before)])


def typed(**given: str) -> tuple[str, ...]:
    """Return an answer to every question that takes a text, something where a test says nothing."""
    names = [question.name for question in questions.periodic() if not question.files_max]
    return tuple(given.get(name, "Chưa xác định được.") for name in names)


def skip(name: str, lang: str = "vi") -> str:
    """Return the press that leaves a question unanswered."""
    return f"[{translate(Text(questions.named(name).skip), Reader(lang))}]"


def step_at(name: str, lang: str = "vi") -> str:
    """Return how the heading of a question counts it, such as the third of six."""
    names = [question.name for question in questions.periodic()]
    number, of = names.index(name) + 1, len(names)
    return f"bước {number}/{of}" if lang == "vi" else f"step {number} of {of}"
