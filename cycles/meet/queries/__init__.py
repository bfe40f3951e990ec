"""What is there? A meeting's cards as one person may see them, its topics and causes, its agreed record."""

from .agenda import AgendaLine, Presence, agenda, around, presence, wanted_phases, worded
from .cards import CardLine, Cards, card_line, cards, shown_kinds
from .goals import GoalLine, goals
from .heard import heard
from .kin import Kin, kin
from .record import Record, record
from .sealed import Writing, is_read_under_a_name, present, shut_box, writing
from .topics import CauseLine, TopicLine, agreed_cause, can_undo, suggested_votes, topics, voters

__all__ = [
    "AgendaLine",
    "CardLine",
    "Cards",
    "CauseLine",
    "GoalLine",
    "Kin",
    "Presence",
    "Record",
    "TopicLine",
    "Writing",
    "agenda",
    "agreed_cause",
    "around",
    "can_undo",
    "card_line",
    "cards",
    "goals",
    "heard",
    "is_read_under_a_name",
    "kin",
    "presence",
    "present",
    "record",
    "shown_kinds",
    "shut_box",
    "suggested_votes",
    "topics",
    "voters",
    "wanted_phases",
    "worded",
    "writing",
]
