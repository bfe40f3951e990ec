"""What is there: the planner's rows, one session's invitations, its packet, what is held back of it."""

from .clashes import Clash, Clashes, clashes, stands, steps
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
from .planner import Card, Planner, invitations, planner
from .polls import Offer, PollPage, alternates, offered, open_poll_of, poll_page
from .slots import Board, board, contract_day, proposed_slot
from .turns import Turn, turning_points

__all__ = [
    "VIEWS",
    "Beside",
    "Board",
    "Card",
    "Clash",
    "Clashes",
    "DifferencePage",
    "Hold",
    "Offer",
    "PacketPage",
    "Planner",
    "PollPage",
    "Predicted",
    "Turn",
    "Waiting",
    "alternates",
    "board",
    "chart_keys",
    "clashes",
    "contract_day",
    "difference_page",
    "frozen",
    "held_keys",
    "holds",
    "invitations",
    "offered",
    "open_poll_of",
    "packet_page",
    "packet_shown",
    "planner",
    "poll_page",
    "proposed_slot",
    "stands",
    "steps",
    "turning_points",
]
