"""What is there: the planner's rows, one session's invitations, its packet, what is held back of it."""

from .around import DATED, AroundStep, Timeline, UsualDays, few, people_named, timeline, usual_days
from .held import Hold, Predicted, Waiting, held_keys, holds
from .packets import (
    VIEWS,
    Beside,
    DifferencePage,
    PacketPage,
    chart_keys,
    difference_page,
    frozen,
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
    "PacketPage",
    "Planner",
    "PlannerRow",
    "Predicted",
    "Timeline",
    "UsualDays",
    "Waiting",
    "chart_keys",
    "difference_page",
    "few",
    "frozen",
    "held_keys",
    "holds",
    "invitations",
    "packet_page",
    "packet_shown",
    "people_named",
    "planner",
    "proposed_slot",
    "timeline",
    "usual_days",
]
