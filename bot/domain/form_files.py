"""Files in a form: taken at their step or kept for it, refused with a reason, taken back."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.attachments import Attachment, why_refused
from bot.domain.forms import SUPPLEMENT, Draft, Form, Outcome, Refused, Step
from bot.domain.texts import N_, Text

_REFUSED_KEPT = 30
"""How many files that were not taken one screen names."""


def file_kept(form: Form, draft: Draft, attachment: Attachment) -> Outcome:
    """Keep a file that came with another question of an item for its step for files."""
    files = next((asked for asked in form.steps if asked.files_max), None)
    if files is None or draft.position.step in ("", SUPPLEMENT):
        is_supplement = draft.position.step == SUPPLEMENT
        return Outcome(draft, _NOT_HERE if is_supplement else _files_elsewhere(form))
    outcome = with_file(draft, files, attachment)
    taken = outcome.draft.files != draft.files
    return Outcome(outcome.draft, _FILE_WAITS if taken else None)


def with_file(draft: Draft, asked: Step, attachment: Attachment) -> Outcome:
    """Take a file, or keep in mind that it was not taken: files come many at once and get one answer."""
    why, files = why_refused(attachment), draft.attached(draft.position.item)
    if why:
        refused = (*draft.refused, Refused(attachment.name, attachment.size, why))
        return Outcome(replace(draft, refused=refused[-_REFUSED_KEPT:]))
    if len(files) >= asked.files_max:
        return Outcome(replace(draft, surplus=draft.surplus + 1))
    return Outcome(replace(with_files(draft, (*files, attachment)), rev=draft.rev + 1))


def with_files(draft: Draft, files: tuple[Attachment, ...]) -> Draft:
    """Return the draft with these as the files of the present item."""
    # Filled up first: files are kept for as many items as have any, one that is only being begun among them.
    item = draft.position.item
    everything = [draft.attached(number) for number in range(max(len(draft.items), item + 1))]
    everything[item] = files
    return replace(draft, files=tuple(everything))


_NOT_HERE = Text(N_("Files are not taken here. The file has not been stored."))
_FILE_WAITS = Text(N_("The file has been kept; it is shown at the step for files."))


def _files_elsewhere(form: Form) -> Text:
    """Files have a step of their own, the last."""
    if not any(asked.files_max for asked in form.steps):
        return _NOT_HERE
    return Text(
        N_("Files are taken at step {step}/{steps} of a difficulty. The file has not been stored."),
        step=len(form.steps),
        steps=len(form.steps),
    )
