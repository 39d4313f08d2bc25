"""The menu of commands."""

from __future__ import annotations

from bot.domain.screens import N_, Text

MENU = (
    ("batdau", Text(N_("Main screen"))),
    ("baocao", Text(N_("Send a report of difficulties"))),
    ("trogiup", Text(N_("View help and contacts"))),
)
