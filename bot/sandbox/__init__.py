"""A local Telegram: the other side of the wire, as a process of its own, and a page with the people's phones."""
