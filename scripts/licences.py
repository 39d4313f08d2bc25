"""The licences of what an installation is made of: `python scripts/licences.py [requirements/base.lock]`.

Every package of a lock file with its version and licence, as its own metadata names them. The exit status is 1 where
one may be shipped under conditions only (a copyleft licence), where one names no licence, or where one that this
machine would install is not installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

_ROOT = Path(__file__).parents[1]
BASE = _ROOT / "requirements" / "base.lock"
_COPYLEFT = re.compile(r"\b[AL]?GPL|General Public License|\bEUPL|\bSSPL|Affero|CC-BY-(NC|SA)", re.IGNORECASE)
_ELSEWHERE = re.compile(r";\s*(.+?)\s*\\?$")
_FREE_TEXT = 60
"""A longer text is the licence itself, not its name."""


def locked(lock: Path) -> list[str]:
    """Return the packages of a lock file, but for those of other systems."""
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==\S+(.*)$", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return [name for name, rest in pinned if not _ELSEWHERE.search(rest)]


def licence(package: Distribution) -> str:
    """Return the licence that a package names, as an SPDX expression where it has one; empty if it names none."""
    found = package.metadata
    if "License-Expression" in found:
        return found["License-Expression"]
    classes = [line.rpartition(" :: ")[2] for line in found.get_all("Classifier", []) if line.startswith("License ::")]
    if classes:
        return ", ".join(classes)
    text = found["License"].strip() if "License" in found else ""
    return text if len(text) <= _FREE_TEXT else text.splitlines()[0][:_FREE_TEXT]


def is_copyleft(name: str) -> bool:
    """Whether a licence binds those who pass the program on to more than naming its author."""
    return _COPYLEFT.search(name) is not None


def main(arguments: Sequence[str]) -> int:
    """Print one line for each package."""
    faults = 0
    for name in locked(Path(arguments[0]) if arguments else BASE):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            print(f"{name}: not installed")
            faults += 1
            continue
        named = licence(package)
        faults += not named or is_copyleft(named)
        print(f"{name} {package.version}: {named or 'no licence named'}{' (copyleft)' * is_copyleft(named)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
