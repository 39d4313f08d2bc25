"""Print how quickly difficulties that look alike are found among many, or how well.

    .venv/bin/python scripts/bench/alike.py [--many 100000] [--ask 300] [--place DIRECTORY]
    .venv/bin/python scripts/bench/alike.py --data FILE.jsonl

The first makes up so many difficulties in a base (kept in DIRECTORY, where one is named, and used again) and asks for
what looks like some of them. The second takes statements, a JSON object a line: `text`; `dup_group`, the same for all
that are of one issue, null for those that are alone; `dup_level`, whose values begin with `same_issue` where they are
to be found, anything else where that is left open. It prints, of the statements that have others of their issue:
recall@5, the share with one of these among the five nearest; the same for every pair; and the share with one above the
threshold. False alarms are the statements with one above the threshold that is not of their issue, in a hundred.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.domain.citations import normalised
from bot.domain.duplicates import SHOWN, THRESHOLD, Weights, compare, sketch
from bot.domain.procedure_codes import procedure_codes
from scripts.bench.corpus import as_the_program, base, percentiles
from storage import difficulties, duplicates


@dataclass(frozen=True)
class Statement:
    """A statement, the issue it is of (empty for none), and whether the others of it are to be found."""

    text: str
    issue: str = ""
    wanted: bool = True


@dataclass(frozen=True)
class Quality:
    """How well statements of one issue find each other."""

    recall: float
    pairs: float
    above: float
    alarms: float

    def __str__(self) -> str:
        return (
            f"recall@5 {self.recall:.3f} (pairs {self.pairs:.3f}), found above the threshold {self.above:.3f},"
            f" false alarms {self.alarms:.1f} per 100"
        )


def read(path: Path) -> list[Statement]:
    """Return the statements of a file."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Statement(
            each["text"],
            each.get("dup_group") or "",
            str(each.get("dup_level") or "same_issue").startswith("same_issue"),
        )
        for each in found
    ]


def quality(statements: Sequence[Statement]) -> Quality:
    """Compare every statement with all others."""
    sketches = [sketch([each.text], "", (*normalised(each.text), *procedure_codes(each.text))) for each in statements]
    weights = Weights(Counter(term for each in sketches for term in each.terms), len(sketches))
    named: list[list[tuple[float, str]]] = []
    for number, one in enumerate(sketches):
        compared = [
            (compare(one, other, weights).score, statements[at].issue)
            for at, other in enumerate(sketches)
            if at != number
        ]
        named.append(sorted(compared, reverse=True)[:SHOWN])
    issues = Counter(each.issue for each in statements if each.issue)
    asked = [n for n, each in enumerate(statements) if each.wanted and issues[each.issue] > 1]
    own = [[score for score, issue in named[n] if issue == statements[n].issue] for n in asked]
    to_find = sum(min(SHOWN, issues[statements[n].issue] - 1) for n in asked)
    alarms = [
        any(score >= THRESHOLD and (not each.issue or issue != each.issue) for score, issue in named[n])
        for n, each in enumerate(statements)
    ]
    return Quality(
        sum(map(bool, own)) / len(asked),
        sum(map(len, own)) / to_find,
        sum(any(score >= THRESHOLD for score in found) for found in own) / len(asked),
        100 * sum(alarms) / len(statements),
    )


def measure(place: Path, many: int, ask: int) -> None:
    """Print how long it takes to find what looks like some of so many difficulties."""
    db, _ = base(place, many)
    chance = random.Random(7)  # noqa: S311 - no secret is made of it
    wanted = [chance.randint(1, many) for _ in range(ask)]
    taken: list[float] = []
    as_the_program()
    for number in wanted:
        asked, _ = difficulties.by_rows(db, [number])[number]
        began = time.process_time()
        duplicates.nearest(db, asked, SHOWN)
        taken.append(time.process_time() - began)
    print(f"alike among {many}, {ask} asked: {percentiles(taken)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--ask", type=int, default=300)
    parser.add_argument("--place", type=Path)
    options = parser.parse_args()
    if options.data:
        statements = read(options.data)
        print(f"{len(statements)} statements, threshold {THRESHOLD}: {quality(statements)}")
        return
    with TemporaryDirectory() as scratch:
        measure(options.place or Path(scratch), options.many, options.ask)


if __name__ == "__main__":
    main()
