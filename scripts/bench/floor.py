"""The bare floor: the conversation on aiohttp and SQLite alone, written by hand for it and for nothing else.

Whatever waits is taken in one poll; the state of each chat, and the row at the end, are committed together with
synchronous=FULL; only then is it confirmed, and answered in as many calls as the program makes.

    .venv/bin/python -m scripts.bench.floor SERVER TURNS DATABASE
"""

from __future__ import annotations

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from scripts.bench.conversation import Turn, load
from scripts.bench.floor_base import FloorBase
from scripts.bench.server import SHOWS, TOKEN

_POLL_SECONDS = 25

Json = dict[str, Any]


class Floor:
    """The conversation, by hand."""

    def __init__(self, server: str, turns: list[Turn], db: FloorBase) -> None:
        self._url = f"{server}/bot{TOKEN}/"
        self._turns = turns
        self._db = db
        self._states: dict[int, Json] = {}

    async def run(self) -> None:
        """Serve until ended."""
        loop, offset = asyncio.get_running_loop(), 0
        limits: Json = {"connector": TCPConnector(limit=100), "timeout": ClientTimeout(total=_POLL_SECONDS + 10)}
        with ThreadPoolExecutor(1) as writer:
            async with ClientSession(**limits) as self._session, asyncio.TaskGroup() as group:
                while True:
                    updates = await self._call("getUpdates", {"offset": offset, "timeout": _POLL_SECONDS})
                    kept = [self._handle(update) for update in updates]
                    if kept:
                        await loop.run_in_executor(writer, self._commit, [chat for chat, _, _ in kept])
                        offset = updates[-1]["update_id"] + 1
                    for chat, step, update in kept:
                        group.create_task(self._answer(chat, step, update))

    def _handle(self, update: Json) -> tuple[int, int, Json]:
        press = update.get("callback_query")
        chat = (press or update["message"])["from"]["id"]
        said = press["data"] if press else update["message"]["text"]
        if said == self._turns[0].said:
            self._states[chat] = {"step": 0, "shown": 0, "said": []}
        state = self._states[chat]
        state["said"].append(said)
        step = state["step"]
        state["step"] = step + 1
        return chat, step, update

    def _commit(self, chats: list[int]) -> None:
        states = [(chat, self._states[chat]) for chat in chats]
        complete = [(chat, state["said"]) for chat, state in states if state["step"] == len(self._turns)]
        self._db.keep(states, complete)

    async def _answer(self, chat: int, step: int, update: Json) -> None:
        press, state = update.get("callback_query"), self._states[chat]
        for answer in self._turns[step].answers:
            if answer.method in SHOWS:
                said: Json = {"chat_id": chat, "text": answer.text}
                if answer.markup:
                    said["reply_markup"] = json.loads(answer.markup)
                if answer.method == "editMessageText":
                    said["message_id"] = press["message"]["message_id"] if press else state["shown"]
                shown = await self._call(answer.method, said)
                state["shown"] = shown["message_id"]
            elif press:
                await self._call(answer.method, {"callback_query_id": press["id"]})

    async def _call(self, method: str, said: Json) -> Any:
        body = json.dumps(said).encode()
        headers = {"Content-Type": "application/json"}
        async with self._session.post(self._url + method, data=body, headers=headers) as response:
            return json.loads(await response.read())["result"]


def main() -> None:
    """Run until ended."""
    server, turns, base = sys.argv[1:]
    asyncio.run(Floor(server, load(Path(turns)), FloorBase(base)).run())


if __name__ == "__main__":
    main()
