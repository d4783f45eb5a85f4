"""Faults and harmless changes that are planted in reports, and the judge of what is said of them."""
from planting import boxes, harmless, money, rest, rows, scores  # noqa: F401 - each module registers its kinds
from planting.kinds import FAULTS, HARMLESS

__all__ = ["FAULTS", "HARMLESS", "boxes", "harmless", "money", "rest", "rows", "scores"]
