"""What was done in the room. Each change raises the meeting's version and tells its listeners, through `touch`.

Every change of an open meeting begins by raising its version under a filter that says what must still hold
("this phase, not closed"): that is the compare-and-set, and the row lock that puts simultaneous changes in order.
"""

from .answers import answer_essential, send_parked
from .cards import celebrate_card, reveal_cards, revisit_goal, withdraw_card, write_card
from .causes import agree_cause, propose_cause
from .paper import enter_paper
from .predictions import SeenAlready, reveal_charts, save_prediction
from .refusals import (
    BoxFull,
    CauseNotOurs,
    CellNotShown,
    KnownLine,
    NamesNotShown,
    NothingChosen,
    NotScheduled,
    NotShownYet,
    NotYourPass,
    NotYoursToWrite,
    PhaseClosed,
    RoomRefusal,
    StepTaken,
    TooFewLate,
    TopicNotChosen,
    VotesClosed,
    VotesSpent,
)
from .revealing import purge_boxes
from .sealed import draw_pass, own_cards, seal_card, take_back_card
from .steps import (
    advance_phase,
    attend_meeting,
    close_meeting,
    extend_phase,
    finish_step,
    follow_substitute,
    open_meeting,
    pause_meeting,
    return_phase,
    take_over_meeting,
    touch,
    touch_session,
)
from .topics import group_cards, rename_topic, split_topic, suggest_kin, undo_grouping
from .votes import choose_topics, close_votes, open_votes, vote_for
from .writing import must_write, propose_in_phase, write_in_phase

__all__ = [
    "BoxFull",
    "CauseNotOurs",
    "CellNotShown",
    "KnownLine",
    "NamesNotShown",
    "NotScheduled",
    "NotShownYet",
    "NotYourPass",
    "NotYoursToWrite",
    "NothingChosen",
    "PhaseClosed",
    "RoomRefusal",
    "SeenAlready",
    "StepTaken",
    "TooFewLate",
    "TopicNotChosen",
    "VotesClosed",
    "VotesSpent",
    "advance_phase",
    "agree_cause",
    "answer_essential",
    "attend_meeting",
    "celebrate_card",
    "choose_topics",
    "close_meeting",
    "close_votes",
    "draw_pass",
    "enter_paper",
    "extend_phase",
    "finish_step",
    "follow_substitute",
    "group_cards",
    "must_write",
    "open_meeting",
    "open_votes",
    "own_cards",
    "pause_meeting",
    "propose_cause",
    "propose_in_phase",
    "purge_boxes",
    "rename_topic",
    "return_phase",
    "reveal_cards",
    "reveal_charts",
    "revisit_goal",
    "save_prediction",
    "seal_card",
    "send_parked",
    "split_topic",
    "suggest_kin",
    "take_back_card",
    "take_over_meeting",
    "touch",
    "touch_session",
    "undo_grouping",
    "vote_for",
    "withdraw_card",
    "write_card",
    "write_in_phase",
]
