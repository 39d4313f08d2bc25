"""The check of a whole base, beside what else a start has to do: it grows with the base, the rest does not."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from bot.errors import BotError
from storage.causes import told
from storage.database import is_joined, is_sound, open_for_reading

_STEPS_BETWEEN_LOOKS = 100_000


class Checking:
    """Reads a base through in a thread, on a connection that cannot write, from when it is made.

    Nothing may be written into the base before `wait` has said that it is whole.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stopped = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="check")
        self._whole = self._thread.submit(self._is_whole)

    def wait(self) -> bool:
        """Return True once the base is known to be whole, False where the check was stopped.

        Raises BotError("database_damaged"), and what a base that cannot be read raises.
        """
        return self._whole.result()

    def stop(self) -> None:
        """Nobody waits for the outcome any more."""
        self._stopped.set()

    def close(self) -> None:
        """End the check, whether or not it has come to its end."""
        self.stop()
        self._thread.shutdown()

    def _is_whole(self) -> bool:
        try:
            with closing(open_for_reading(self._path)) as db:
                db.conn.set_progress_handler(self._stopped.is_set, _STEPS_BETWEEN_LOOKS)
                whole = is_sound(db) and is_joined(db)
        except sqlite3.Error as error:
            if self._stopped.is_set():
                return False
            raise told(error, self._path) or error from error
        if not whole:
            raise BotError("database_damaged", path=str(self._path))
        return True
