"""What people and the clock do with files and packets."""

from .importing import Imported, import_content, import_file
from .mappings import keep_mapping, kept_mappings
from .notes import change_note, pin_note, remove_note
from .packets import freeze_packet
from .placing import decide_staff, place_sections, type_leap_means
from .remapping import ask_upload, map_upload
from .undoing import Overlapped, take_back_upload, undo_upload
from .uploads import (
    Braked,
    UploadMoved,
    cancel_upload,
    confirm_upload,
    given,
    purge_uploads,
    read_upload,
    receive_upload,
    resume_uploads,
    store_upload,
)

__all__ = [
    "Braked",
    "Imported",
    "Overlapped",
    "UploadMoved",
    "ask_upload",
    "cancel_upload",
    "change_note",
    "confirm_upload",
    "decide_staff",
    "freeze_packet",
    "given",
    "import_content",
    "import_file",
    "keep_mapping",
    "kept_mappings",
    "map_upload",
    "pin_note",
    "place_sections",
    "purge_uploads",
    "read_upload",
    "receive_upload",
    "remove_note",
    "resume_uploads",
    "store_upload",
    "take_back_upload",
    "type_leap_means",
    "undo_upload",
]
