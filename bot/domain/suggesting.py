"""Which agency is likely in charge where nobody has named one: it is only suggested."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import Agency, current, in_place_of
from bot.domain.aligning import aligned
from bot.domain.characters import fold
from bot.domain.legal_documents import Document, documents

_GOVERNMENT = "CP"
"""What it issues another agency has drafted, and decides no single matter."""
_SHORT: Mapping[str, str] = {"bnn": "BNNPTNT", "bvhtt": "BVHTTDL"}
"""Symbols of ministries that are not their codes in the list."""


@dataclass(frozen=True)
class Suggestion:
    """The agency that is likely in charge, and why: it issued a document, or has the field where none is named."""

    agency: Agency
    document: str = ""


def likely(provisions: Sequence[str], of_field: str, agencies: Mapping[str, Agency], day: date) -> Suggestion | None:
    """Return the agency that is likely in charge on a day: it issued what is cited first, or has the field.

    `provisions` as they are cited; `of_field` is the code of the agency that has the field, or empty. An agency that
    is no longer there stands for the one that does its work now; the field's, where it is not there yet, for the one it
    follows. None where neither tells, or more than one had the field.
    """
    for document in (found.document for text in provisions for found in documents(text, aligned(text))):
        code = _issuer(document, agencies)
        if code:
            return Suggestion(current(agencies, code, day), document.text)
    of_day = in_place_of(agencies, of_field, day) if of_field in agencies else ()
    return Suggestion(of_day[0]) if len(of_day) == 1 else None


def _issuer(document: Document, agencies: Mapping[str, Agency]) -> str:
    """The code of the agency whose symbol stands in that of a document; empty where it is none of the list."""
    known = {**{fold(code): code for code in agencies if code != _GOVERNMENT}, **_SHORT}
    # The first part is the kind of document.
    parts = [fold(part) for part in re.split(r"[-/]", document.sign)[1:]]
    return next((known[part] for part in parts if part in known), "")
