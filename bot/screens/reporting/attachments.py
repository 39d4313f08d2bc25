"""What is said of the files that a difficulty carries, and of those that were not taken."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.attachments import SIZE_MAX, Attachment, FileKind, Refusal
from bot.domain.forms import Draft, Refused
from bot.domain.texts import N_, NP_, Excerpt, Text, joined

_MEGABYTE = 1024 * 1024
_NAMELESS = {FileKind.PHOTO: N_("Photo {number}"), FileKind.DOCUMENT: N_("File {number}")}


def names(attachments: Sequence[Attachment]) -> list[Text]:
    """Return what each file is called; those without a name are numbered, photos apart from other files."""
    found, counts = [], dict.fromkeys(FileKind, 0)
    for each in attachments:
        if each.name:
            found.append(Text(N_("{text}"), text=Excerpt(each.name)))
        else:
            counts[each.kind] += 1
            found.append(Text(_NAMELESS[each.kind], number=counts[each.kind]))
    return found


def described(attachments: Sequence[Attachment]) -> list[Text]:
    """Return what each file is called, with what was written under it, on one line."""
    captions = [" ".join(each.caption.split()) for each in attachments]
    return [
        Text(N_('{name} – "{caption}"'), name=name, caption=Excerpt(caption)) if caption else name
        for name, caption in zip(names(attachments), captions, strict=True)
    ]


def named(attachments: Sequence[Attachment]) -> tuple[Text, ...]:
    """The line that names the files of a difficulty with their captions; nothing where it has none."""
    if not attachments:
        return ()
    listed = joined(described(attachments), "; ")
    return (Text(N_("Attached files ({count:count}): {names}"), count=len(attachments), names=listed),)


def named_or_none(attachments: Sequence[Attachment]) -> tuple[Text, ...]:
    """The line that names the files of a difficulty before it is sent, or says that it has none."""
    return named(attachments) or (Text(N_("Attached files: none")),)


def counted(attachments: Sequence[Attachment]) -> tuple[Text, ...]:
    """How many files a difficulty has, where so many names would not fit; nothing where it has none."""
    return (Text(N_("Attached files: {count:count}"), count=len(attachments)),) if attachments else ()


def amount(files: int) -> Text | None:
    """How many files go with what was named before; nothing where there are none."""
    return Text(NP_(", {count:count} file", ", {count:count} files", by="count"), count=files) if files else None


def taken(attachments: Sequence[Attachment]) -> Text:
    """The answer to files that were sent."""
    return Text(
        NP_("{count:count} file received: {names}.", "{count:count} files received: {names}.", by="count"),
        count=len(attachments),
        names=joined(described(attachments), "; "),
    )


def not_taken(draft: Draft, most: int, email: str) -> tuple[Text, ...]:
    """The files that were not taken since the last choice, each by its name."""
    other = [_quoted(each) for each in draft.refused if each.why is Refusal.KIND]
    big = [_sized(each) for each in draft.refused if each.why is Refusal.SIZE]
    lines = []
    if other:
        lines.append(
            Text(
                N_("The system takes photos, PDF, Word and Excel. Of another kind, so not stored: {names}."),
                names=joined(other, ", "),
            )
        )
    if big:
        lines.append(
            Text(
                N_(
                    "Not stored: {files}, over the limit of {most:number} MB. Please compress or divide it,"
                    " or send it by e-mail to {email}."
                ),
                files=joined(big, ", "),
                most=SIZE_MAX // _MEGABYTE,
                email=email,
            )
        )
    if draft.surplus:
        lines.append(
            Text(
                NP_(
                    "A difficulty carries at most {most:count} files; {count:count} file more has not been stored.",
                    "A difficulty carries at most {most:count} files; {count:count} files more have not been stored.",
                    by="count",
                ),
                most=most,
                count=draft.surplus,
            )
        )
    return tuple(lines)


def _quoted(refused: Refused) -> Text:
    return Text(N_('"{name}"'), name=Excerpt(refused.name or "…"))


def _sized(refused: Refused) -> Text:
    """Rounded up: what is over the limit must not read like the limit."""
    return Text(
        N_('"{name}" of {size:number} MB'), name=Excerpt(refused.name or "…"), size=-(-refused.size // _MEGABYTE)
    )
