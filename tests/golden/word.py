"""What a Word document shows: text and effective measures in document order, wherever they are stated in the file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docx.oxml.ns import qn

Attributes = dict[str, str]
Properties = dict[str, Attributes]
"""By the local name of the element: its attributes by local name."""

_ON_OFF = ("keepNext", "keepLines", "pageBreakBefore", "widowControl", "contextualSpacing", "suppressAutoHyphens")
_RUN_ON_OFF = ("b", "i", "caps", "smallCaps", "strike", "vanish")
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_SAME = {"start": "left", "end": "right"}
_MERGED = ("spacing", "ind", "rFonts", "lang")
"""Elements whose attributes are inherited one by one."""


def dump_docx(content: bytes) -> str:
    """Return the whole document as text, a line for each thing that is seen."""
    return "\n".join(_Dump(Document(io.BytesIO(content))).lines()) + "\n"


def _local(tag: str) -> str:
    name = tag.rpartition("}")[2]
    return _SAME.get(name, name)


def _properties(parent: Any) -> Properties:
    if parent is None:
        return {}
    return {
        _local(child.tag): {_local(name): value for name, value in child.attrib.items()}
        for child in parent
        if isinstance(child.tag, str)
    }


def _over(below: Properties, above: Properties) -> Properties:
    """Return properties in which `above` is stronger."""
    found = dict(below)
    for name, attributes in above.items():
        found[name] = {**below.get(name, {}), **attributes} if name in _MERGED else attributes
    return found


def _is_on(properties: Properties, name: str) -> bool:
    return name in properties and properties[name].get("val", "1") not in ("0", "false", "off")


class _Dump:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
        defaults = document.styles.element.find(qn("w:docDefaults"))
        self._run = _properties(_find(defaults, "rPrDefault", "rPr"))
        self._paragraph = _properties(_find(defaults, "pPrDefault", "pPr"))
        self._default = {
            style.get(qn("w:type")): key for key, style in self._styles.items() if style.get(qn("w:default")) == "1"
        }

    def lines(self) -> Iterator[str]:
        core = self._document.core_properties
        yield f"document: title {core.title!r}, author {core.author!r}, created {core.created}, {core.modified}"
        settings = _properties(self._document.settings.element)
        tab = settings.get("defaultTabStop", {}).get("val", "720")
        yield f"settings: tab {tab}, even and odd {'evenAndOddHeaders' in settings}"
        yield from self._blocks(self._document.element.body, "", {})

    def _chain(self, key: str | None, what: str) -> Properties:
        """Return what a style says, with what it is based on."""
        found: list[Properties] = []
        while key in self._styles:
            style = self._styles[key]
            found.insert(0, _properties(_find(style, what)))
            based = _find(style, "basedOn")
            key = None if based is None else based.get(qn("w:val"))
        merged: Properties = {}
        for each in found:
            merged = _over(merged, each)
        return merged

    def _blocks(self, parent: Any, indent: str, table: Mapping[str, Properties]) -> Iterator[str]:
        for element in parent:
            name = _local(element.tag) if isinstance(element.tag, str) else ""
            if name == "p":
                yield from self._paragraph_lines(element, indent, table)
            elif name == "tbl":
                yield from self._table(element, indent)
            elif name == "sectPr":
                yield from self._section(element)
            elif name == "sdt":
                yield from self._blocks(_find(element, "sdtContent"), indent, table)

    def _paragraph_lines(self, element: Any, indent: str, table: Mapping[str, Properties]) -> Iterator[str]:
        own = _find(element, "pPr")
        key = _value(own, "pStyle") or self._default.get("paragraph")
        paragraph = _over(self._paragraph, table.get("pPr", {}))
        paragraph = _over(_over(paragraph, self._chain(key, "pPr")), _properties(own))
        base = _over(_over(self._run, table.get("rPr", {})), self._chain(key, "rPr"))
        yield f"{indent}P {self._look(paragraph)}{_borders(own, self._style_element(key, 'pPr'), 'pBdr')}"
        runs = list(self._runs(element, base))
        for text, look in _joined(runs):
            yield f"{indent}  {look}: {text!r}"
        if not any(text for text, _ in runs):
            yield f"{indent}  (empty) {self._letters(_over(base, _properties(_find(own, 'rPr'))))}"
        section = _find(own, "sectPr")
        if section is not None:
            yield from self._section(section)

    def _style_element(self, key: str | None, what: str) -> Any:
        return _find(self._styles[key], what) if key in self._styles else None

    def _look(self, paragraph: Properties) -> str:
        spacing, ind = paragraph.get("spacing", {}), paragraph.get("ind", {})
        first = ind.get("firstLine", "0") if "hanging" not in ind else f"-{ind['hanging']}"
        switches = " ".join(name for name in _ON_OFF if _is_on(paragraph, name))
        outline = paragraph.get("outlineLvl", {}).get("val", "")
        fill = paragraph.get("shd", {}).get("fill", "")
        return (
            f"{_SAME.get(align := paragraph.get('jc', {}).get('val', 'left'), align)}"
            f" indent {ind.get('left', '0')}/{ind.get('right', '0')}/{first}"
            f" space {spacing.get('before', '0')}/{spacing.get('after', '0')}"
            f" line {spacing.get('line', '240')} {spacing.get('lineRule', 'auto')}"
            f"{f' {switches}' if switches else ''}{f' outline {outline}' if outline else ''}"
            f"{f' fill {fill}' if fill else ''}"
        )

    def _runs(self, element: Any, base: Properties) -> Iterator[tuple[str, str]]:
        for child in element:
            name = _local(child.tag) if isinstance(child.tag, str) else ""
            if name == "fldSimple":
                instruction = " ".join((child.get(qn("w:instr")) or "").split())
                run = _find(child, "r")
                yield f"{{{instruction}}}", self._letters(self._of_run(run, base))
            elif name in ("hyperlink", "ins", "smartTag"):
                yield from self._runs(child, base)
            elif name == "sdt":
                yield from self._runs(_find(child, "sdtContent"), base)
            elif name == "r":
                yield _text(child), self._letters(self._of_run(child, base))

    def _of_run(self, run: Any, base: Properties) -> Properties:
        own = _find(run, "rPr")
        return _over(_over(base, self._chain(_value(own, "rStyle"), "rPr")), _properties(own))

    def _letters(self, run: Properties) -> str:
        fonts = run.get("rFonts", {})
        named = dict.fromkeys(
            fonts.get(s) or fonts.get(f"{s}Theme") or "-" for s in ("ascii", "hAnsi", "eastAsia", "cs")
        )
        marks = " ".join(name for name in _RUN_ON_OFF if _is_on(run, name))
        line = run.get("u", {}).get("val", "none")
        more = {
            "size of complex": run.get("szCs", {}).get("val", ""),
            "raised": run.get("vertAlign", {}).get("val", ""),
            "highlight": run.get("highlight", {}).get("val", ""),
            "spread": run.get("spacing", {}).get("val", ""),
        }
        size = run.get("sz", {}).get("val", "20")
        said = " ".join(f"{name} {value}" for name, value in more.items() if value and value != size)
        return (
            f"{'/'.join(named)} {size} #{run.get('color', {}).get('val', 'auto')} {run.get('lang', {}).get('val', '-')}"
            f"{f' {marks}' if marks else ''}{'' if line == 'none' else f' underlined {line}'}"
            f"{f' {said}' if said else ''}"
        )

    def _table(self, element: Any, indent: str) -> Iterator[str]:
        own = _find(element, "tblPr")
        key = _value(own, "tblStyle") or self._default.get("table")
        table = _over(self._chain(key, "tblPr"), _properties(own))
        style = self._style_element(key, "tblPr")
        widths = [column.get(qn("w:w")) for column in _find(element, "tblGrid")]
        yield (
            f"{indent}TABLE width {table.get('tblW')}, {table.get('jc', {}).get('val', 'left')},"
            f" layout {table.get('tblLayout', {}).get('type', 'autofit')},"
            f" indent {table.get('tblInd', {}).get('w', '0')}, grid {'/'.join(map(str, widths))}"
            f"{_borders(own, style, 'tblBorders')}{_borders(own, style, 'tblCellMar', 'w')}"
        )
        inherited = {"pPr": self._chain(key, "pPr"), "rPr": self._chain(key, "rPr")}
        for row in element.iter(qn("w:tr")):
            if row.getparent() is element:
                yield from self._row(row, indent + "  ", inherited)

    def _row(self, row: Any, indent: str, inherited: Mapping[str, Properties]) -> Iterator[str]:
        own = _properties(_find(row, "trPr"))
        switches = " ".join(name for name in ("cantSplit", "tblHeader") if _is_on(own, name))
        yield f"{indent}ROW height {own.get('trHeight', {})} {switches}".rstrip()
        for cell in row.findall(qn("w:tc")):
            own_cell = _find(cell, "tcPr")
            looks = _properties(own_cell)
            more = {
                n: looks[n].get("val", looks[n].get("fill", "on"))
                for n in ("gridSpan", "vMerge", "vAlign", "noWrap")
                if n in looks
            }
            fill = looks.get("shd", {}).get("fill", "")
            yield (
                f"{indent}CELL width {looks.get('tcW', {}).get('w')} {looks.get('tcW', {}).get('type')}"
                f"{f' {more}' if more else ''}{f' fill {fill}' if fill else ''}"
                f"{_borders(own_cell, None, 'tcBorders')}{_borders(own_cell, None, 'tcMar', 'w')}"
            )
            yield from self._blocks(cell, indent + "  ", inherited)

    def _section(self, element: Any) -> Iterator[str]:
        looks = _properties(element)
        size, margins = looks.get("pgSz", {}), looks.get("pgMar", {})
        order = ("top", "right", "bottom", "left", "header", "footer", "gutter")
        yield (
            f"SECTION {looks.get('type', {}).get('val', 'nextPage')}, page {size.get('w')}x{size.get('h')}"
            f" {size.get('orient', 'portrait')}, margins {'/'.join(margins.get(name, '0') for name in order)},"
            f" numbered from {looks.get('pgNumType', {}).get('start', 'before')},"
            f" title page {_is_on(looks, 'titlePg')},"
            f" columns {looks.get('cols', {}).get('num', '1')}, grid {looks.get('docGrid', {}).get('type', 'none')}"
        )
        for reference in element:
            name = _local(reference.tag)
            if name in ("headerReference", "footerReference"):
                part = self._document.part.related_parts[reference.get(qn("r:id"))]
                yield f"  {name.removesuffix('Reference')} {reference.get(qn('w:type'))}:"
                yield from self._blocks(part.element, "    ", {})


def _find(parent: Any, *names: str) -> Any:
    for name in names:
        parent = None if parent is None else parent.find(qn(f"w:{name}"))
    return parent


def _value(parent: Any, name: str) -> str | None:
    found = _find(parent, name)
    return None if found is None else found.get(qn("w:val"))


def _text(run: Any) -> str:
    pieces = []
    for child in run:
        match _local(child.tag):
            case "t":
                pieces.append(child.text or "")
            case "tab":
                pieces.append("\t")
            case "br" | "cr":
                pieces.append("\f" if child.get(qn("w:type")) == "page" else "\n")
            case "instrText":
                pieces.append(f"{{{' '.join((child.text or '').split())}}}")
            case "drawing" | "pict":
                pieces.append("{picture}")
    return "".join(pieces)


def _joined(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Runs that look the same are one, however the file cuts them."""
    joined: list[tuple[str, str]] = []
    for text, look in runs:
        if joined and joined[-1][1] == look:
            joined[-1] = (joined[-1][0] + text, look)
        elif text:
            joined.append((text, look))
    return joined


def _borders(own: Any, style: Any, name: str, attribute: str = "") -> str:
    """Return the lines or the margins on every side; what stands nearer is stronger."""
    sides = _over(_properties(_find(style, name)), _properties(_find(own, name)))
    said = []
    for side in _SIDES:
        found = sides.get(side)
        if found and attribute:
            said.append(f"{side} {found.get(attribute)}")
        elif found:
            said.append(f"{side} {found.get('val')} {found.get('sz')} {found.get('space', '0')} {found.get('color')}")
    return f", {name} {'; '.join(said)}" if said else ""
