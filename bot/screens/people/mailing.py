"""The address of e-mail at which somebody is told that something waits: given, confirmed, removed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.forms import At, Draft, Form
from bot.domain.mailboxes import APART, Mailbox
from bot.domain.texts import N_, Choice, Screen, Text, Weight
from bot.domain.verbs.mail import EnterMail, EnterMailCode, RemoveMail, SendMailCode, ShowMail
from bot.domain.verbs.settings import ShowSettings

MAIL = Choice(Text(N_("E-mail")), ShowMail())
_SEND_CODE = Choice(Text(N_("Send me a code")), SendMailCode())
_ENTER_CODE = Choice(Text(N_("Type the code")), EnterMailCode())
_REMOVE = Choice(Text(N_("Remove the address")), RemoveMail(), Weight.DESTRUCTIVE)
_BACK = Choice(Text(N_("‹ Back")), ShowMail())
_SETTINGS = Choice(Text(N_("‹ Back")), ShowSettings())
REMOVED = Text(N_("The address was removed."))
NOTHING_TO_CONFIRM = Text(N_("No address waits to be confirmed."))


def mail(used: Mailbox | None, new: Mailbox | None, *, code_is_open: bool) -> Screen:
    """The address that is used and the one that is to be confirmed, with what can be done."""
    lines = [
        Text(N_("<b>E-mail</b>")),
        *([_used(used)] if used else []),
        *([_new(new)] if new else []),
        *([] if used or new else [Text(N_("No address is kept."))]),
        Text(
            N_(
                "A letter only says that something waits, with a link to the page. It comes when a message was not"
                " opened in time or did not arrive: at most one in {hours:count} hours, and none in quiet hours."
            ),
            hours=int(APART.total_seconds()) // 3600,
        ),
    ]
    enter = Choice(Text(N_("Change the address") if used or new else N_("Enter an address")), EnterMail())
    confirm = ((*((_ENTER_CODE,) if code_is_open else ()), _SEND_CODE),) if new else ()
    remove = (_REMOVE,) if used or new else ()
    return Screen(tuple(lines), (*confirm, (enter, *remove), (_SETTINGS,)))


def _used(mailbox: Mailbox) -> Text:
    if mailbox.refused_at:
        said = N_(
            "{address} has taken no letters since {at:stamp}: its mail server refuses them. Nothing is sent there any"
            " more. Please check the address and enter it again, or another one."
        )
        return Text(said, address=mailbox.address, at=mailbox.refused_at)
    return Text(N_("Letters go to {address}."), address=mailbox.address)


def _new(mailbox: Mailbox) -> Text:
    if mailbox.refused_at:
        said = N_("The code did not arrive: {address} takes no letters. Please check the address and enter it again.")
    elif mailbox.is_proposed:
        said = N_("The roster names {address}. Letters go there only once you have confirmed it with a code.")
    else:
        said = N_("{address} is to be confirmed with a code. Until then no letters go there.")
    return Text(said, address=mailbox.address)


def line(used: Mailbox | None, new: Mailbox | None) -> Text:
    """The address as the settings name it."""
    if used is None:
        return Text(N_("E-mail: to be confirmed.") if new else N_("E-mail: none."))
    if used.refused_at:
        return Text(N_("E-mail: {address} takes no letters."), address=used.address)
    return Text(N_("E-mail: {address}."), address=used.address)


def asked(form: Form, draft: Draft) -> Screen:
    """The one question of a form; `draft` stands at it, as its answer is taken at once."""
    step = form.steps[0] if draft.position.at is not At.STEP else form.step(draft.position.step)
    return Screen((Text(N_("<b>E-mail</b>")), *step.words), ((_BACK,),))


def asked_for_code(form: Form, draft: Draft, address: str) -> Screen:
    """The question for the code."""
    question = asked(form, draft)
    sent = Text(
        N_("A code is being sent to {address}. It may take some minutes; please look among unwanted letters too."),
        address=address,
    )
    return Screen((question.lines[0], sent, *question.lines[1:]), ((_SEND_CODE,), *question.rows))


def wrong(left: int) -> Text:
    """The code is not the one that was sent."""
    if left:
        return Text(N_("This is not the code that was sent. Tries left: {left:count}."), left=left)
    return Text(N_("This is not the code that was sent, and there are no tries left. Please have another one sent."))


OVER = Text(N_("The code is not valid any more. Please have another one sent."))


def too_many(again_at: datetime) -> Text:
    """No code is sent for now."""
    return Text(
        N_("No more codes are sent for now, so that nobody is flooded with them. Please try again after {at:stamp}."),
        at=again_at,
    )


def confirmed(address: str) -> Text:
    """The address is used from now on."""
    return Text(N_("{address} is confirmed."), address=address)


def stopped(at: datetime) -> Screen:
    """To the person: somebody has used the link in a letter."""
    said = Text(
        N_(
            "At {at:stamp} the link in a letter was used to stop the letters; the address is not kept any longer."
            " Messages come here as before."
        ),
        at=at,
    )
    return Screen((said,), ((MAIL,),))


def known_to_desk(used: Mailbox | None, new: Mailbox | None) -> Text:
    """Whether somebody is told by e-mail, as the desk sees it; the address is not the desk's."""
    if used is None:
        return Text(N_("E-mail: not confirmed yet.") if new else N_("E-mail: none."))
    if used.refused_at:
        return Text(N_("E-mail: the address takes no letters since {at:stamp}."), at=used.refused_at)
    return Text(N_("E-mail: confirmed."))
