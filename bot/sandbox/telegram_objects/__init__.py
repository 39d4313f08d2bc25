"""Objects of the Bot API, built with python-telegram-bot's types: what both sides of the sandbox hub."""
