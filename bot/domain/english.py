"""Whether somebody wrote in English: the papers are Vietnamese, and what is not is marked there."""

from __future__ import annotations

import re

from bot.domain.characters import fold

_WORDS_LEAST, _COMMON_LEAST = 4, 2
_COMMON_SHARE, _FOREIGN_SHARE, _MARKED_SHARE, _PLAIN_SHARE = 0.1, 0.4, 0.3, 0.85
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = '"“«'
_QUOTED = re.compile(rf"[{_OPENING}][^\"“”«»]*[\"”»]")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?\Z")
"""What a Vietnamese syllable looks like without its accents."""
_COMMON_WORDS = (
    "a after all also an and any are as at be because been before being between both but by can cannot could do does"
    " during each few for from had has have how if in into is it its less many may more most must need no not of on"
    " only or other our out over per please same shall should since so some still such than that the their them then"
    " there these they this those through to too under until up us very was we were what when where which while who"
    " why will with within without would you your"
)
_COMMON = frozenset(_COMMON_WORDS.split())


def is_english(text: str) -> bool:
    """Return whether `text` is in English; neither a name or an abbreviation nor Vietnamese without accents is.

    English has words of every day that bind the rest together, and most of the rest look like no Vietnamese syllable.
    What is quoted within a text changes nothing.
    """
    # Nearly none has a quotation, and to see that takes a twentieth of looking for its end.
    said = _QUOTED.sub(" ", text) if any(sign in text for sign in _OPENING) else text
    if len(said.encode("ascii", "ignore")) < _PLAIN_SHARE * len(said):  # nearly every text, and at once
        return False
    words = _WORD.findall(said) or _WORD.findall(text)
    if len(words) < _WORDS_LEAST:
        return False
    bare = [fold(word) for word in words]
    marked = sum(word.casefold() != plain for word, plain in zip(words, bare, strict=True))
    foreign = sum(not _SYLLABLE.match(word) for word in bare)
    common = [word for word in bare if word in _COMMON]
    return (
        len(set(common)) >= _COMMON_LEAST
        and len(common) >= _COMMON_SHARE * len(words)
        and foreign >= _FOREIGN_SHARE * len(words)
        and marked <= _MARKED_SHARE * len(words)
    )
