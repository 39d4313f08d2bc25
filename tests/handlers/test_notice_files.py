"""The file of a notice, as it may be sent: broken, secret, empty, in a legacy font, of many pages, with a table."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from docx import Document

from bot.services.tasks import notice_reading
from bot.services.tasks.notice_files import MOST_BYTES
from bot.services.tasks.notice_reading import read_in_child
from scripts.notices import FOLDER
from tests.domain.test_encodings import in_tcvn3
from tests.handlers.importing import CHECK, FOUR, THREE, send, word
from tests.telegram import Phone
from tests.world import World, running, say


@pytest.fixture
def chi(world: World) -> Phone:
    return world.phone("CHI")
