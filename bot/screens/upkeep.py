"""What is said when the nightly backup could not be made."""

from __future__ import annotations

from datetime import datetime

from bot.domain.texts import N_, Screen, Text


def failed(latest: datetime | None) -> Screen:
    """No backup tonight; how old the newest one is. Names no path and no cause: those are in the log."""
    state = Text(N_("The latest backup is of {at:full}."), at=latest) if latest else Text(N_("There is no backup yet."))
    return Screen(
        (
            Text(
                N_(
                    "The nightly backup could not be made; the data itself is in use as before. {state} The system"
                    " tries again every hour. Please ask the operator to check the disk's free space and the log."
                ),
                state=state,
            ),
        )
    )
