"""Print how quickly words are found among many difficulties, and how quickly a page of what was found is there.

    .venv/bin/python scripts/bench/search.py [--many 100000] [--ask 300] [--place DIRECTORY]

It makes up so many difficulties in a base (kept in DIRECTORY, where one is named, and used again) and looks for what
the desk types: words in a row out of a text, words of a procedure, a provision, a place with a trouble, words and a
period or a state, words of a member's name and of a text; half of it without accents. What is read beside the loop is
not in the times of the pages, and stands in a line of its own.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlite_utils import Database

from bot.domain.characters import fold
from bot.domain.people import Actor, Caller, Honorific, Person, Role
from bot.domain.questions import LEGAL, PROCEDURE
from bot.services import searching
from bot.services.beside import BesideError, places
from scripts.bench.corpus import NOW, as_the_program, base, percentiles
from storage import difficulties, people
from storage.database import Writer, open_for_writing
from storage.unit import Result, Unit


def queries(db: Database, chance: random.Random, many: int, ask: int) -> Iterator[tuple[str, str]]:
    """Yield what is typed, with what kind of a query it is."""
    for number in range(ask):
        number_of = chance.randint(1, many)
        found, _ = difficulties.by_rows(db, [number_of])[number_of]
        words = found.answers["content"].replace(",", "").replace(";", "").rstrip(".").split()
        at, length = chance.randrange(len(words) - 4), chance.randint(2, 4)
        row = " ".join(words[at : at + length])
        kinds = {
            "words": row,
            "procedure": found.answers[PROCEDURE] or row,
            "provision": found.answers[LEGAL] or row,
            "apart": f"{words[1]} {words[2].strip(',')} {words[-8]} {words[-7]}",
            "period": f"{row} kỳ {chance.randint(1, 12)}/202{chance.randint(0, 3)}",
            "state": f"{row} tình trạng chờ tiếp nhận",
            "member": f"hiệp hội số {chance.randint(1, 200)} {row}",
        }
        kind = list(kinds)[number % len(kinds)]
        yield kind, kinds[kind] if chance.random() < 0.5 else fold(kinds[kind])


def desk(unit: Unit) -> Actor:
    """Return an officer of the base, put there where there is none yet."""
    caller = Caller("telegram", "1", "1")
    if people.person_by_code(unit.db, "CHI") is None:
        chi = people.put_person(unit.db, Person(0, "CHI", "Chi", "", Honorific.NONE, "vi", ""))
        people.add_duty(unit.db, chi, None, Role.SECRETARIAT, unit.today)
        people.link_account(unit.db, caller, chi, unit.now)
    found = people.find_actor(unit.db, caller, unit.today)
    assert found is not None
    return found


def search(unit: Unit, actor: Actor, text: str) -> tuple[float, float]:
    """Look for a text; return the seconds of the loop, and those beside it, without the start of a child."""
    began = time.process_time()
    try:
        searching.search_for(unit, actor, text)
    except BesideError as asked:
        left = time.process_time()
        asked.place.results[asked.asked] = Result(asked.asked.work(unit), asked.basis, 1)
        done = time.process_time()
        on_loop, beside = search(unit, actor, text)
        return left - began + on_loop, done - left + beside
    return time.process_time() - began, 0.0


def measure(place: Path, many: int, ask: int) -> None:
    """Print how long searches take."""
    reading, rules = base(place, many)
    asked = list(queries(reading, random.Random(3), many, ask))  # noqa: S311 - no secret is made of it
    writer = Writer(open_for_writing(place / f"bench-{many}.db"))
    taken: dict[str, list[float]] = defaultdict(list)
    besides: list[float] = []
    as_the_program()

    def work(db: Database) -> None:
        unit = Unit(db, NOW, rules)
        actor = desk(unit)
        for kind, text in asked:
            on_loop, beside = search(replace(unit, beside=places()), actor, text)
            taken[kind].append(on_loop)
            besides.extend([beside] if beside else ())

    writer.write_now(work)
    writer.close()
    print(f"search among {many}, {ask} pages: {percentiles([each for found in taken.values() for each in found])}")
    for kind, found in taken.items():
        print(f"  {kind}: {percentiles(found)}")
    if besides:
        print(f"  beside the loop, {len(besides)} of them: {percentiles(besides)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--ask", type=int, default=300)
    parser.add_argument("--place", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as scratch:
        measure(options.place or Path(scratch), options.many, options.ask)


if __name__ == "__main__":
    main()
