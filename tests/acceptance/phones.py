"""What the sandbox's phones show, again and again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from aiohttp import ClientSession

Json = dict[str, Any]


async def states(session: ClientSession, address: str) -> AsyncIterator[Json]:
    """Yield everything that is shown, at once and then after each change."""
    while True:
        state = await _get(session, f"{address}sandbox/state")
        yield state
        await _get(session, f"{address}sandbox/events?after={state['seq']}")


def phone_in(state: Json, user_id: int) -> Json:
    """Return one phone."""
    return next(phone for phone in state["phones"] if phone["user_id"] == user_id)


async def _get(session: ClientSession, url: str) -> Json:
    async with session.get(url, raise_for_status=True) as response:
        answer: Json = await response.json()
        return answer
