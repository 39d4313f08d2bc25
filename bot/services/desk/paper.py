"""A paper that is not frozen, as it was reckoned: what is told of it, and what its files are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.operations import Lane, SendFile, Topic, TopicKind
from bot.domain.people import To
from bot.domain.periods import Period
from bot.domain.texts import Text
from bot.exports import file_name, names_of
from bot.exports.snapshot import Snapshot, canonical, sha256_of
from bot.screens import desk as captions
from bot.screens.summary import Summary
from bot.services.desk.snapshots import PROVISIONAL
from bot.services.desk.summaries import summary_of
from bot.services.desk.worded import still_to_do
from bot.services.standing import Window
from storage import snapshots
from storage.unit import Unit


@dataclass(frozen=True)
class Files:
    """What the files of a paper are made of: its canonical JSON as it is kept, and its hash, which they bear."""

    period: Period
    at: datetime
    body: str | bytes
    sha256: str
    names: Mapping[str, str]
    """What can be built, and under which name it is sent."""


@dataclass(frozen=True)
class Paper:
    """A paper of a period at an instant; `number` is that of the addendum it would be, 0 for the digest."""

    files: Files
    number: int
    summary: Summary
    todo: Sequence[Text]

    @property
    def period(self) -> Period:
        """Of which period it is."""
        return self.files.period


def paper_of(unit: Unit, window: Window, snapshot: Snapshot) -> Paper:
    """Return what is told of a snapshot of a period."""
    files = files_of_snapshot(unit, window.schedule.period, snapshot)
    todo = still_to_do(unit, window, snapshot)
    return Paper(files, snapshot.get("addendum", 0), summary_of(unit, snapshot), todo)


def files_of_snapshot(unit: Unit, period: Period, snapshot: Snapshot) -> Files:
    """Return what the files of a snapshot are made of."""
    written = canonical(snapshot)
    names = {name: file_name(name, snapshot) for name in names_of(snapshot)}
    return Files(period, unit.now, snapshots.packed(written), sha256_of(written), names)


def provisional_files(
    unit: Unit,
    files: Files,
    to: To,
    names: Iterable[str],
    lane: Lane = Lane.INTERACTIVE,
    key: str = "",
) -> list[SendFile]:
    """Return papers of these names, of what is not frozen, on their way to somebody.

    What they are made of is kept: they are built when they are sent, and have to say what the chat says.
    """
    number = snapshots.add_packed(unit.db, files.period.iso, unit.now, files.body, files.sha256)
    caption = captions.file_caption(files.period, files.at, files.sha256)
    topic = Topic(TopicKind.PROVISIONAL, {"period": files.period.iso})
    return [
        SendFile(
            to,
            f"make:{name}:{PROVISIONAL}:{number}",
            files.names[name],
            caption,
            topic,
            lane,
            key=f"{key}:{name}" if key else "",
        )
        for name in names
    ]
