"""What a mail server's refusals mean (RFC 5321): 4yz is for later, 5yz for never; of a recipient, that it is gone."""

from __future__ import annotations

import aiosmtplib

from bot.runtime.ports import ChannelError, Failure

_FOR_EVER = range(500, 600)
_SIGN_IN_FIRST = 530


def failure_of(error: Exception, server: str) -> ChannelError:
    """Return what a failed call means for its letter. What the server wrote is not kept: it may name the reader."""
    match error:
        case aiosmtplib.SMTPAuthenticationError():
            return ChannelError(Failure.RETRY, f"{server} does not take the user or the password", doubt="SMTP_URL")
        case aiosmtplib.SMTPRecipientsRefused() if any(_is_policy(each) for each in error.recipients):
            return ChannelError(Failure.RETRY, f"{server} hands nothing on for us", doubt="SMTP_URL")
        case aiosmtplib.SMTPRecipientsRefused() if error.recipients:
            return _by_code(max(each.code for each in error.recipients), Failure.GONE)
        case aiosmtplib.SMTPSenderRefused() if error.code in _FOR_EVER:
            return ChannelError(Failure.RETRY, f"{server} does not take the sender ({error.code})", doubt="MAIL_FROM")
        case aiosmtplib.SMTPHeloError():
            return ChannelError(Failure.RETRY, f"{server} does not take this machine ({error.code})", doubt="SMTP_URL")
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPServerDisconnected() | aiosmtplib.SMTPTimeoutError():
            return ChannelError(Failure.RETRY, f"{server} cannot be reached", doubt="SMTP_URL")
        case aiosmtplib.SMTPResponseException():
            return _by_code(error.code)
        case aiosmtplib.SMTPException() if "STARTTLS" in error.message:
            return ChannelError(Failure.RETRY, f"{server} offers no TLS", doubt="SMTP_URL")
        case _:
            return ChannelError(Failure.RETRY, f"{server}: {type(error).__name__}", doubt="SMTP_URL")


def _is_policy(refused: aiosmtplib.SMTPRecipientRefused) -> bool:
    """Whether it is the sender who is not welcome (RFC 3463: X.7.X; RFC 4954: 530): it says nothing of the reader."""
    return refused.code == _SIGN_IN_FIRST or (refused.code in _FOR_EVER and refused.message.startswith("5.7."))


def _by_code(code: int, for_ever: Failure = Failure.REFUSED) -> ChannelError:
    return ChannelError(for_ever if code in _FOR_EVER else Failure.RETRY, f"the mail server says {code}")
