"""Two by two: check-ins, notes under a key of the pair, focus areas, lines to raise, LEAP dates beside them."""

from .check_ins import CheckIn, CheckInSeries, PairKey, TickedPoint
from .focus import MOST, FocusAgreement, FocusArea
from .leap import LeapDates
from .notes import CheckInNote
from .raising import RaisedLine, RaiseSlip

__all__ = [
    "MOST",
    "CheckIn",
    "CheckInNote",
    "CheckInSeries",
    "FocusAgreement",
    "FocusArea",
    "LeapDates",
    "PairKey",
    "RaiseSlip",
    "RaisedLine",
    "TickedPoint",
]
