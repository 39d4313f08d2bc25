"""`python -m bot.exports NAME`: a snapshot as JSON on standard input, the file on standard output.

Ends with 0, with 1 if the input is no snapshot, with 2 if NAME is not known, with 3 where the file cannot be built
for a reason that somebody can do something about: a BotError, as JSON on standard error.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
from typing import Any

from bot.errors import BotError
from bot.exports import MODULES, REFUSED


class _NoSnapshotError(Exception):
    """What stands on standard input is none."""


def _snapshot() -> dict[str, Any]:
    try:
        found = json.load(sys.stdin.buffer)
    # The parser meets arrays within arrays within arrays by a RecursionError.
    except (ValueError, RecursionError) as error:
        raise _NoSnapshotError from error
    if not isinstance(found, dict):
        raise _NoSnapshotError
    return found


def main() -> int:
    """Run the child; return its exit status."""
    gc.disable()  # it makes one paper and ends: walking over what is there would be a tenth of its work
    if len(sys.argv) != 2 or sys.argv[1] not in MODULES:
        sys.stderr.write(f"usage: python -m bot.exports {'|'.join(MODULES)}\n")
        return 2
    try:
        # Nothing here holds the snapshot, so that what was read goes once it has been cleaned.
        sys.stdout.buffer.write(importlib.import_module(MODULES[sys.argv[1]]).build(_snapshot()))
    except _NoSnapshotError:
        sys.stderr.write("The snapshot on standard input is not a JSON object.\n")
        return 1
    except BotError as error:
        json.dump({"code": error.code, "params": error.params}, sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
