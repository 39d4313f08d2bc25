"""What the screens and the receipt of a report say of its approval."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.forms import Draft
from bot.domain.reports import PROXIES, Report, Via
from bot.domain.texts import N_, Choice, Text
from bot.screens.reporting.acts import send
from bot.screens.reporting.form import View
from bot.screens.reporting.signing import is_plain

SUBMIT = Text(N_("Submit for approval"))


def waits(view: View) -> bool:
    """Return whether the report waits for approval once its writer is done."""
    return view.approval is not None and view.approval.waits


def sending(view: View, draft: Draft, label: Text) -> Choice:
    """Return the choice that ends the form: it submits the report where that waits for approval, else it sends it."""
    return send(draft, SUBMIT if waits(view) else label)


def who_approves(view: View, draft: Draft) -> list[Text]:
    """Who approves the report before it is sent, or is told where it cannot wait; nothing where nobody has to.

    Of one that the desk enters it is said that the member will know.
    """
    if draft.kind in PROXIES:
        said = N_("Entered by the Standing Body in the place of {organisation}, which gets the receipt.")
        return [Text(said, organisation=view.organisation)]
    if view.approval is None:
        return []
    names = ", ".join(view.approval.approvers)
    if not view.approval.waits:
        told = N_("An urgent report does not wait for approval; {approvers} will be told.")
        nobody = N_("An urgent report does not wait for approval.")
        return [Text(told if names else nobody, approvers=names)]
    asked = N_(
        "Approved by: {approvers}. The report counts only once it has been approved and sent. By submitting it {you}"
        " confirm that the content holds no state secret."
    )
    nobody = N_("The report counts only once it has been approved and sent; nobody who approves can be reached now.")
    return [Text(asked if names else nobody, approvers=names)]


def endorsement_lines(report: Report, signature: Text | None) -> Sequence[Text]:
    """Who prepared a report and who approved it, as its receipt says; nothing of one that its sender alone sent."""
    if is_plain(report) or signature is None:
        return ()
    if report.endorsed.via is Via.PROXY:
        return (Text(N_("Sent by: {signature}."), signature=signature),)
    return (Text(N_("Prepared by: {signature}."), signature=signature),)
