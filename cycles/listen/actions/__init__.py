"""What was done: learning cycles set, maps asked for, written, handed in, read, answered to."""

from .cycles import choose_naming, open_due_maps, purge_old_maps, set_learning_cycles
from .heard import publish_heard, save_heard
from .maps import delete_map, hand_in_map, mark_read, save_map, take_up_map
from .refusals import (
    DatesFixed,
    HeardChanged,
    ListenRefused,
    MapChanged,
    MapHandedIn,
    MapRead,
    MapsOver,
    NamingFixed,
    NothingHeard,
    NothingWritten,
)

__all__ = [
    "DatesFixed",
    "HeardChanged",
    "ListenRefused",
    "MapChanged",
    "MapHandedIn",
    "MapRead",
    "MapsOver",
    "NamingFixed",
    "NothingHeard",
    "NothingWritten",
    "choose_naming",
    "delete_map",
    "hand_in_map",
    "mark_read",
    "open_due_maps",
    "publish_heard",
    "purge_old_maps",
    "save_heard",
    "save_map",
    "set_learning_cycles",
    "take_up_map",
]
