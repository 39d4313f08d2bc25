"""The forms in which somebody gives an address of e-mail, and the code that was sent there."""

from __future__ import annotations

from bot.domain.forms import Form, Step
from bot.domain.mailboxes import CODE_DIGITS, normal
from bot.domain.texts import N_, Text
from bot.domain.writing import LONGEST_KEPT

MAIL_ADDRESS, MAIL_CODE = "mail_address", "mail_code"
"""The kinds of these drafts, which are of no seat."""
ADDRESS, CODE = "address", "code"


def _bad_address(text: str) -> Text | None:
    if normal(text):
        return None
    said = N_('"{typed}" is no e-mail address. Please type one address on one line, for example hoten@coquan.gov.vn.')
    return Text(said, typed=text[:100])


def digits(text: str) -> str:
    """Return a code as it was sent, however it was typed."""
    return "".join(text.split())


def _bad_code(text: str) -> Text | None:
    typed = digits(text)
    if typed.isascii() and typed.isdecimal() and len(typed) == CODE_DIGITS:
        return None
    return Text(N_('The code has {digits:count} digits. Typed: "{typed}".'), digits=CODE_DIGITS, typed=text[:100])


ADDRESS_FORM = Form(
    (
        Step(
            ADDRESS,
            (Text(N_("Please type the e-mail address at which you want to be told that something waits.")),),
            least=1,
            most=LONGEST_KEPT,
            refuse=_bad_address,
        ),
    ),
    items_max=1,
    keeps=False,
)
CODE_FORM = Form(
    (
        Step(
            CODE,
            (Text(N_("Please type the code of {digits:count} digits from the letter."), digits=CODE_DIGITS),),
            least=1,
            most=LONGEST_KEPT,
            refuse=_bad_code,
        ),
    ),
    items_max=1,
    keeps=False,
)
