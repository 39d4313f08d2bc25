"""The line of the README that quotes three figures; written by `make bench`, never by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scripts.bench.results import Figure

BEGIN = "[//]: # (bench: begin)"
END = "[//]: # (bench: end)"
_LINK = "[docs/benchmarks.md](docs/benchmarks.md)"
_QUOTED: tuple[tuple[str, Callable[[float], str]], ...] = (
    ("CPU an update: the program", lambda us: f"mỗi thao tác của thành viên cần {number(us / 1000)} ms bộ xử lý"),
    ("900 reminders: share of the pace", lambda share: f"900 tin nhắc gửi đạt {number(100 * share)}% tốc độ đặt ra"),
    (".docx of 5,000 difficulties: CPU of", lambda s: f"báo cáo Word 5.000 vướng mắc lập trong {number(s)} giây"),
)


def number(value: float) -> str:
    """Return a number as it is written in Vietnamese, with at most two digits that count after a whole one."""
    return (f"{value:.0f}" if value >= 10 else f"{value:.1f}").replace(".", ",")


def quoted(figures: Sequence[Figure]) -> str | None:
    """Return the line; None where a figure was not measured, so that the old line stays."""
    parts = []
    for begins, words in _QUOTED:
        found = next((each.value for each in figures if each.name.startswith(begins)), None)
        if found is None:
            return None
        parts.append(words(found))
    return f"Đo được (trên hai lõi, cách đo và mọi số liệu: {_LINK}): {'; '.join(parts)}."
