"""`digest`: the provisional aggregate of a period as files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.domain.periods import Period
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.exports import NAMES, build_in_child, file_name
from bot.exports.snapshot import canonical, sha256
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from bot.verbs.opening import say, to_read

_BUILD_SECONDS = 120


def run(options: Namespace, settings: Settings) -> int:
    """Write the draft report and the annex into the directory."""
    period = Period.parse(options.period)
    with to_read(settings) as base:
        unit = base.unit(base.db)
        snapshot = make_snapshot(unit, window(unit, period_schedule(unit, period)))
    out = Path(options.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            path = out / file_name(name, snapshot)
            path.write_bytes(build_in_child(name, canonical(snapshot), _BUILD_SECONDS))
            print(path)
    except OSError as error:
        raise BotError("file_unwritable", path=str(out)) from error
    print(say(Text(N_("Data code (SHA-256): {sha256}"), sha256=sha256(snapshot))))
    return 0
