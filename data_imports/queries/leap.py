"""LEAP means that a school without an export typed in."""

from dataclasses import dataclass

from data_imports.enums import Window
from data_imports.formats.leap_observations import INDICATORS
from data_imports.models import LeapMean
from teams.models import School


@dataclass(frozen=True)
class TypedMean:
    """One indicator's mean, and how many teachers stand behind it. Suppression is the reader's business."""

    indicator: str
    mean: float
    n: int
    by: str


def typed_means(school: School, year: str, window: str) -> list[TypedMean]:
    """The means of one window in the order of the framework. One query."""
    rows = LeapMean.objects.filter(school=school, year=year, window=window).select_related("by")
    found = {row.indicator: TypedMean(row.indicator, row.mean, row.n, row.by.name if row.by else "") for row in rows}
    return [found[indicator] for indicator in INDICATORS if indicator in found]


def typed_windows(school: School, year: str) -> list[Window]:
    """The windows for which somebody has typed means. One query."""
    there = set(LeapMean.objects.filter(school=school, year=year).values_list("window", flat=True))
    return [window for window in Window if window in there]
