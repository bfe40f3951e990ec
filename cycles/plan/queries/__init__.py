"""What is there: the planner's rows, one session's invitations, its packet, what is held back of it."""

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
from .voices import (
    Asked,
    FeedbackPage,
    GivenPass,
    Voices,
    feedback_page,
    given_passes,
    is_open,
    proposed_answer_day,
    unnamed_is_offered,
    voices,
)

__all__ = [
    "VIEWS",
    "Asked",
    "Beside",
    "DifferencePage",
    "FeedbackPage",
    "GivenPass",
    "Hold",
    "PacketPage",
    "Planner",
    "PlannerRow",
    "Predicted",
    "Voices",
    "Waiting",
    "chart_keys",
    "difference_page",
    "feedback_page",
    "frozen",
    "given_passes",
    "held_keys",
    "holds",
    "invitations",
    "is_open",
    "packet_page",
    "packet_shown",
    "planner",
    "proposed_answer_day",
    "proposed_slot",
    "unnamed_is_offered",
    "voices",
]
