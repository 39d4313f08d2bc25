"""What a browser says it is, in words by which a person knows their own devices again."""

from __future__ import annotations

from collections.abc import Mapping

# In this order: each later one also names those before it, or is named by them.
_BROWSERS: Mapping[str, str] = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "coc_coc_browser": "Coc Coc",
    "SamsungBrowser": "Samsung Internet",
    "Zalo": "Zalo",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Mapping[str, str] = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """Return the browser and the system, as "Chrome, Android"; empty where neither is known.

    Of what a browser says nothing else is kept: it may say anything, at any length.
    """
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(filter(None, found))


def _first(names: Mapping[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
