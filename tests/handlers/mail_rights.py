"""Who is served by the address of e-mail, with a button of each verb; here no mail server is set up."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.verbs.mail import EnterMail, EnterMailCode, RemoveMail, SendMailCode, ShowMail
from tests.handlers.cast import LINKED, Served, alike

SERVED: Mapping[str | type[Verb], str] = {
    ShowMail: "Chưa lưu địa chỉ nào.",
    EnterMail: "Chưa lưu địa chỉ nào.",
    SendMailCode: "Không có địa chỉ nào chờ xác nhận.",
    EnterMailCode: "Không có địa chỉ nào chờ xác nhận.",
    RemoveMail: "Đã bỏ địa chỉ.",
}
MAY_PRESS: Mapping[type[Verb], Served] = dict.fromkeys(
    (ShowMail, EnterMail, SendMailCode, EnterMailCode, RemoveMail), alike(LINKED)
)


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb."""
    return [ShowMail(), EnterMail(), SendMailCode(), EnterMailCode(), RemoveMail()]
