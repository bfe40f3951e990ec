"""What is there: the planner's rows, one session's invitations, its packet, what is held back of it."""

from .around import DATED, AroundStep, Timeline, UsualDays, few, people_named, timeline, usual_days
from .feeds import WayPage, feed, way_page
from .held import Hold, Predicted, Waiting, held_keys, holds
from .packets import (
    VIEWS,
    Beside,
    DifferencePage,
    PacketFront,
    PacketPage,
    chart_keys,
    difference_page,
    frozen,
    packet_front,
    packet_page,
    packet_shown,
)
from .planner import Planner, PlannerRow, invitations, planner, proposed_slot

__all__ = [
    "DATED",
    "VIEWS",
    "AroundStep",
    "Beside",
    "DifferencePage",
    "Hold",
    "PacketFront",
    "PacketPage",
    "Planner",
    "PlannerRow",
    "Predicted",
    "Timeline",
    "UsualDays",
    "Waiting",
    "WayPage",
    "chart_keys",
    "difference_page",
    "feed",
    "few",
    "frozen",
    "held_keys",
    "holds",
    "invitations",
    "packet_front",
    "packet_page",
    "packet_shown",
    "people_named",
    "planner",
    "proposed_slot",
    "timeline",
    "usual_days",
    "way_page",
]
