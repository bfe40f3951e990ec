"""The pages of listening: a member's map, the lead's page, a school's learning cycles."""

from .cycles import learning_cycles, learning_cycles_set
from .maps import map_delete, map_hand_in, map_page, map_print, map_save, map_take_up, maps
from .told import heard, heard_save, map_read, map_round, naming_choose

__all__ = [
    "heard",
    "heard_save",
    "learning_cycles",
    "learning_cycles_set",
    "map_delete",
    "map_hand_in",
    "map_page",
    "map_print",
    "map_read",
    "map_round",
    "map_save",
    "map_take_up",
    "maps",
    "naming_choose",
]
