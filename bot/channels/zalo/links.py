"""What the channel is called in the base. It has no links that open a chat: people type their code."""

from __future__ import annotations

CHANNEL = "zalo"
