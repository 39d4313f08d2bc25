"""`restore`: a backup becomes the data of an empty directory."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.verbs.backup import lacking, rows_of
from bot.verbs.opening import database, prepare, say
from storage import ledgers
from storage.backup import Restored, restore
from storage.database import open_for_reading
from storage.lock import exclusive


def run(options: Namespace, settings: Settings) -> int:
    """Restore, and say what is there now and what to expect of it."""
    directory = settings.directory()
    prepare(directory)
    with exclusive(directory, "restore_running"):
        restored = restore(Path(options.file), database(directory))
    print(database(directory))
    for line in _facts(database(directory), restored):
        print(say(line))
    return 0


def _facts(base: Path, restored: Restored) -> Iterator[Text]:
    yield rows_of(restored.rows)
    if restored.migrated:
        yield Text(N_("Applied to {path}: {names}."), path=str(base), names=", ".join(restored.migrated))
    with closing(open_for_reading(base)) as db:
        count, head = ledgers.audit_head(db)
        broken = next(ledgers.audit_faults(db), None)
    if broken is None:
        yield Text(N_("The audit chain is whole: {count:number} entries, last hash {head}."), count=count, head=head)
    else:
        yield Text(N_("To be mended: {fault}"), fault=Text(N_("the audit chain is broken at entry {seq}"), seq=broken))
    yield from lacking(restored.lacking)
    if restored.lacking:
        yield Text(
            N_(
                "The files above did not come with the backup. Copy the folder `files` from beside the backup into the"
                " data directory, or ask the senders for them."
            )
        )
    if not restored.with_key:
        yield Text(N_("No key came with the backup: invitations issued before have to be issued again."))
    yield Text(
        N_(
            "The data is as it was when the backup was made. Messages that were on their way then are sent once more,"
            " so some may arrive twice. What was filed later is missing, and its codes will be given out again: ask"
            " members to compare their receipts."
        )
    )
