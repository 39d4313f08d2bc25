"""Sent, confirmed, answered, not sent: different words, and none of them says that anybody has read anything.

That the channel took a message is all the program knows of it; that somebody has seen it is known from what they do.
"""

from __future__ import annotations

import re

import pytest

from tests.catalogues import messages, said

_WHO = r"tin|tin nhắn|tin nhắc|người nhận|thành viên|đầu mối|cơ quan|lãnh đạo|cán bộ"
READ = re.compile(rf"\b({_WHO})\b[^.;:]{{0,12}}\b(đã|chưa) (đọc|xem)\b", re.IGNORECASE)
"""What people have read; what the program reads, such as a notice, is another matter."""
STATES = {
    "sent, not confirmed": "đã gửi, chưa xác nhận",
    "sent, not answered": "đã gửi, chưa phản hồi",
    "not sent": "chưa gửi được",
    "not sent, the account cannot be reached": "chưa gửi được, tài khoản không liên lạc được",
}
"""What became of a message, as every list says it."""


def test_nothing_claims_that_a_message_was_read() -> None:
    texts = {str(message.id): str(message.string) for message in messages("vi") if message.id}

    assert len(texts) > 3000
    assert READ.search("Tin nhắc đã đọc lúc 09:00")
    assert [msgid for msgid, text in texts.items() if READ.search(text)] == []


@pytest.mark.parametrize("msgid", STATES)
def test_what_became_of_a_message_is_said_in_one_way(msgid: str) -> None:
    assert said(msgid) == STATES[msgid]
