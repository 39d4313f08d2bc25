"""Members at their phones: each files two reports, acting on nothing but what the phone shows."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain import questions
from tests.acceptance.phones import Json
from tests.asking import skip

Act = tuple[str, Json]
"""What a person does: the last part of `/sandbox/phones/ID/…` and its body."""

_RECEIPT = re.compile(r"Đã nhận báo cáo (BC-[0-9]{4}-[0-9]{3,})")
_STEP = re.compile(r"bước ([0-9]+)/[0-9]+")
_SCREEN = re.compile(r"f:([0-9a-z]+):([0-9a-z]+):")
READING_SECONDS = 10
"""How long the question was read before it is answered."""
_AGAIN = 0.1
"""How often somebody presses a button twice, so that the second press finds a screen that is out of date."""


@dataclass(frozen=True)
class Plan:
    """What a member is going to report for a period; without a content, that nothing arose."""

    procedure: str = ""
    content: str = ""
    legal: str = ""
    proposal: str = ""
    stops: bool = False
    """Leaves the draft at the last step."""


def plan(rng: random.Random, number: int, period: int) -> Plan:
    """Return a plan whose texts nobody else has; every fifth member leaves the second draft unfinished."""
    mark = f"{number}/{period}-{rng.randrange(10**6):06}"
    stops = period == 2 and number % 5 == 0
    if not stops and rng.random() < 0.5:
        return Plan()
    return Plan(
        rng.choice(("", f"Thủ tục {mark}")),
        f"Doanh nghiệp phải nộp lại hồ sơ {mark} <b>&\n=1+1",
        rng.choice(("", f"Điều 5 Nghị định {mark}")),
        f"Đề nghị bãi bỏ {mark}",
        stops,
    )


@dataclass
class Member:
    """One member and what this phone has shown so far."""

    user_id: int
    seat: str
    plans: Sequence[Plan]
    rng: random.Random
    receipts: list[str] = field(default_factory=list)
    """The codes acknowledged, in order."""
    shown: dict[int, int] = field(default_factory=dict)
    """Draft to the latest revision of it that was on the screen: acknowledged, whatever happens."""
    finished: bool = False
    stopped: bool = False
    """Left a draft unfinished, as planned."""
    _asked: int = 0
    _answered: set[frozenset[str]] = field(default_factory=set)

    def look(self, phone: Json, *, closing: bool) -> list[Act]:
        """Look at the phone; return what is done about it. No screen is answered twice, none begun when `closing`."""
        messages = [message for message in phone["messages"] if message["from"] == "bot"]
        self._take_note(messages)
        self.finished = self.finished or (closing and self._asked == len(self.receipts))
        if self.finished:
            return []
        if self._asked == len(self.receipts):
            self._asked += 1
            return [("text", {"text": "/baocao"})]
        screens = [message for message in messages if message["rows"] and not _RECEIPT.search(message["text"])]
        newest = max(screens, key=lambda message: message["changed"], default=None)
        if newest is None or _choices(newest) in self._answered:
            return []
        self._answered.add(_choices(newest))
        return self._answer(newest)

    @property
    def plan(self) -> Plan:
        """What is to be reported now."""
        return self.plans[len(self.receipts)]

    def _take_note(self, messages: Sequence[Json]) -> None:
        for message in messages:
            code = _RECEIPT.search(message["text"])
            if code and code[1] not in self.receipts:
                self.receipts.append(code[1])
            for data in _choices(message):
                if screen := _SCREEN.match(data):
                    draft, revision = int(screen[1], 36), int(screen[2], 36)
                    self.shown[draft] = max(revision, self.shown.get(draft, 0))
        self.finished = self.finished or len(self.receipts) == len(self.plans)

    def _answer(self, screen: Json) -> list[Act]:
        step = _STEP.search(screen["text"])
        if step:
            return self._answer_question(screen, questions.periodic()[int(step[1]) - 1].name)
        labels = [button["label"] for row in screen["rows"] for button in row]
        if "Khai vướng mắc" in labels:
            return self._press(screen, "Khai vướng mắc" if self.plan.content else "Báo không phát sinh")
        if "Tiếp tục báo cáo" in labels:  # what is carried over from the period before has no news
            return self._press(screen, "Tiếp tục báo cáo")
        if "Gửi báo cáo" in labels:
            return self._press(screen, "Gửi báo cáo", twice=True)
        return self._press(screen, next(label for label in labels if label.startswith("Báo cáo tháng")))

    def _answer_question(self, screen: Json, name: str) -> list[Act]:
        if name == "field":
            return self._press(screen, "Đất đai")
        if name == "proposal" and self.plan.stops:
            self.finished = self.stopped = True
            return []
        text = getattr(self.plan, name, "")
        if not text:
            return self._press(screen, skip(name).strip("[]"))
        return [("text", {"text": text, "reading": READING_SECONDS})]

    def _press(self, screen: Json, label: str, *, twice: bool = False) -> list[Act]:
        buttons = (button for row in screen["rows"] for button in row)
        data = next(button["data"] for button in buttons if button["label"].startswith(label))
        press = ("tap", {"message_id": screen["id"], "data": data, "forged": True})
        return [press, press] if twice or self.rng.random() < _AGAIN else [press]


def _choices(message: Json) -> frozenset[str]:
    return frozenset(button["data"] for row in message["rows"] for button in row)
