"""`python -m tests.golden --update` writes the golden files anew, from the program as it stands."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden.golden import screens
from tests.golden.papers import PAPERS, dumps, kept

HERE = Path(__file__).parent


def main() -> int:
    """Write every file; return the exit status."""
    if sys.argv[1:] != ["--update"]:
        sys.stderr.write("usage: python -m tests.golden --update\n")
        return 2
    with TemporaryDirectory() as place:
        for name, text in asyncio.run(screens(Path(place))).items():
            (HERE / name).write_text(text, encoding="utf-8")
    for paper in kept():
        for name, text in dumps(paper).items():
            (PAPERS / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
