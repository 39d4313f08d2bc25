"""Telegram's Bot API, or any server that speaks it."""
