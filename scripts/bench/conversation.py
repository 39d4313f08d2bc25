"""The conversation that is measured: a member files a monthly report of one difficulty in eleven updates.

What the program answers is recorded once in a run, so that the floor and the peers say the same, with the same buttons
and in the same number of calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.clock import SystemClock
from scripts.bench.server import BOT, SHOWS, Call, Json, Server

SAID = (
    "/baocao",
    "[Báo cáo tháng",
    "[Khai vướng mắc",
    "[Đất đai",
    "Cấp giấy chứng nhận quyền sử dụng đất lần đầu",
    "Người dân phải nộp bản giấy dù dữ liệu đã có trong Cơ sở dữ liệu quốc gia về dân cư; hệ thống cấp tỉnh chưa kết"
    " nối, hồ sơ bị trả lại nhiều lần, thời gian giải quyết kéo dài gấp ba lần quy định.",
    "[Bỏ qua",
    "[Bỏ qua",
    "Đề nghị sửa đổi quy định theo hướng khai thác dữ liệu dùng chung, cắt giảm thành phần hồ sơ.",
    "[Không kèm tệp",
    "[Gửi báo cáo",
)
"""What the member types, or the beginning of the button that is pressed."""
_READING_SECONDS = 10
"""What is typed is later than the screen it answers, by the whole seconds of the server."""
_PREFIX = 12
"""So much of a screen is the same for every member."""


@dataclass(frozen=True)
class Answer:
    """A call with which an update is answered: no `markup`, no buttons."""

    method: str
    text: str = ""
    markup: str = ""


@dataclass(frozen=True)
class Turn:
    """What a member does, and the calls it is answered with."""

    said: str
    answers: tuple[Answer, ...]

    @property
    def is_press(self) -> bool:
        return self.said.startswith("[")

    @property
    def screen(self) -> Answer:
        """The answer that a person waits for: the one with buttons, else the last that shows anything."""
        shown = [each for each in self.answers if each.method in SHOWS]
        return next((each for each in reversed(shown) if each.markup), shown[-1])

    def is_answered_by(self, call: Call) -> bool:
        """Whether a call is the one that a person waits for."""
        screen = self.screen
        return (
            call.method in SHOWS
            and bool(call.buttons) == bool(screen.markup)
            and call.text.startswith(screen.text[:_PREFIX])
        )


def _now() -> int:
    return int(SystemClock().now().timestamp())


def store(turns: Sequence[Turn], path: Path) -> None:
    """Keep a conversation for the programs that repeat it."""
    path.write_text(json.dumps([asdict(turn) for turn in turns]))


def load(path: Path) -> list[Turn]:
    """Return a conversation that was stored."""
    kept = json.loads(path.read_text())
    return [Turn(each["said"], tuple(Answer(**one) for one in each["answers"])) for each in kept]


@dataclass
class Member:
    """Somebody with a phone."""

    user: int
    step: int = 0
    due: float = 0.0
    """When the update in flight was to be sent, by the clock of `time.perf_counter`; 0 while none is."""
    _shown: Call | None = None
    _calls: list[Call] = field(default_factory=list)

    def see(self, call: Call) -> None:
        """Look at a message."""
        if call.buttons:
            self._shown = call

    def act(self, server: Server, said: str) -> None:
        """Type something, or press the button that begins so on the screen shown last."""
        if said.startswith("["):
            server.put({"callback_query": self._press(server, said[1:])})
        else:
            message: Json = {**self._message(server.next_id()), "from": self._person, "text": said}
            if said.startswith("/"):
                message["entities"] = [{"offset": 0, "length": len(said), "type": "bot_command"}]
            server.put({"message": message})

    def _press(self, server: Server, label: str) -> Json:
        shown = self._shown
        found = [each for each in shown.buttons if each["text"].startswith(label)] if shown else []
        if shown is None or not found:
            raise LookupError(f"no button {label!r} on {shown.text if shown else 'an empty chat'!r}")
        message = {**self._message(shown.message_id), "date": _now(), "from": BOT, "text": shown.text}
        message["reply_markup"] = json.loads(shown.fields["reply_markup"])
        about = {"id": str(server.next_id()), "from": self._person, "chat_instance": "8134722200314281151"}
        return {**about, "message": message, "data": found[0]["callback_data"]}

    def _message(self, number: int) -> Json:
        chat = {"id": self.user, "first_name": "Nguyễn Văn", "last_name": "Ánh", "type": "private"}
        return {"message_id": number, "chat": chat, "date": _now() + _READING_SECONDS}

    @property
    def _person(self) -> Json:
        name = {"first_name": "Nguyễn Văn", "last_name": "Ánh", "username": f"canbo{self.user}"}
        return {"id": self.user, "is_bot": False, **name, "language_code": "vi"}


def recorded(said: str, calls: Sequence[Call], edited: Callable[[Call], bool] = lambda _call: True) -> Turn:
    """Return what was done and how it was answered."""
    found = [
        Answer(each.method, each.text, each.fields.get("reply_markup", "") if each.buttons else "")
        for each in calls
        if edited(each)
    ]
    return Turn(said, tuple(found))
