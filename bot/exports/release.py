"""What papers say of their release, where the desk releases them: as of when, when, by whom, and what the audit was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.domain.texts import N_, Text
from bot.exports.cells import Cell
from bot.exports.wording import instant, vietnamese


def known_until(snapshot: Mapping[str, Any]) -> datetime:
    """Return up to when a snapshot knows reports: where it waited for its release, until they were fixed."""
    return instant(snapshot.get("fixed_at", snapshot["taken_at"]))


def sentences(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield that what waited was released, or that it was not yet; nothing of what never waited."""
    if "fixed_at" not in snapshot:
        return
    released = snapshot.get("released")
    if not released:
        yield vietnamese(Text("These figures have not been released yet."))
        return
    said = N_("The figures were released at {at:stamp} (released by: {by}).")
    yield vietnamese(Text(said, at=instant(released["at"]), by=released["by"]))


def foot(snapshot: Mapping[str, Any], fingerprint: str) -> str:
    """Return the foot of every page: the hash of the figures, and the head of the audit as they were released."""
    audit = snapshot.get("audit")
    if not audit:
        return vietnamese(Text("SHA-256 of the figures: {sha256} (foot)", sha256=fingerprint))
    both = N_("SHA-256 of the figures: {sha256}; entry {entry:number} of the audit: {head} (foot)")
    return vietnamese(Text(both, sha256=fingerprint, entry=audit["entry"], head=audit["head"]))


def totals(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, Cell, bool]]:
    """Yield the lines of the release in the list of totals; none where nobody released it."""
    if released := snapshot.get("released"):
        yield vietnamese(Text("Released at (totals)")), instant(released["at"]), False
        yield vietnamese(Text("Released by (totals)")), released["by"], False
    if audit := snapshot.get("audit"):
        yield vietnamese(Text("Entry of the audit (totals)")), audit["entry"], False
        yield vietnamese(Text("Hash of that entry (totals)")), audit["head"], False
