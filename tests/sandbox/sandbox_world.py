"""A sandbox in this process with three phones, a client of the Bot API and, if wanted, a scripted bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from telegram import Bot, Update
from telegram.request import HTTPXRequest

from bot.sandbox.client import Phone
from bot.sandbox.server import sandbox

Json = dict[str, Any]

MEMBER, SECRETARY, STRANGER = 700001, 700002, 700003
TOKEN = "123456:TEST-token_of-the-sandbox"
CODE = "MOI-7K2Q-94XM-3P"

PHONES = [
    {
        "user_id": MEMBER,
        "kind": "member",
        "name": "Nguyễn Minh Châu",
        "seat": "Hiệp hội Chế biến nông sản – Hội đồng tư vấn",
        "code": CODE,
    },
    {"user_id": SECRETARY, "kind": "secretary", "name": "Phạm Thu Hà", "seat": "Cơ quan thường trực", "code": None},
    {"user_id": STRANGER, "kind": "stranger", "name": "Đỗ Quang Vinh", "seat": "", "code": None},
]


@dataclass
class World:
    """A running sandbox and what looks at it."""

    address: str
    data: Path
    session: ClientSession
    bot: Bot

    def phone(self, user_id: int = MEMBER) -> Phone:
        return Phone(self.session, self.address, user_id)

    async def api(self, method: str, **params: Any) -> tuple[int, Json]:
        """Call the Bot API with a JSON body; return HTTP status and the whole answer."""
        async with self.session.post(f"{self.address}bot{TOKEN}/{method}", json=params) as response:
            return response.status, await response.json()

    async def get(self, path: str) -> Json:
        async with self.session.get(self.address + path) as response:
            answer: Json = await response.json()
            return answer

    async def act(self, path: str, body: Json) -> tuple[int, Json]:
        """Post to the people's side; return HTTP status and answer."""
        async with self.session.post(f"{self.address}sandbox/{path}", json=body) as response:
            return response.status, await response.json()


@asynccontextmanager
async def sandbox_world(data: Path, **options: Any) -> AsyncIterator[World]:
    (data / "phones.json").write_text(json.dumps(PHONES), encoding="utf-8")
    async with sandbox(data, **options) as address, ClientSession() as session, a_bot(address) as bot:
        yield World(address, data, session, bot)


@asynccontextmanager
async def a_bot(address: str) -> AsyncIterator[Bot]:
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    bot = Bot(
        TOKEN,
        base_url=f"{address}bot",
        base_file_url=f"{address}file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with bot:
        yield bot


@asynccontextmanager
async def answering(bot: Bot, answer: Callable[[Update], Awaitable[None]]) -> AsyncIterator[None]:
    """Run a bot that answers each update with `answer`."""

    async def poll() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=20):
                offset = update.update_id + 1
                await answer(update)

    async with asyncio.TaskGroup() as group:
        polling = group.create_task(poll())
        yield
        polling.cancel()
