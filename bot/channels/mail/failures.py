"""What a mail server's refusals mean (RFC 5321): 4yz is for later, 5yz for never."""

from __future__ import annotations

import aiosmtplib

from bot.runtime.ports import ChannelError, Failure

_FOR_EVER = range(500, 600)


def failure_of(error: Exception, server: str) -> ChannelError:
    """Return what a failed call means for its letter. What the server wrote is not kept: it may name the reader."""
    match error:
        case aiosmtplib.SMTPAuthenticationError():
            return ChannelError(Failure.RETRY, f"{server} does not take the user or the password", doubt="SMTP_URL")
        case aiosmtplib.SMTPRecipientsRefused() if error.recipients:
            return _by_code(max(each.code for each in error.recipients))
        case aiosmtplib.SMTPSenderRefused() if error.code in _FOR_EVER:
            return ChannelError(Failure.RETRY, f"{server} does not take the sender ({error.code})", doubt="MAIL_FROM")
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPServerDisconnected() | aiosmtplib.SMTPTimeoutError():
            return ChannelError(Failure.RETRY, f"{server} cannot be reached", doubt="SMTP_URL")
        case aiosmtplib.SMTPResponseException():
            return _by_code(error.code)
        case _:
            return ChannelError(Failure.RETRY, f"{server}: {type(error).__name__}", doubt="SMTP_URL")


def _by_code(code: int) -> ChannelError:
    return ChannelError(Failure.REFUSED if code in _FOR_EVER else Failure.RETRY, f"the mail server says {code}")
