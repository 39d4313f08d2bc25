"""The people at the other end, read from `phones.json`, which the program writes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Phone:
    """One person's phone. `kind` is member, secretary, leader or stranger; `code` is their invitation code, if any."""

    user_id: int
    kind: str
    name: str
    seat: str
    code: str | None
    lang: str = "vi"
    """The language of the phone itself."""


class Phones:
    """The phones in `path`, read again when the file has changed. Without the file there are none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version: tuple[int, int] | None = None
        self._phones: dict[int, Phone] = {}

    def __iter__(self) -> Iterator[Phone]:
        return iter(self._phones.values())

    def get(self, user_id: int) -> Phone | None:
        return self._phones.get(user_id)

    def refresh(self) -> bool:
        """Read the file again if it has changed; return whether it had."""
        version = self._file_version()
        if version == self._version:
            return False
        self._version = version
        self._phones = self._read() if version else {}
        return True

    def _file_version(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size  # the size too: file systems round the time

    def _read(self) -> dict[int, Phone]:
        try:
            phones = [_phone(entry) for entry in json.loads(self._path.read_text(encoding="utf-8"))]
        except (ValueError, KeyError, TypeError, FileNotFoundError):
            # Somebody may have edited it by hand: one slip must not take all phones away.
            logger.warning("%s cannot be read; the phones stay as they were", self._path)
            return self._phones
        return {phone.user_id: phone for phone in phones}


def _phone(entry: dict[str, Any]) -> Phone:
    return Phone(
        user_id=int(entry["user_id"]),
        kind=entry["kind"],
        name=entry["name"],
        seat=entry.get("seat") or "",
        code=entry.get("code"),
        lang=entry.get("lang", Phone.lang),
    )
