"""All figures, in the order in which they are measured."""

from __future__ import annotations

from scripts.bench.bench import Part
from scripts.bench.figures import crowded, delivery, desk, growth, last_hour, papers, polling, slow_flush, steady

PARTS = (
    Part("polling", 35, 110, polling.measure),
    Part("steady", 20, 75, steady.measure),
    Part("slow-flush", 25, 65, slow_flush.measure),
    Part("queued", 0, 120, crowded.queued),
    Part("flooded", 0, 110, crowded.flooded),
    Part("delivery", 20, 50, delivery.measure),
    Part("last-hour", 0, 110, last_hour.measure),
    Part("desk", 0, 25, desk.measure),
    Part("growth", 0, 150, growth.measure),
    Part("papers", 0, 60, papers.measure),
)
