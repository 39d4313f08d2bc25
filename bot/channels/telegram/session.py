"""aiogram's session without what the bot does not need: calls as JSON, and answers taken as they come.

aiogram writes every call as a form and checks every answer against a model that it builds anew for the call; both
together cost more than the handling of most updates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile, TelegramObject
from aiohttp import ClientError, ClientTimeout

_OBJECT, _OBJECTS, _OBJECT_OR_TRUTH = dict[str, Any], list[dict[str, Any]], dict[str, Any] | bool
"""What a method is declared to return of which the result is taken as it comes."""
_JSON = {"Content-Type": "application/json"}
_PLAIN_ANSWER = {"ok", "result"}


class JsonSession(AiohttpSession):
    """Sends JSON where no file goes along. Whatever is not a plain success is aiogram's to judge, error by error."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the library's
    ) -> TelegramType:
        """Call the server. Raises what `AiohttpSession.make_request` raises for the same answer."""
        given = given_to(method)
        if any(isinstance(value, InputFile) for value in given.values()):
            return await super().make_request(bot, method, timeout)
        session = await self.create_session()
        try:
            async with session.post(
                self.api.api_url(token=bot.token, method=method.__api_method__),
                data=json.dumps(given, default=_object).encode("ascii"),
                headers=_JSON,
                timeout=ClientTimeout(total=self.timeout if timeout is None else timeout),
            ) as response:
                content = await response.text()
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error
        return self.result(bot, method, response.status, content)

    def result(self, bot: Bot, method: TelegramMethod[TelegramType], status: int, content: str) -> TelegramType:
        """Return what an answer holds. Raises what `check_response` raises."""
        answer = _plain_answer(status, content)
        if answer and _is_of(method.__returning__, answer["result"]):
            return cast("TelegramType", answer["result"])
        return cast("TelegramType", self.check_response(bot, method, status, content).result)


def given_to(method: TelegramMethod[Any]) -> dict[str, Any]:
    """Return the parameters of a call that say something, as the form of aiogram would have them."""
    return {
        name: value
        for name, value in method.__dict__.items()
        if value is not None and value != "" and value.__class__ is not Default
    }


def _object(value: object) -> Mapping[str, Any]:
    """Return one of aiogram's objects, such as a command of a menu, as JSON has it."""
    if isinstance(value, TelegramObject):
        return value.model_dump(exclude_none=True, warnings=False)
    raise TypeError(f"{type(value).__name__} cannot be sent")


def _plain_answer(status: int, content: str) -> dict[str, Any] | None:
    """Return an answer that says that the call succeeded and nothing else; None for any other."""
    if not HTTPStatus.OK <= status <= HTTPStatus.IM_USED:
        return None
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and answer.keys() == _PLAIN_ANSWER and answer["ok"] is True else None


def _is_of(declared: object, result: object) -> bool:
    """Whether a result is exactly what its method declares; False for what aiogram has to make an object of."""
    if declared is bool:
        return isinstance(result, bool)
    if declared == _OBJECT:
        return isinstance(result, dict)
    if declared == _OBJECT_OR_TRUTH:
        return isinstance(result, dict | bool)
    return declared == _OBJECTS and isinstance(result, list) and all(isinstance(each, dict) for each in result)
