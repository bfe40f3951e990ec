"""What is there? A meeting's cards as one person may see them, its topics and causes, its agreed record."""

from .agenda import AgendaLine, Presence, agenda, around, planned, presence, time_left, wanted_phases, worded
from .answers import ParkedLine, QuestionLine, essential, parked
from .beside import Finding, Laid, findings, laid
from .briefs import Brief, briefs
from .cards import CardLine, Cards, card_line, cards, shown_kinds
from .cited import CitableChart, Cited, cell_of, citable_charts, cited_words, may_cite_unnamed, unrevealed
from .goals import GoalLine, goals
from .heard import heard
from .kin import Kin, kin
from .lines import ASKED, PreparedLine, PreparedLines, prepared_lines
from .paper import PaperPhase, paper_phases
from .protocols import chosen_kind, current_protocol, expected_phases, guided_kind
from .record import Record, record
from .sealed import Writing, is_read_under_a_name, present, shut_box, writing
from .topics import CauseLine, TopicLine, agreed_cause, can_undo, suggested_votes, topics, voters

__all__ = [
    "ASKED",
    "AgendaLine",
    "Brief",
    "CardLine",
    "Cards",
    "CauseLine",
    "CitableChart",
    "Cited",
    "Finding",
    "GoalLine",
    "Kin",
    "Laid",
    "PaperPhase",
    "ParkedLine",
    "PreparedLine",
    "PreparedLines",
    "Presence",
    "QuestionLine",
    "Record",
    "TopicLine",
    "Writing",
    "agenda",
    "agreed_cause",
    "around",
    "briefs",
    "can_undo",
    "card_line",
    "cards",
    "cell_of",
    "chosen_kind",
    "citable_charts",
    "cited_words",
    "current_protocol",
    "essential",
    "expected_phases",
    "findings",
    "goals",
    "guided_kind",
    "heard",
    "is_read_under_a_name",
    "kin",
    "laid",
    "may_cite_unnamed",
    "paper_phases",
    "parked",
    "planned",
    "prepared_lines",
    "presence",
    "present",
    "record",
    "shown_kinds",
    "shut_box",
    "suggested_votes",
    "time_left",
    "topics",
    "unrevealed",
    "voters",
    "wanted_phases",
    "worded",
    "writing",
]
