"""A message of the bot, as a test sees it on a phone."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Seen:
    """A message of the bot as the phone shows it."""

    id: int
    text: str
    rows: list[list[tuple[str, str]]]
    silent: bool = False
    edits: int = 0
    date: int = 0
    """When it was sent or edited last, by the server's clock."""
    file: tuple[str, bytes] | None = None
    stored: tuple[str, str] | None = None
    """The method and the identifier with which a file was sent on."""
    styles: dict[str, str] = field(default_factory=dict)
    """The styles of the buttons that have one, by their words."""
    topic: int | None = None
    """The topic of a forum in which it stands."""

    @property
    def labels(self) -> list[str]:
        """The words on the buttons."""
        return [label for row in self.rows for label, _ in row]
