"""Ad hoc reports as they are sent, and where they are named."""

from __future__ import annotations

from tests.handlers.acts import ADHOC, ADHOC_ITEM
from tests.telegram import Phone

SENT_SOON = (*ADHOC, "[Đề nghị xử lý sớm]", *ADHOC_ITEM, "[Gửi báo cáo]")
CODE = "DX-2611-001"


def about(phone: Phone, code: str = CODE) -> list[str]:
    """Every message on a phone that names a report."""
    return [message.text for message in phone.messages if code in message.text]
