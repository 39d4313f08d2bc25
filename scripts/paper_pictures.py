"""Takes the pictures of the papers in the docs: `python -m scripts.paper_pictures`, with LibreOffice and Poppler.

The papers are made of the figures that the golden tests keep, so that the pictures show what is tested.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.exports import docx, span_docx
from scripts.screenshots import IMAGES, ROOT

_SHOWN = (
    ("du-thao-bao-cao", "tests/golden/papers/month-8.json", 1),
    ("phu-luc-6-thang", "tests/exports/span.json", 4),
)
"""The name of a picture, the figures of its paper, and which page it shows."""
_DOTS = "64"
"""To the inch: a page can be read, and the files stay small."""


def _pdf(snapshot: Any, place: Path) -> Path:
    paper = place / "paper.docx"
    paper.write_bytes(span_docx.build(snapshot) if "bodies" in snapshot else docx.build(snapshot))
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(place), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    return place / "paper.pdf"


def main() -> int:
    """Write the pictures into docs/images and say where; return the exit status."""
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        sys.stderr.write("LibreOffice (soffice) and Poppler (pdftoppm) are needed\n")
        return 1
    for name, figures, page in _SHOWN:
        with tempfile.TemporaryDirectory() as place:
            pdf = _pdf(json.loads((ROOT / figures).read_text(encoding="utf-8")), Path(place))
            target = IMAGES / name
            only = ["-f", str(page), "-l", str(page), "-singlefile"]
            command = ["pdftoppm", "-r", _DOTS, "-gray", "-png", *only, str(pdf), str(target)]
            subprocess.run(command, check=True, timeout=60)  # noqa: S603
        print(f"{(target.with_suffix('.png')).relative_to(ROOT)}: {target.with_suffix('.png').stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
