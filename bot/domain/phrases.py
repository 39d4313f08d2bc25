"""What people type for "nothing": words that skip a question, and those that say nothing new arose."""

from __future__ import annotations

from bot.domain.characters import key, visible_length

_CONTENT_UNITS, _CONTENT_WORDS = 20, 4
"""What is at least so long is no greeting and no mistyped choice."""
_AROUND = " .,;:!?…\"'“”‘’()[]*_"
_SKIP = frozenset(
    {"khong", "khong co", "ko", "k", "khong ro", "bo qua", "n/a", "na", "none", "skip", "-", "--", "–", "—"}
)
_NO = frozenset({"khong", "ko", "chua"})
_NEWS = ("phat sinh", "vuong mac", "kho khan")
_AROUND_NEWS = frozenset(
    {
        "bao", "cao", "trong", "ky", "thang", "quy", "nay", "co", "phat", "sinh", "ghi", "nhan", "gap", "kho", "khan",
        "vuong", "mac", "moi", "nao", "gi", "ca", "them", "ve", "tthc", "thu", "tuc", "hanh", "chinh", "don", "vi",
        "chung", "toi", "hiep", "hoi", "va", "a",
    }
)  # fmt: skip
"""Words that may stand beside these and change nothing: any other makes it a sentence that says more."""
_ENGLISH = frozenset({"nothing new", "nothing to report", "nothing new to report", "no difficulties"})


def skips(text: str) -> bool:
    """Return whether a text is a word that leaves a question unanswered, and nothing else."""
    return _bare(text) in _SKIP


def says_nothing_new(text: str) -> bool:
    """Return whether a text says that there is nothing to report, and nothing else."""
    bare = _bare(text)
    words = [word.strip(_AROUND) for word in bare.split()]
    no = any(word in _NO for word in words)
    known = all(word in _NO or word in _AROUND_NEWS for word in words)
    return bare in _ENGLISH or (no and known and any(news in " ".join(words) for news in _NEWS))


def looks_like_content(text: str) -> bool:
    """Return whether a text that nothing asked for may be the beginning of a report."""
    return visible_length(text) >= _CONTENT_UNITS and len(text.split()) >= _CONTENT_WORDS


def _bare(text: str) -> str:
    return key(text).strip(_AROUND)
