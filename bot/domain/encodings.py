"""Vietnamese that did not come as Unicode: typed in a legacy font, or damaged when a file was saved.

The letters of TCVN3 (.VnTime) and VNI (VNI-Times), read as characters, are letters of other languages and signs. A
word is recognised where it is no Vietnamese syllable as it stands and becomes one when it is decoded. Sources:
TCVN 5712:1993, table VN3; the VNI table for Windows.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\s!-@\[-`{-~]+")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    "(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    "(?:(?:oa|oe|uê|uy|uơ|oo|[aeêioôơuưy])(?:ch|ng|nh|[cmnpt])?|(?:oă|uâ|iê|uyê|yê|uô|ươ|[ăâ])(?:ng|[cmnpt])"
    "|ia|u?ya|ua|ưa|o?a[iouy]|u?â[uy]|o?eo|êu|i?u|uyu|[iy]êu|[oôơuư]i|uôi|ươ[iu]|ưu)"
)
_TCVN3 = str.maketrans(
    # Ð is left out: in Unicode it is often typed for Đ.
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ§¡¢£¤¥¦",
    "áàảãạăắằẳẵặâấầẩẫậđèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĐĂÂÊÔƠƯ",
)
_VNI_PAIR = re.compile("([aeouyôö])([ùøûõïâáàåãäêéèúüë])")
_VNI_LETTER = str.maketrans("ôöñæóòî", "ơưđỉĩịỵ")
_NO_TONE_OR_ANY = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
# What a second letter puts on the first: a tone, or a circumflex or breve with a tone.
_VNI_MARKS = dict(zip("ùøûõï", _NO_TONE_OR_ANY[1:], strict=True))
_VNI_MARKS |= {letter: "\u0302" + tone for letter, tone in zip("âáàåãä", _NO_TONE_OR_ANY, strict=True)}
_VNI_MARKS |= {letter: "\u0306" + tone for letter, tone in zip("êéèúüë", _NO_TONE_OR_ANY, strict=True)}
# A letter replaced by ? inside a word, or UTF-8 that was read in another encoding.
_DAMAGED = re.compile("\ufffd|[?](?=\\w)|á[º»]|Ä[\u0090\u2018]|Æ[°¡]")
_OF_NAMES = frozenset("ïü")
"""What names of other languages have in one syllable, such as Loïc and Lü: no sign by itself."""


def is_legacy(text: str) -> bool:
    """Return whether `text`, in NFC, has a word that was typed in a legacy font."""
    return any(_is_legacy(word) for word in _WORD.findall(text))


def unicode_of(text: str) -> str:
    """Return `text`, in NFC, in Unicode where it was typed in a legacy font; of the two the one that reads better."""
    if not is_legacy(text):
        return text
    ways = text.translate(_TCVN3), _WORD.sub(lambda word: _vni_word(word[0]), text)
    return max(ways, key=_syllables)


def is_legacy_font(font: str) -> bool:
    """Return whether what is typed in a font of this name is no Unicode."""
    return font.casefold().startswith((".vn", "vni-"))


def of_font(text: str, font: str) -> str:
    """Return what was typed in a legacy font, by its name; a font of capitals shows small letters as such."""
    if font.casefold().startswith("vni-"):
        return _WORD.sub(lambda word: _vni_word(word[0]), text)
    read = text.translate(_TCVN3)
    return read.upper() if font.endswith("H") else read


def _syllables(text: str) -> int:
    return sum(is_syllable(word.lower()) for word in _WORD.findall(text))


def _vni_word(word: str) -> str:
    decoded = _from_vni(word.lower())
    if word.isupper():
        return decoded.upper()
    return decoded[:1].upper() + decoded[1:] if word[:1].isupper() else decoded


def is_damaged(text: str) -> bool:
    """Return whether letters of `text` were lost or replaced when it was saved in a wrong encoding."""
    # In an address on the web a question mark has letters after it.
    return any(_DAMAGED.search(word) for word in text.split() if "/" not in word)


def _is_legacy(word: str) -> bool:
    foreign = {character for character in word.lower() if not character.isascii()}
    if not foreign - _OF_NAMES or is_syllable(word.lower()):
        return False
    return is_syllable(word.translate(_TCVN3).lower()) or is_syllable(_from_vni(word.lower()))


def _from_vni(word: str) -> str:
    return _VNI_PAIR.sub(_paired, word).translate(_VNI_LETTER)


def _paired(pair: re.Match[str]) -> str:
    letter, mark = pair.groups()
    return unicodedata.normalize("NFC", letter.translate(_VNI_LETTER) + _VNI_MARKS[mark])


def is_syllable(word: str) -> bool:
    """Return whether a word in lower case could be Vietnamese by its letters, with one tone at most."""
    plain, tones = _TONE.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None
