"""What is understood of the answers about a difficulty, kept beside the words: provisions, and codes of procedures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.domain.procedure_codes import procedure_codes

PROVISIONS, CODES = "legal_refs", "procedure_codes"
"""The keys and columns: a line for each provision as it is cited, and for each code."""


def understood(item: Mapping[str, str], names: Sequence[str], law: str, procedure: str) -> tuple[str, ...]:
    """Return what the answers of these names say, provisions first; `law` and `procedure` name what was asked for both.

    An article counts without its document where the law was asked for, and nowhere else.
    """
    from bot.domain.citations import normalised  # what makes papers knows the columns, and reads no citations

    # What was asked for goes first, whatever the order of the questions.
    in_order = sorted(names, key=lambda name: name != law)
    provisions = [each for name in in_order for each in normalised(item.get(name, ""), asked=name == law)]
    codes = [each for name in names for each in procedure_codes(item.get(name, ""), asked=name == procedure)]
    return tuple(dict.fromkeys((*provisions, *codes)))


def columns_of(found: Sequence[str], not_meant: Collection[str]) -> Mapping[str, str]:
    """Return what is kept of what was understood, without what is not meant."""
    meant = [each for each in found if each not in not_meant]
    provisions = [each for each in meant if not procedure_codes(each)]
    return {
        PROVISIONS: "\n".join(provisions),
        CODES: "\n".join(each for each in meant if each not in provisions),
    }
