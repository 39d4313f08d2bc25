"""What is said of the files that a difficulty carries, and of those that were not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.attachments import SIZE_MAX, Attachment, FileKind, FileState, Refusal
from bot.domain.forms import Draft, Refused
from bot.domain.texts import N_, NP_, Excerpt, Text, joined

_MEGABYTE = 1024 * 1024
_NOT_HERE: Mapping[FileState | None, str] = {
    FileState.WAITING: N_("{name} (being fetched)"),
    FileState.REFUSED: N_("{name} (the file could not be stored)"),
    FileState.LOST: N_("{name} (the file could not be stored)"),
}
_COUNTED: Sequence[tuple[frozenset[FileState], str]] = (
    (frozenset({FileState.STORED}), N_("stored: {count:count}")),
    (frozenset({FileState.WAITING}), N_("being fetched: {count:count}")),
    (frozenset({FileState.REFUSED, FileState.LOST}), N_("could not be stored: {count:count}")),
)
_SHORT_HASH = 16
"""Hexadecimal digits, as of a snapshot; the workbook has all of them."""
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
    """Return what each file is called, with what was written under it, on one line, and that it is not here if so."""
    found = zip(captioned(attachments), attachments, strict=True)
    return [Text(_NOT_HERE[each.state], name=name) if each.state in _NOT_HERE else name for name, each in found]


def captioned(attachments: Sequence[Attachment]) -> list[Text]:
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


def amount(attachments: Sequence[Attachment]) -> Text | None:
    """How many files go with what was named before, and how many of them are stored; nothing where there are none."""
    if not attachments:
        return None
    return Text(
        NP_(", {count:count} file{states}", ", {count:count} files{states}", by="count"),
        count=len(attachments),
        states=states(attachments),
    )


def states(attachments: Sequence[Attachment]) -> Text | None:
    """How many files are stored, are being fetched and could not be stored; nothing where none was ever to be."""
    counts = [(msgid, sum(each.state in those for each in attachments)) for those, msgid in _COUNTED]
    counted = [Text(msgid, count=count) for msgid, count in counts if count]
    return Text(N_(" ({states})"), states=joined(counted, ", ")) if counted else None


def hashes(attachments: Sequence[Attachment]) -> tuple[Text, ...]:
    """The line with the hash of each file that is stored, by its number among those named; nothing without any."""
    found = [
        Text(N_("({number}) {sha256}"), number=number, sha256=each.sha256[:_SHORT_HASH])
        for number, each in enumerate(attachments, 1)
        if each.sha256
    ]
    return (Text(N_("SHA-256 of the files: {hashes}"), hashes=joined(found, "; ")),) if found else ()


def taken(attachments: Sequence[Attachment]) -> Text:
    """The answer to files that were sent."""
    return Text(
        NP_("{count:count} file received: {names}.", "{count:count} files received: {names}.", by="count"),
        count=len(attachments),
        names=joined(captioned(attachments), "; "),
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
