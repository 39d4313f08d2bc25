"""What is told of ad hoc reports over and over."""

from __future__ import annotations

from tests.handlers.acts import ADHOC, ADHOC_ITEM, SENT_ADHOC
from tests.telegram import Phone

URGENT = SENT_ADHOC[:-1]
SENT_SOON = (*ADHOC, "[Đề nghị xử lý sớm]", *ADHOC_ITEM, "[Gửi báo cáo]")
CODE = "DX-2611-001"


def about(phone: Phone, code: str = CODE) -> list[str]:
    """Every message on a phone that names a report."""
    return [message.text for message in phone.messages if code in message.text]
