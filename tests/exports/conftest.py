"""LibreOffice for the tests that look at the files the way an official's machine does."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ToPdf = Callable[[bytes, str], bytes]


@pytest.fixture
def to_pdf(tmp_path: Path) -> ToPdf:
    """Convert a file to PDF; without LibreOffice skip the test, in CI fail it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        reason = "LibreOffice (soffice) is not installed, so no file was converted to PDF"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)

    def convert(content: bytes, ending: str) -> bytes:
        (tmp_path / f"file.{ending}").write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), f"file.{ending}"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
        return (tmp_path / "file.pdf").read_bytes()

    return convert
