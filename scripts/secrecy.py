"""How well the marks of secrecy are found in a written list of phrases: `python -m scripts.secrecy`.

Prints precision and recall (of whether a message is held back) and every phrase that is taken for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.secrecy import Mark, mark_in

PHRASES = Path(__file__).parents[1] / "tests/domain/secrecy_phrases.tsv"


@dataclass(frozen=True)
class Phrase:
    """A phrase, whether it is the name of a file, and the mark in it."""

    words: str
    is_name: bool
    mark: Mark | None

    @property
    def found(self) -> Mark | None:
        """The mark that the program finds."""
        return mark_in((), (self.words,)) if self.is_name else mark_in((self.words,))


@dataclass(frozen=True)
class Measure:
    """What was held back with and without reason, and what passed that has a mark."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what is held back, the part that has a mark."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what has a mark, the part that is held back."""
        return self.right / (self.right + self.missed)


def phrases(path: Path = PHRASES) -> Iterator[Phrase]:
    """Yield the list."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, mark, words = line.split("\t")
            yield Phrase(words.replace("\\n", "\n"), kind == "name", None if mark == "-" else Mark(mark))


def measured(listed: Sequence[Phrase]) -> Measure:
    """Return how well the list is told apart."""
    held = [phrase for phrase in listed if phrase.found]
    right = sum(phrase.mark is not None for phrase in held)
    return Measure(right, len(held) - right, sum(phrase.mark is not None for phrase in listed) - right)


def main() -> None:
    """Print the measure."""
    listed = list(phrases())
    measure = measured(listed)
    for phrase in listed:
        if phrase.found != phrase.mark:
            print(f"{phrase.words!r}: {phrase.found or '-'}, not {phrase.mark or '-'}")
    marked = sum(phrase.mark is not None for phrase in listed)
    print(f"{len(listed)} phrases, {marked} with a mark")
    print(f"precision {measure.precision:.1%}, recall {measure.recall:.1%}")


if __name__ == "__main__":
    main()
