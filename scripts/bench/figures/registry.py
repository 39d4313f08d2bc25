"""All figures, in the order in which they are measured."""

from __future__ import annotations

from scripts.bench.bench import Part
from scripts.bench.figures import polling

PARTS = (Part("polling", 45, 120, polling.measure),)
