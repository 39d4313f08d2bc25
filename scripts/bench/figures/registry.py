"""All figures, in the order in which they are measured."""

from __future__ import annotations

from scripts.bench.bench import Part
from scripts.bench.figures import (
    crowded,
    delivery,
    desk,
    growth,
    last_hour,
    papers,
    polling,
    scripts,
    slow_flush,
    starting,
    steady,
)

PARTS = (
    Part("polling", 38, 90, polling.measure),
    Part("steady", 15, 42, steady.measure),
    Part("slow-flush", 16, 42, slow_flush.measure),
    Part("doctor", 3, 8, starting.doctor),
    Part("starting", 14, 26, starting.measure),
    Part("delivery", 13, 45, delivery.measure),
    Part("queued", 0, 60, crowded.queued),
    Part("flooded", 0, 53, crowded.flooded),
    Part("last-hour", 0, 75, last_hour.measure),
    Part("planning", 0, 60, scripts.planning),
    Part("desk", 0, 35, desk.measure),
    Part("papers", 0, 50, papers.measure),
    Part("growth", 0, 180, growth.measure),
    Part("drafts", 0, 60, starting.drafts),
    Part("finding", 0, 30, scripts.finding),
)
"""With the seconds that each takes on two cores that do nothing else."""
