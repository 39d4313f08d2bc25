"""Commands without root's way around rights: the suite may be run by root, for whom nothing is closed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

import pytest


def unprivileged(command: Sequence[str]) -> list[str]:
    """Return the command, as it is to be started so that rights of files count."""
    if os.geteuid() != 0:
        return list(command)
    if shutil.which("setpriv") is None:
        if "CI" in os.environ:
            pytest.fail("setpriv is missing, so root cannot see what others may not do")
        pytest.skip("setpriv is missing, so root cannot see what others may not do")
    return ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", *command]
