"""`backup`: a checked copy of the data, beside the running program."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.verbs import ownership
from bot.verbs.opening import clock_of, database, say
from storage.backup import BACKUPS, make_backup
from storage.kept_files import Known


def run(options: Namespace, settings: Settings) -> int:
    """Write the backup and say where it is, what is in it and its fingerprint."""
    directory = settings.directory()
    out = Path(options.out) if options.out else directory / BACKUPS
    if not options.out:
        # The nightly backup could not thin out what root had written there.
        ownership.expect_own(directory, database(directory))
    made = make_backup(database(directory), out, clock_of(directory).now())
    print(made.path)
    print(say(rows_of(made.rows)))
    print(f"SHA-256: {made.sha256}")
    for line in lacking(made.lacking):
        print(say(line))
    if made.with_key:
        print(say(Text(N_("The key lies beside it. Keep both as safe as the data itself."))))
    else:
        print(say(Text(N_("There was no key to copy: invitations in this backup cannot be used after a restore."))))
    return 0


def lacking(files: Sequence[Known]) -> Iterator[Text]:
    """Yield what is to be said of files that were not to be had, each by the difficulty it came with and its name."""
    for file in files:
        where = file.difficulty or Text(N_("a draft"))
        name = file.name or Text(N_("a photo"))
        msgid = N_("Missing file: {where}, {name}, SHA-256 {sha256}")
        yield Text(msgid, where=where, name=name, sha256=file.sha256)


def rows_of(counts: Mapping[str, int]) -> Text:
    """Return how many rows there are, by table."""
    tables = ", ".join(f"{table} {count}" for table, count in counts.items() if count)
    return Text(N_("Rows: {total:number} ({tables})."), total=sum(counts.values()), tables=tables)
