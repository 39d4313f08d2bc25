"""What people type for "nothing": words that skip a question, and those that say nothing new arose."""

from __future__ import annotations

from bot.domain.characters import fold, utf16_length

_CONTENT_UNITS, _CONTENT_WORDS = 20, 4
"""What is at least so long is no greeting and no mistyped choice."""
_AROUND = " .,;:!?…\"'“”‘’()[]*_"
_SKIP = frozenset(
    {"khong", "khong co", "ko", "k", "khong ro", "bo qua", "n/a", "na", "none", "skip", "-", "--", "–", "—"}
)
_NOTHING_NEW = frozenset(
    {
        "khong phat sinh",
        "bao khong phat sinh",
        "bao cao khong phat sinh",
        "khong co phat sinh",
        "khong phat sinh vuong mac",
        "khong phat sinh kho khan, vuong mac",
        "khong co vuong mac",
        "khong vuong mac",
        "khong co kho khan",
        "khong co kho khan, vuong mac",
        "khong co gi",
        "nothing new",
        "nothing to report",
    }
)


def skips(text: str) -> bool:
    """Return whether a text is a word that leaves a question unanswered, and nothing else."""
    return _bare(text) in _SKIP


def says_nothing_new(text: str) -> bool:
    """Return whether a text says that there is nothing to report, and nothing else."""
    return _bare(text) in _NOTHING_NEW


def looks_like_content(text: str) -> bool:
    """Return whether a text that nothing asked for may be the beginning of a report."""
    return utf16_length(text) >= _CONTENT_UNITS and len(text.split()) >= _CONTENT_WORDS


def _bare(text: str) -> str:
    return fold(text).strip(_AROUND)
