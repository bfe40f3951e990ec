"""What is there to listen to: learning cycles and their states, one's own maps, what one was told."""

from .cycles import TeamState, TermCycles, cycle_title, lacks_cycles, outlived, proposed, team_size, terms_of
from .maps import Asked, MapPage, asked_of, map_page
from .told import (
    HeardOnPage,
    RoundPage,
    ToldRound,
    WaitingRound,
    ahead_of,
    heard_before,
    heard_in,
    heard_lately,
    heard_page,
    offers_anonymous,
    round_page,
    told_to,
    told_waiting,
)

__all__ = [
    "Asked",
    "HeardOnPage",
    "MapPage",
    "RoundPage",
    "TeamState",
    "TermCycles",
    "ToldRound",
    "WaitingRound",
    "ahead_of",
    "asked_of",
    "cycle_title",
    "heard_before",
    "heard_in",
    "heard_lately",
    "heard_page",
    "lacks_cycles",
    "map_page",
    "offers_anonymous",
    "outlived",
    "proposed",
    "round_page",
    "team_size",
    "terms_of",
    "told_to",
    "told_waiting",
]
