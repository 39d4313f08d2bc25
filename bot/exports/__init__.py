"""A frozen snapshot of a period becomes the bytes of a file; the same snapshot gives the same bytes.

The libraries that write the files are imported by the child process alone (`python -m bot.exports NAME`).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import BotError

NAMES: Mapping[str, str] = {"docx": "bot.exports.docx", "xlsx": "bot.exports.xlsx"}
"""What can be built, and the module whose `build(snapshot)` does it."""

SPAN: Mapping[str, str] = {"span-docx": "bot.exports.span_docx", "span-xlsx": "bot.exports.span_xlsx"}
"""The files of half a year or a year, likewise."""
DOSSIER: Mapping[str, str] = {"dossier-docx": "bot.exports.dossier_docx", "dossier-xlsx": "bot.exports.dossier_xlsx"}
"""The files of the dossier of a seat, likewise."""
OWN_DATA = "own-data"
"""The file of what is stored about a person."""
SLIP = "slip"
"""The draft of the slip with which a difficulty is forwarded."""
TASK = "task"
"""The dossier of a task."""
MODULES: Mapping[str, str] = {
    **NAMES,
    **SPAN,
    **DOSSIER,
    OWN_DATA: "bot.exports.own_data",
    SLIP: "bot.exports.slip",
    TASK: "bot.exports.task_docx",
}
_FILE_NAMES = {"docx": "Du-thao-bao-cao-{period}.docx", "xlsx": "Phu-luc-{period}.xlsx"}
_AGAIN = "ban-{number:02}-"
_ADDENDUM = "Phu-luc-bo-sung-{number:02}-{period}.{name}"
REFUSED = 3
"""The exit status of a child that met a BotError."""
_ROOT = Path(__file__).parents[2]
TEMPLATE = _ROOT / "bot" / "data" / "templates" / "bao-cao.docx"
"""The frame of the Word paper, which an office may edit (`bot.exports.template`)."""
SHIPPED_TEMPLATE = "8d41264202fab002f0eef4d3e3187defeef6ee730934a255a5619f7af2aa8a37"
"""The fingerprint of the one that ships, of which the tests say that it can be built."""
SLIP_TEMPLATE = TEMPLATE.with_name("phieu-chuyen.docx")
"""The frame of the slip, likewise."""


def template_sha256() -> str:
    """Return the fingerprint of the template, which a snapshot names; empty where it cannot be read.

    A missing template stops its own paper alone, not the freezing of a period.
    """
    try:
        return hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()
    except OSError:
        return ""


def check_template(snapshot: Mapping[str, Any]) -> None:
    """Raise BotError("template_changed") where the template is not the one a snapshot was taken with.

    A snapshot of before there was a template names none: it takes the present one, which looks as papers did then.
    """
    named = snapshot.get("template")
    if named and named != template_sha256():
        raise BotError("template_changed", name=TEMPLATE.name)


def names_of(snapshot: Mapping[str, Any]) -> Mapping[str, str]:
    """Return which files are made of a snapshot: those of a period, or those of half a year or a year."""
    return SPAN if "bodies" in snapshot else NAMES


def file_name(name: str, snapshot: Mapping[str, Any]) -> str:
    """Return the name under which the file `name` of `snapshot` is sent: `Phu-luc-2026-11.xlsx`.

    A quarter is marked by its letter: `2026-Q4`; half a year is `6-thang-dau-nam-2026`, a year `nam-2026`. Both files
    of an addendum bear its number: `Phu-luc-bo-sung-01-…`; so do those of an aggregate that was issued again:
    `Phu-luc-ban-01-2026-11.xlsx`.
    """
    iso = _period(snapshot)
    if "bodies" in snapshot:
        return _FILE_NAMES[name.removeprefix("span-")].format(period=iso)
    if snapshot["kind"] == "addendum":
        return _ADDENDUM.format(number=snapshot["addendum"], period=iso, name=name)
    again = _AGAIN.format(number=snapshot["again"]["number"]) if "again" in snapshot else ""
    return _FILE_NAMES[name].format(period=again + iso)


def dossier_file_name(name: str, snapshot: Mapping[str, Any]) -> str:
    """Return the name under which a file of a dossier is sent: `Ho-so-2026-11.xlsx`."""
    return f"Ho-so-{_period(snapshot)}.{name.removeprefix('dossier-')}"


def slip_file_name(code: str) -> str:
    """Return the name under which the slip of a difficulty is sent: `Phieu-chuyen-VM-2611-031.docx`."""
    return f"Phieu-chuyen-{code}.docx"


def task_file_name(code: str) -> str:
    """Return the name under which the dossier of a task is sent: `Ho-so-nhiem-vu-NV-26-045.docx`."""
    return f"Ho-so-nhiem-vu-{code}.docx"


def _period(snapshot: Mapping[str, Any]) -> str:
    period = snapshot["period"]
    if period["cadence"] == "year":
        return f"nam-{period['year']}"
    if period["cadence"] == "half":
        return f"6-thang-{'dau' if period['number'] == 1 else 'cuoi'}-nam-{period['year']}"
    number = f"Q{period['number']}" if period["cadence"] == "quarter" else f"{period['number']:02}"
    return f"{period['year']}-{number}"


BUILD_SECONDS = 120
"""How long one paper may take: less than the sender bears for a whole message."""


def build_in_child(name: str, snapshot_bytes: bytes, timeout: float) -> bytes:
    """Build `name` from a snapshot in JSON, in a process of its own; wait at most `timeout` seconds.

    Raises the BotError that the child met, or BotError("export_failed"), whose cause tells what the child said.
    """
    command = [sys.executable, "-m", "bot.exports", name]
    try:
        # No descriptor goes along: a child that outlives the program must hold neither the base nor its lock.
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            command, input=snapshot_bytes, capture_output=True, timeout=timeout, cwd=_ROOT, close_fds=True, check=True
        )
    except subprocess.CalledProcessError as error:
        if error.returncode == REFUSED:
            raise _refusal(error.stderr) from error
        raise BotError("export_failed") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise BotError("export_failed") from error
    return done.stdout


def _refusal(said: bytes) -> BotError:
    met = json.loads(said)
    return BotError(met["code"], **met["params"])
