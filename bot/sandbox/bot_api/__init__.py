"""The other side of the wire: everything that answers the Bot API for the bot."""
