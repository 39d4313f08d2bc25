"""The directory of fetched files: each under its SHA-256, whole or not there, readable by the service alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

FILES = "files"
"""Its name below the data directory."""
_PART = ".part"


def put(directory: Path, content: bytes) -> tuple[str, str]:
    """Store a content; return its SHA-256 and its path below `directory`. Raises OSError."""
    sha256 = hashlib.sha256(content).hexdigest()
    relative = place_of(sha256)
    target = directory / relative
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    part = target.with_name(sha256 + _PART)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    _sync(target.parent)
    # The folder may be new as well.
    _sync(directory)
    return sha256, relative


def read(directory: Path, sha256: str) -> bytes | None:
    """Return a stored content; None where it is not there, or not what it was. Raises OSError."""
    try:
        content = (directory / place_of(sha256)).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def place_of(sha256: str) -> str:
    """Return where a content lies below its directory."""
    return f"{sha256[:2]}/{sha256}"


def remove(directory: Path, relative: str) -> None:
    """Delete a file; that it is gone already is no error."""
    target = directory / relative
    target.unlink(missing_ok=True)
    with suppress(OSError):
        target.parent.rmdir()  # not empty: others begin with the same two letters


def remove_others(directory: Path, known: Collection[str]) -> int:
    """Delete whatever is no known file: a kill left it before its row was written; return how many."""
    found = [path for path in directory.glob("??/*") if str(path.relative_to(directory)) not in known]
    for path in found:
        remove(directory, str(path.relative_to(directory)))
    return len(found)


def _sync(directory: Path) -> None:
    """Make a new name durable."""
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
