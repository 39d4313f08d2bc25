"""The marks by which documents are kept secret, found in what people write and in the names of their files.

A reminder and no proof: who sends is answerable for what is sent. What is measured stands in the docs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from bot.domain.secret_letters import Letters, may_hold, plain, read, spelt


class Mark(StrEnum):
    """A mark; its value is what is stored."""

    TOP = "tuyet"
    HIGH = "toi"
    LOW = "mat"
    INTERNAL = "internal"

    @property
    def words(self) -> str:
        """The mark as documents bear it."""
        return _WORDS[self]


_WORDS = {
    Mark.TOP: "TUYỆT MẬT",
    Mark.HIGH: "TỐI MẬT",
    Mark.LOW: "MẬT",
    Mark.INTERNAL: "CHỈ LƯU HÀNH NỘI BỘ",
}
_MAT, _MAT_MARKS = "mật", spelt("mật")[1][1]
_ACUTE, _CIRCUMFLEX = "\u0301", "\u0302"
_BEHIND = (
    "ong", "độ", "khẩu", "thiết", "mã", "gấu", "mía", "rỉ", "hoa", "vụ", "thám", "nghị", "danh", "hiệu", "thư", "đàm",
    "ước", "cật", "tông", "ngọt", "ngữ", "nhân", "đường", "dừa", "rừng", "động vật",
)  # fmt: skip
"""Words that make another word of it, as honey, density, password."""
_AHEAD = (
    "bảo", "bí", "cơ", "thân", "cẩn", "nghiêm", "trăng", "túi", "sỏi", "ống", "gan", "đường", "rỉ", "lấy", "giải",
    "sản lượng",
)  # fmt: skip
_LOST = ("giấy", "thẻ", "cccd", "cmnd", "tiền", "xe", "con", "sổ", "hồ sơ", "bằng", "trước", "sau", "đất", "chứng")
"""What is lost, or a side of: unaccented, "mat" is these as well."""
_BEARERS = (
    "tài liệu", "văn bản", "công văn", "hồ sơ", "tờ trình", "báo cáo", "quyết định", "kế hoạch", "thông tin",
    "nội dung", "công điện", "chỉ thị", "nghị quyết", "biên bản", "dấu", "điện", "tin", "bản", "bản đồ", "vb", "cv",
    "loại", "mức", "độ mật",
)  # fmt: skip
"""What bears a mark."""
_PLAIN_BEARERS = ("tài liệu", "văn bản", "công văn", "đóng dấu", "độ mật", "vb", "cv")
"""Those that say the same without accents."""
_NO_MARK = ("không", "thường")
_ONLY_WITHIN = 4
"""Words, in which "only" is said of what goes round within."""
_JOINT = re.compile(r"[\s_.]*-?[\s_.]*")
_TIGHT = re.compile(r" ?-?")
_STARTS, _ENDS = re.compile(r"[(\[{«“‘\"'<]\s*$"), re.compile(r"^\s*[)\]}»”’\"'>]")
_SYMBOL = re.compile(r"[/-]$")
_CLAUSE = re.compile(r"\s*[.,;:!?)\]]")
_HEADING = re.compile(r"\s*(?::|[-–—] )")


def mark_in(texts: Iterable[str], names: Iterable[str] = ()) -> Mark | None:
    """Return the gravest mark in these texts and names of files; None where there is none."""
    found = {mark for text in texts if may_hold(text) for mark in _marks(read(text), is_name=False)}
    found |= {mark for name in names if may_hold(name) for mark in _marks(read(name, is_name=True), is_name=True)}
    return next((mark for mark in Mark if mark in found), None)


def _marks(text: Letters, *, is_name: bool) -> Iterator[Mark]:
    for first, end in _stretches(text, "tuyetmat"):
        if _is_top(text, first, end):
            yield Mark.TOP
    for first, end in _stretches(text, "toimat"):
        if _is_high(text, first, end, is_name=is_name):
            yield Mark.HIGH
    for first, end in _stretches(text, "mat"):
        if _is_secret(text, first, end, is_name=is_name):
            yield Mark.LOW
    for pattern in ("luuhanhnoibo", "luuhanhtrongnoibo"):
        for first, end in _stretches(text, pattern):
            if _is_internal(text, first, end, is_name=is_name):
                yield Mark.INTERNAL


def _stretches(text: Letters, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield where letters follow each other, whatever is between them, from the beginning to the end of words."""
    first = text.bases.find(wanted)
    while first >= 0:
        end = first + len(wanted)
        # Two words written as one may stand in a longer one; "mat" is in many.
        if text.is_whole(first, end) or (wanted != "mat" and text.ends_word(first, end)):
            yield first, end
        first = text.bases.find(wanted, first + 1)


def _is_top(text: Letters, first: int, end: int) -> bool:
    # "Tuyết mật" means nothing but the mark, mistyped.
    return text.fits(end - 3, _MAT) and (text.fits(first, "tuyệt") or _is_spelt(text, end - 3, end))


def _is_high(text: Letters, first: int, end: int, *, is_name: bool) -> bool:
    if not text.fits(end - 3, _MAT) or _is_another_word(text, None, end):
        return False
    own = text.marks(first, first + 3)
    if _is_spelt(text, end - 3, end) or (own == {_ACUTE, _CIRCUMFLEX}):
        return True
    # Without accents these are also "I have lost" and "up to the surface".
    if not text.fits(first, "tối"):
        return False
    stands_out = text.is_upper(first, end) and any(not each.is_upper for each in text.others_of_line(first, end))
    said = _precedes(text, first, ("là",)) and _ends_clause(text, end)
    if stands_out or said or _precedes(text, first, _PLAIN_BEARERS):
        return True
    return (is_name or _is_set_apart(text, first, end)) and not _follows(text, end, _LOST)


def _is_secret(text: Letters, first: int, end: int, *, is_name: bool) -> bool:
    if not text.fits(first, _MAT) or _is_another_word(text, first, end):
        return False
    upper = text.is_upper(first, end)
    if _is_spelt(text, first, end):
        if _precedes(text, first, ("độ",)):  # the form of a document that asks how secret it is
            return ":" in text.behind(end) and not _follows(text, end, _NO_MARK, anything=True)
        heading = text.begins_line(first) and text.letters[first].is_upper and _HEADING.match(text.behind(end))
        apart = _is_set_apart(text, first, end, spaced_only_upper=False)
        return is_name or upper or apart or bool(heading) or _precedes(text, first, _BEARERS)
    if text.marks(first, end):
        return False
    ends = is_name or _ends_clause(text, end) or _follows(text, end, ("nhà nước",))
    if ends and _precedes(text, first, _PLAIN_BEARERS):
        return True
    if is_name and text.begins_line(first) and _HEADING.match(text.behind(end)):
        return True
    stands_out = is_name and any(not each.is_upper for each in text.others_of_line(first, end))
    return upper and (stands_out or _is_set_apart(text, first, end)) and not _follows(text, end, _LOST)


def _is_internal(text: Letters, first: int, end: int, *, is_name: bool) -> bool:
    alone = text.begins_line(first) and text.ends_line(end)
    word = text.letters[first].word
    near = text.words[max(0, word - _ONLY_WITHIN) : word]
    only = any(text.fits(each.first, "chỉ") and each.end - each.first == len("chi") for each in near)
    spaced = text.bases.startswith("chi", first - 3) and text.is_whole(first - 3, first)
    said = only or spaced or _precedes(text, first, ("tài liệu",))
    return is_name or alone or said or _is_bracketed(text, first, end)


def _ends_clause(text: Letters, end: int) -> bool:
    return text.ends_line(end) or bool(_CLAUSE.match(text.behind(end)))


def _is_spelt(text: Letters, first: int, end: int) -> bool:
    """Whether "mật" has all its marks."""
    return text.marks(first, end) == _MAT_MARKS


def _is_set_apart(text: Letters, first: int, end: int, *, spaced_only_upper: bool = True) -> bool:
    """Whether a stretch stands as marks do: a line of its own, in brackets, letter by letter, in a symbol."""
    alone = text.begins_line(first) and text.ends_line(end)
    upper = text.is_upper(first, end)
    spaced = text.is_spaced(first, end) and (upper or not spaced_only_upper)
    symbol = upper and _SYMBOL.search(text.before(first)) is not None and not text.begins_line(first)
    return alone or spaced or _is_bracketed(text, first, end) or (symbol and _is_symbol(text, first))


def _is_symbol(text: Letters, first: int) -> bool:
    """Whether a stretch goes on with the number of a document, as in "12/BC-…"."""
    word = text.letters[first].word
    while word and _SYMBOL.search(text.words[word].before):
        word -= 1
    # A number has no letters.
    return text.bases[text.words[word].first : text.words[word].end].strip("#") == ""


def _is_bracketed(text: Letters, first: int, end: int) -> bool:
    return bool(_STARTS.search(text.before(first)) and _ENDS.search(text.behind(end)))


def _is_another_word(text: Letters, first: int | None, end: int) -> bool:
    """Whether what stands next to "mật" makes another word of it."""
    return _follows(text, end, _BEHIND) or (first is not None and _precedes(text, first, _AHEAD, tight=True))


def _follows(text: Letters, end: int, words: Iterable[str], *, anything: bool = False) -> bool:
    if text.ends_line(end) or not (anything or _TIGHT.fullmatch(text.behind(end)) or text.behind(end) in "_."):
        return False
    return any(text.fits(end, joined) and text.is_whole(end, end + len(plain(joined))) for joined in _unspaced(words))


def _precedes(text: Letters, first: int, words: Iterable[str], *, tight: bool = False) -> bool:
    # Unless it has to be tight: what is quoted is what was spoken of, as in 'the stamp "mật"'.
    if text.begins_line(first) or (tight and not _JOINT.fullmatch(text.before(first))):
        return False
    for joined in _unspaced(words):
        start = first - len(plain(joined))
        if start >= 0 and text.fits(start, joined) and text.is_whole(start, first):
            return text.line_of(start) == text.line_of(first)
    return False


def _unspaced(words: Iterable[str]) -> Iterator[str]:
    return (word.replace(" ", "") for word in words)
