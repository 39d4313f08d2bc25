"""Documents of the law as people name them: by kind and number, by their symbol alone, laws by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.aligning import counts
from bot.domain.characters import fold


@dataclass(frozen=True)
class Document:
    """A document as far as it was named; what was not said is empty."""

    kind: str
    """Such as "Nghị định"; empty where the symbol alone does not tell."""
    name: str = ""
    """Of a law."""
    number: str = ""
    year: str = ""
    """Within the number."""
    sign: str = ""
    """Such as "NĐ-CP"."""
    of_year: str = ""
    """Behind the name, where the number holds none."""

    @property
    def text(self) -> str:
        """How it is cited, by Decree 30/2020/NĐ-CP."""
        of_year = f"năm {self.of_year}" if self.of_year else ""
        return " ".join(part for part in (self.kind, self.name, self._numbered(), of_year) if part)

    def _numbered(self) -> str:
        if not self.number:
            return ""
        year = f"/{self.year}" if self.year else ""
        # The symbols of the Party hang on their numbers.
        sign = f"{'-' if '/' in self.sign else '/'}{self.sign}" if self.sign else ""
        return f"{'số ' if self.kind else ''}{self.number}{year}{sign}"


@dataclass(frozen=True)
class NamedAt:
    """A document and where in a text it is named; `end` is behind what belongs to its name."""

    document: Document
    start: int
    end: int


_KINDS: Mapping[str, str] = {
    "nghi dinh": "Nghị định",
    "thong tu lien tich": "Thông tư liên tịch",
    "thong tu": "Thông tư",
    "nghi quyet": "Nghị quyết",
    "quyet dinh": "Quyết định",
    "chi thi": "Chỉ thị",
    "thong bao": "Thông báo",
    "cong van": "Công văn",
    "cong dien": "Công điện",
    "ke hoach": "Kế hoạch",
    "to trinh": "Tờ trình",
    "phap lenh": "Pháp lệnh",
    "bo luat": "Bộ luật",
    "luat": "Luật",
    "van ban hop nhat": "Văn bản hợp nhất",
    "van ban": "Văn bản",
}
_SHORT: Mapping[str, str] = {
    "nd": "Nghị định",
    "ttlt": "Thông tư liên tịch",
    "tt": "Thông tư",
    "nq": "Nghị quyết",
    "qd": "Quyết định",
    "ct": "Chỉ thị",
    "tb": "Thông báo",
    "cv": "Công văn",
    "cd": "Công điện",
    "kh": "Kế hoạch",
    "ttr": "Tờ trình",
    "vbhn": "Văn bản hợp nhất",
}
"""How kinds are abbreviated: by people, and in the symbols of documents."""
_WITH_YEAR = frozenset({"Nghị định", "Thông tư"})
"""Kinds whose numbers always hold a year."""
_BARE_NUMBER = frozenset({"nghi dinh", "nd", "thong tu", "chi thi", "nghi quyet"})
"""After these a number alone names a document; after others it may count something."""
_SIGNS: Mapping[str, str] = {
    fold(part): part
    for part in (
        "NĐ", "CP", "TT", "TTLT", "NQ", "QĐ", "CT", "TB", "CĐ", "KH", "TTr", "VBHN", "TTg", "VPCP", "HĐND", "UBND",
        "UBTVQH", "QH", "TW", "CTN", "BKHĐT", "BKHCN", "BLĐTBXH", "BGDĐT", "BNNPTNT", "BNNMT", "BTNMT", "BVHTTDL",
        "BTTTT", "BGTVT", "BCT", "BTC", "BXD", "BYT", "BTP", "BNV", "BQP", "BCA", "BNG", "BDTTG", "NHNN", "TTCP",
        "UBDT", "KTNN", "HĐTP", "TANDTC", "VKSNDTC", "VPQH", "TCT", "TCHQ", "BNN", "BVHTT", "BTS",
    )
}  # fmt: skip
"""The parts of symbols in their proper letters; others are written as they come, in capitals."""
_GLUED: Mapping[str, str] = {"ndcp": "nd-cp", "nqcp": "nq-cp", "qdttg": "qd-ttg", "ctttg": "ct-ttg"}
_LAWS: Sequence[str] = (
    "Đất đai", "Nhà ở", "Kinh doanh bất động sản", "Xây dựng", "Quy hoạch đô thị và nông thôn", "Quy hoạch đô thị",
    "Quy hoạch", "Đầu tư công", "Đầu tư theo phương thức đối tác công tư", "Đầu tư", "Đấu thầu", "Đấu giá tài sản",
    "Doanh nghiệp", "Hỗ trợ doanh nghiệp nhỏ và vừa", "Hợp tác xã", "Phá sản", "Cạnh tranh", "Thương mại",
    "Quản lý ngoại thương", "Hải quan", "Quản lý thuế", "Thuế giá trị gia tăng", "Thuế thu nhập doanh nghiệp",
    "Thuế thu nhập cá nhân", "Thuế xuất khẩu, thuế nhập khẩu", "Thuế tiêu thụ đặc biệt", "Thuế bảo vệ môi trường",
    "Phí và lệ phí", "Ngân sách nhà nước", "Kế toán", "Kiểm toán độc lập", "Các tổ chức tín dụng", "Chứng khoán",
    "Kinh doanh bảo hiểm", "Giá", "Bảo vệ môi trường", "Tài nguyên nước", "Khoáng sản", "Địa chất và khoáng sản",
    "Lâm nghiệp", "Thủy sản", "Chăn nuôi", "Trồng trọt", "Thú y", "Bảo vệ và kiểm dịch thực vật", "An toàn thực phẩm",
    "Dược", "Khám bệnh, chữa bệnh", "Bảo hiểm y tế", "Bảo hiểm xã hội", "Việc làm", "An toàn, vệ sinh lao động",
    "Công đoàn", "Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng", "Giáo dục nghề nghiệp",
    "Giáo dục đại học", "Giáo dục", "Nhà giáo", "Khoa học và công nghệ", "Chuyển giao công nghệ", "Công nghệ cao",
    "Sở hữu trí tuệ", "Tiêu chuẩn và quy chuẩn kỹ thuật", "Chất lượng sản phẩm, hàng hóa", "Đo lường",
    "Giao dịch điện tử", "Công nghệ thông tin", "An ninh mạng", "An toàn thông tin mạng", "Viễn thông", "Dữ liệu",
    "Căn cước", "Cư trú", "Hộ tịch", "Quốc tịch Việt Nam", "Nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước"
    " ngoài tại Việt Nam", "Công chứng", "Luật sư", "Đường bộ", "Đường sắt", "Giao thông đường bộ",
    "Trật tự, an toàn giao thông đường bộ", "Giao thông đường thủy nội địa", "Hàng không dân dụng Việt Nam",
    "Phòng cháy, chữa cháy và cứu nạn, cứu hộ", "Phòng cháy và chữa cháy", "Điện lực", "Dầu khí", "Hóa chất",
    "Sử dụng năng lượng tiết kiệm và hiệu quả", "Du lịch", "Di sản văn hóa", "Quảng cáo", "Báo chí", "Xuất bản",
    "Điện ảnh", "Tiếp công dân", "Khiếu nại", "Tố cáo", "Xử lý vi phạm hành chính", "Tố tụng hành chính",
    "Ban hành văn bản quy phạm pháp luật", "Tổ chức chính quyền địa phương", "Tổ chức Chính phủ", "Cán bộ, công chức",
    "Viên chức", "Lưu trữ", "Bảo vệ bí mật nhà nước", "Bảo vệ quyền lợi người tiêu dùng", "Bảo vệ dữ liệu cá nhân",
    "Thi hành án dân sự", "Trọng tài thương mại", "Phòng, chống tham nhũng", "Quản lý, sử dụng tài sản công",
)  # fmt: skip
"""Laws that are recognised without a year, by the names they are cited by; the longer of two that begin alike first."""
_CODES: Sequence[str] = ("Dân sự", "Hình sự", "Lao động", "Hàng hải Việt Nam", "Tố tụng dân sự", "Tố tụng hình sự")
_ALIASES: Mapping[str, tuple[str, str]] = {
    "blds": ("Bộ luật", "Dân sự"),
    "blhs": ("Bộ luật", "Hình sự"),
    "blld": ("Bộ luật", "Lao động"),
    "bltths": ("Bộ luật", "Tố tụng hình sự"),
    "blttds": ("Bộ luật", "Tố tụng dân sự"),
    "luat dn": ("Luật", "Doanh nghiệp"),
    "luat dt": ("Luật", "Đầu tư"),
    "luat tctd": ("Luật", "Các tổ chức tín dụng"),
    "luat cac tctd": ("Luật", "Các tổ chức tín dụng"),
    "luat bvmt": ("Luật", "Bảo vệ môi trường"),
    "luat bhxh": ("Luật", "Bảo hiểm xã hội"),
    "luat bhyt": ("Luật", "Bảo hiểm y tế"),
    "luat kdbds": ("Luật", "Kinh doanh bất động sản"),
    "luat shtt": ("Luật", "Sở hữu trí tuệ"),
    "luat attp": ("Luật", "An toàn thực phẩm"),
    "luat gtgt": ("Luật", "Thuế giá trị gia tăng"),
    "luat xlvphc": ("Luật", "Xử lý vi phạm hành chính"),
    "luat pccc": ("Luật", "Phòng cháy và chữa cháy"),
    "luat ppp": ("Luật", "Đầu tư theo phương thức đối tác công tư"),
}


def _loose(name: str) -> str:
    """A pattern of a folded name that does not mind commas and spaces."""
    return r"[\s,]+".join(re.escape(word) for word in fold(name).replace(",", " ").split())


def _names(names: Sequence[str]) -> str:
    return "|".join(_loose(name) for name in sorted(names, key=len, reverse=True))


_OPEN = r"(?<![a-z0-9])"
_CLOSE = r"(?![a-z0-9])"
_YEAR = r"(?:19|20)\d{2}"
_DATE = (
    rf"[\s,]*(?:\(?\s*ngay\s+\d{{1,2}}(?:\s*[/.-]\s*|\s+thang\s+)\d{{1,2}}(?:\s*[/.-]\s*|\s+nam\s+)(?P<dated>{_YEAR})"
    rf"{_CLOSE}\)?|nam\s+(?P<in_year>{_YEAR}){_CLOSE})"
    r"(?:\s+cua\s+(?:chinh phu|thu tuong(?: chinh phu)?|quoc hoi))?"
)
_SIGN_START = "|".join(sorted((*_SHORT, "qh", "ubtvqh"), key=len, reverse=True))
_SIGN = r"[a-z]{2,8}\d{0,2}(?:\s?[-–/.]\s?[a-z]{2,10}){0,4}"
_KNOWN_SIGN = rf"(?:{_SIGN_START})(?:\d{{1,2}}|(?:\s?[-–.\s]\s?[a-z]{{2,10}}){{1,3}}|/tw)"
_NUMBERED = re.compile(
    rf"{_OPEN}(?P<kind>{'|'.join(sorted((*_KINDS, *_SHORT), key=len, reverse=True))})(?:[\s.-]*cp)?"
    rf"(?P<so>\s*so\b)?[\s.:]*(?P<number>\d{{1,5}})"
    rf"(?:(?:\s*[/-]\s*|\s+)(?P<year>{_YEAR}|(?<=[/-])\d{{2}}(?![\d/]))(?!\d))?"
    rf"(?:\s*[/-]\s*(?P<sign>{_SIGN})|\s+(?P<apart>{_KNOWN_SIGN}))?{_CLOSE}(?![./]\d)(?:{_DATE})?"
)
_SYMBOL = re.compile(
    rf"(?<![a-z0-9/])(?:so\s+)?(?P<number>\d{{1,5}})\s*(?:[/-]\s*(?P<year>{_YEAR})\s*)?[/-]\s*(?P<sign>{_KNOWN_SIGN})"
    rf"{_CLOSE}(?:{_DATE})?"
)
_LAW = re.compile(
    rf"{_OPEN}(?<!phap )(?P<kind>bo luat|luat|hien phap)(?:\s+(?P<name>{_names((*_CODES, *_LAWS))}))?{_CLOSE}"
    rf"(?:\s*\(?sua doi(?:,? bo sung)?\)?{_CLOSE})?"
    rf"(?:\s*(?:so)?\s*(?P<number>\d{{1,3}})/(?P<year>{_YEAR})/(?P<sign>qh\d{{1,2}}){_CLOSE})?"
    rf"(?:\s*\(?(?P<only_year>{_YEAR}){_CLOSE}\)?|{_DATE})?"
)
_ALIAS = re.compile(
    rf"{_OPEN}(?P<alias>{'|'.join(sorted(_ALIASES, key=len, reverse=True))}){_CLOSE}"
    rf"(?:\s*\(?(?P<only_year>{_YEAR}){_CLOSE}\)?|{_DATE})?"
)
# Of a law that is not in the list the name is known by its capital and ends before a year.
_OTHER_LAW = re.compile(
    r"(?<!ty )(?<!TNHH )(?<!phòng )(?<!hãng )"
    rf"\b(?P<kind>Luật|Bộ luật|Pháp lệnh)\s+(?P<name>[^\W\d_][^\d.;:()\n]{{1,90}}?)"
    rf"\s+(?:năm\s+)?(?P<year>{_YEAR})(?!\d)"
)
_STANDARD = re.compile(
    r"(?<![a-z0-9])(?P<kind>qcvn|tcvn)\s*(?P<number>\d{1,5}(?:-\d{1,2})?)\s*:\s*(?P<year>(?:19|20)\d{2})"
    r"(?:\s*/\s*(?P<sign>[a-z]{2,8}))?(?![a-z0-9])"
)
_PROPER = {fold(name).replace(",", ""): name for name in (*_LAWS, *_CODES)}
_OF_CODES = frozenset(_CODES)
_WORDS_MOST = 14


def documents(text: str, folded: str) -> list[NamedAt]:
    """Return the documents that a text names, in order; `folded` is the same text `aligned`."""
    found: list[NamedAt] = []
    for each in (*_numbered(folded), *_laws(text, folded), *_symbols(folded), *_standards(folded)):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def _numbered(folded: str) -> Iterator[NamedAt]:
    for match in _NUMBERED.finditer(folded):
        word, year = match["kind"], _full_year(match["year"], match["kind"])
        sign = _sign(match["sign"] or match["apart"] or "")
        if not year and not sign and not (match["so"] or word in _BARE_NUMBER):
            continue
        if match["year"] and not year:
            continue
        if not year and not sign and counts(folded, match.end()):
            continue
        kind = _KINDS.get(word) or _SHORT[word]
        if kind == "Nghị định" and year and not sign:
            sign = "NĐ-CP"
        if kind == "Văn bản" and not sign:
            continue
        kind, behind = _kind_of(sign) if kind == "Văn bản" else kind, _behind(match)
        if kind in _WITH_YEAR and not year and not sign and match["in_year"]:
            year, sign = behind, "NĐ-CP" if kind == "Nghị định" else ""
        named = Document(kind, "", _two(match["number"]), year, sign, "" if year else behind)
        yield NamedAt(named, match.start(), match.end())


def _behind(match: re.Match[str]) -> str:
    """The year that stands behind a name, alone or in a date."""
    return match["dated"] or match["in_year"] or ""


def _full_year(typed: str | None, word: str) -> str:
    """Two digits are a year behind the kinds whose numbers always have one."""
    if not typed or len(typed) == 4:
        return typed or ""
    if (_KINDS.get(word) or _SHORT[word]) not in _WITH_YEAR:
        return ""
    return f"{'20' if int(typed) < 50 else '19'}{typed}"


def _symbols(folded: str) -> Iterator[NamedAt]:
    for match in _SYMBOL.finditer(folded):
        sign = _sign(match["sign"])
        year = match["year"] or ""
        named = Document(_kind_of(sign), "", _two(match["number"]), year, sign, "" if year else _behind(match))
        yield NamedAt(named, match.start(), match.end())


def _standards(folded: str) -> Iterator[NamedAt]:
    for match in _STANDARD.finditer(folded):
        issuer = f"/{_sign(match['sign'])}" if match["sign"] else ""
        name = f"{match['number']}:{match['year']}{issuer}"
        yield NamedAt(Document(match["kind"].upper(), name), match.start(), match.end())


def _laws(text: str, folded: str) -> Iterator[NamedAt]:
    for match in _LAW.finditer(folded):
        name = _PROPER[" ".join((match["name"] or "").replace(",", " ").split())] if match["name"] else ""
        year = match["only_year"] or _behind(match)
        if (not name and match["kind"] != "hien phap") or (match["kind"] == "hien phap" and not year):
            continue
        if name in _OF_CODES and match["kind"] != "bo luat":
            continue
        kind = {"bo luat": "Bộ luật", "luat": "Luật", "hien phap": "Hiến pháp"}[match["kind"]]
        named = Document(kind, name, of_year=year)
        if match["number"]:
            named = Document(kind, name, _two(match["number"]), match["year"], _sign(match["sign"]))
        yield NamedAt(named, match.start(), match.end())
    for match in _ALIAS.finditer(folded):
        kind, name = _ALIASES[match["alias"]]
        year = match["only_year"] or _behind(match)
        yield NamedAt(Document(kind, name, of_year=year), match.start(), match.end())
    for match in _OTHER_LAW.finditer(text):
        name = " ".join(match["name"].split())
        if name[0].isupper() and len(name.split()) <= _WORDS_MOST and not _speaks_of_another(name):
            yield NamedAt(Document(match["kind"], name, of_year=match["year"]), match.start(), match.end())


def _speaks_of_another(name: str) -> bool:
    """Whether what stands between the word law and a year is more than a name."""
    words = set(fold(name).split())
    return bool(words & {"luat", "nghi", "dieu", "theo", "ngay", "tu", "nam", "so", "tai"})


def _sign(typed: str) -> str:
    """Return a symbol in its proper letters, with hyphens between its parts."""
    whole = re.sub(r"\s+", " ", typed.strip())
    whole = _GLUED.get(whole, whole)
    party = whole.endswith("/tw")
    parts = [part for part in re.split(r"[\s\-–./]+", whole) if part]
    proper = [_part(part) for part in parts]
    return "/".join(proper) if party else "-".join(proper)


def _part(folded: str) -> str:
    letters = folded.rstrip("0123456789")
    return _SIGNS.get(letters, letters.upper()) + folded[len(letters) :]


def _kind_of(sign: str) -> str:
    return _SHORT.get(fold(re.split(r"[-/]", sign)[0]), "")


def _two(number: str) -> str:
    return f"{int(number):02}"
