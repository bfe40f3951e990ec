"""What is there: the planner's rows, one session's invitations, its packet, what is held back of it."""

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
    "VIEWS",
    "Beside",
    "DifferencePage",
    "Hold",
    "PacketFront",
    "PacketPage",
    "Planner",
    "PlannerRow",
    "Predicted",
    "Waiting",
    "WayPage",
    "chart_keys",
    "difference_page",
    "feed",
    "frozen",
    "held_keys",
    "holds",
    "invitations",
    "packet_front",
    "packet_page",
    "packet_shown",
    "planner",
    "proposed_slot",
    "way_page",
]
