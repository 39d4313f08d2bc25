"""LibreOffice for the tests that look at the files the way an official's machine does."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ToPdf = Callable[[bytes, str], bytes]


def _program(name: str, package: str) -> str:
    """Return where a program is; without it skip the test, in CI fail it."""
    found = shutil.which(name)
    if found is None:
        reason = f"{package} ({name}) is not installed, so no page was looked at"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def pages_can_be_read() -> None:
    """What reads the letters of a PDF is there."""
    _program("pdftotext", "poppler-utils")


@pytest.fixture
def to_pdf(tmp_path: Path) -> ToPdf:
    """Convert a file to PDF; without LibreOffice skip the test, in CI fail it."""
    soffice = _program("soffice", "LibreOffice")

    def convert(content: bytes, ending: str) -> bytes:
        (tmp_path / f"file.{ending}").write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), f"file.{ending}"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
        return (tmp_path / "file.pdf").read_bytes()

    return convert
