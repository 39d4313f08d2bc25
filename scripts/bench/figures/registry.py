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
    Part("polling", 40, 95, polling.measure),
    Part("steady", 15, 50, steady.measure),
    Part("slow-flush", 17, 50, slow_flush.measure),
    Part("doctor", 3, 8, starting.doctor),
    Part("starting", 14, 20, starting.measure),
    Part("delivery", 17, 45, delivery.measure),
    Part("queued", 0, 60, crowded.queued),
    Part("flooded", 0, 50, crowded.flooded),
    Part("last-hour", 0, 75, last_hour.measure),
    Part("planning", 0, 60, scripts.planning),
    Part("desk", 0, 25, desk.measure),
    Part("papers", 0, 50, papers.measure),
    Part("drafts", 0, 35, starting.drafts),
    Part("growth", 0, 180, growth.measure),
    Part("finding", 0, 40, scripts.finding),
)
"""With the seconds that each takes on two cores that do nothing else."""
