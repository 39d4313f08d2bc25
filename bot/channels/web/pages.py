"""The pages that are open at present, which are told that there is something new, and what is said over a button."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_TOASTS = 200
_TOAST_SECONDS = 10.0
"""A page that asks anew now and then gets what was said meanwhile; later it is over nothing."""
MOST_PAGES = 20
"""Open at once for one account: a person's devices, and the tabs in them."""


@dataclass(frozen=True)
class Toast:
    """What is said to whoever pressed: to the press with this key, by an account."""

    number: int
    at: float
    user_key: str
    key: str
    text: str


@dataclass(eq=False)
class Page:
    """One open page."""

    toasts_until: int
    """The number of the last toast it knows."""
    told: asyncio.Event = field(default_factory=asyncio.Event)


class Pages:
    """Who listens. Nothing of it is on the disk: whoever comes later asks the base."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._open: dict[str, set[Page]] = defaultdict(set)
        self._toasts: deque[Toast] = deque(maxlen=_TOASTS)
        self._count = 0
        self.closed = False
        """Whether the server ends, and with it every stream."""

    @contextmanager
    def open(self, user_key: str) -> Iterator[Page]:
        """Count a page as open for as long as this lasts; it learns of toasts of a moment ago, too."""
        since = self._seconds() - _TOAST_SECONDS
        page = Page(max((toast.number for toast in self._toasts if toast.at < since), default=0))
        self._open[user_key].add(page)
        try:
            yield page
        finally:
            self._open[user_key].discard(page)
            if not self._open[user_key]:
                del self._open[user_key]

    def is_full(self, user_key: str) -> bool:
        """Return whether no more pages may be open for an account."""
        return len(self._open.get(user_key, ())) >= MOST_PAGES

    def tell(self, user_key: str) -> None:
        """There is something new in a conversation."""
        for page in self._open.get(user_key, ()):
            page.told.set()

    def toast(self, user_key: str, key: str, text: str) -> None:
        """Say something over the button that was pressed with `key`."""
        self._count += 1
        self._toasts.append(Toast(self._count, self._seconds(), user_key, key, text))
        self.tell(user_key)

    def toasts(self, user_key: str, page: Page) -> list[Toast]:
        """Return the toasts that a page does not know yet, which knows them then."""
        found = [each for each in self._toasts if each.user_key == user_key and each.number > page.toasts_until]
        page.toasts_until = self._count
        return found

    def close(self) -> None:
        """End every stream."""
        self.closed = True
        for pages in self._open.values():
            for page in pages:
                page.told.set()
