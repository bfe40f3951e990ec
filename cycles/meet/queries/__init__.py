"""What is there? A meeting's cards as one person may see them, its topics and causes, its agreed record."""

from .agenda import AgendaLine, Presence, agenda, around, changes, planned, presence, time_left, wanted_phases, worded
from .ahead import Ahead, AheadStep, ahead, is_sealed_ahead, written_ahead, written_steps
from .alike import Alike, alike
from .answers import ParkedLine, QuestionLine, essential, parked
from .beside import Finding, Laid, findings, laid
from .briefs import Brief, briefs
from .cards import CardLine, Cards, card_line, cards, shown_kinds
from .cited import CitableChart, Cited, cell_of, citable_charts, cited_words, may_cite_unnamed, unrevealed
from .desk import Desk, desk
from .door import AtTheDoor, Door, admitted_cards, door, name_door, screen_door
from .goals import GoalLine, goals
from .heard import heard
from .kin import Kin, kin
from .lines import ASKED, PreparedLine, PreparedLines, lines_in_room, prepared_lines
from .own import Own, own
from .pace import NewMinutes, Pace, clock_mark, pace, seconds_left, successors
from .paper import PaperPhase, paper_phases
from .pointing import Speaker, Speaking, Spot, may_be_marked, speaking, spotlight, spots
from .protocols import chosen_kind, current_protocol, expected_phases, guided_kind
from .record import Record, record
from .screens import ScreenState, screen_state
from .sealed import Writing, early_box, is_read_under_a_name, present, sealed_boxes, shut_box, writing
from .topics import CauseLine, TopicLine, agreed_cause, can_undo, suggested_votes, topics, voters

__all__ = [
    "ASKED",
    "AgendaLine",
    "Ahead",
    "AheadStep",
    "Alike",
    "AtTheDoor",
    "Brief",
    "CardLine",
    "Cards",
    "CauseLine",
    "CitableChart",
    "Cited",
    "Desk",
    "Door",
    "Finding",
    "GoalLine",
    "Kin",
    "Laid",
    "NewMinutes",
    "Own",
    "Pace",
    "PaperPhase",
    "ParkedLine",
    "PreparedLine",
    "PreparedLines",
    "Presence",
    "QuestionLine",
    "Record",
    "ScreenState",
    "Speaker",
    "Speaking",
    "Spot",
    "TopicLine",
    "Writing",
    "admitted_cards",
    "agenda",
    "agreed_cause",
    "ahead",
    "alike",
    "around",
    "briefs",
    "can_undo",
    "card_line",
    "cards",
    "cell_of",
    "changes",
    "chosen_kind",
    "citable_charts",
    "cited_words",
    "clock_mark",
    "current_protocol",
    "desk",
    "door",
    "early_box",
    "essential",
    "expected_phases",
    "findings",
    "goals",
    "guided_kind",
    "heard",
    "is_read_under_a_name",
    "is_sealed_ahead",
    "kin",
    "laid",
    "lines_in_room",
    "may_be_marked",
    "may_cite_unnamed",
    "name_door",
    "own",
    "pace",
    "paper_phases",
    "parked",
    "planned",
    "prepared_lines",
    "presence",
    "present",
    "record",
    "screen_door",
    "screen_state",
    "sealed_boxes",
    "seconds_left",
    "shown_kinds",
    "shut_box",
    "speaking",
    "spotlight",
    "spots",
    "successors",
    "suggested_votes",
    "time_left",
    "topics",
    "unrevealed",
    "voters",
    "wanted_phases",
    "worded",
    "writing",
    "written_ahead",
    "written_steps",
]
