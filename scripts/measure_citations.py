"""Print how well provisions and codes of procedures are understood: precision and recall on phrases valued by hand.

    .venv/bin/python scripts/measure_citations.py

The phrases are those of tests/domain/legal_phrases.tsv; what was understood otherwise is named.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.domain.citations import normalised
from bot.domain.procedure_codes import procedure_codes

PHRASES = Path(__file__).parents[1] / "tests" / "domain" / "legal_phrases.tsv"


@dataclass(frozen=True)
class Phrase:
    """What is typed, where, and what is to be understood, in its order."""

    where: str
    typed: str
    wanted: tuple[str, ...]

    @property
    def understood(self) -> tuple[str, ...]:
        """What the program makes of it."""
        rules = () if self.where == "procedure" else normalised(self.typed, asked=self.where == "asked")
        return (*rules, *procedure_codes(self.typed, asked=self.where == "procedure"))


@dataclass(frozen=True)
class Measured:
    """The shares of what was understood that was right, and of what is to be understood that was."""

    precision: float
    recall: float
    wrong: Sequence[Phrase]


def phrases() -> Iterator[Phrase]:
    """Yield the phrases that were valued by hand."""
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            where, typed, wanted = line.split("\t")
            yield Phrase(where, typed, tuple(wanted.split("|")) if wanted else ())


def measured(found: Sequence[Phrase]) -> Measured:
    """Return how well these phrases are understood."""
    right = sum(len(set(each.understood) & set(each.wanted)) for each in found)
    understood, wanted = (
        sum(map(len, column)) for column in zip(*((e.understood, e.wanted) for e in found), strict=True)
    )
    return Measured(right / understood, right / wanted, [each for each in found if each.understood != each.wanted])


def main() -> None:
    """Print the shares and what was understood otherwise."""
    found = list(phrases())
    result = measured(found)
    innocents = sum(not each.wanted for each in found)
    print(f"{len(found)} phrases, {innocents} of them innocent")
    print(f"precision {result.precision:.1%}, recall {result.recall:.1%}")
    for each in result.wrong:
        print(f"{each.where}: {each.typed}\n  wanted {each.wanted}\n  understood {each.understood}")


if __name__ == "__main__":
    main()
