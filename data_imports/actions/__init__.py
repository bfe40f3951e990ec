"""What people and the clock do with files and packets."""

from .importing import Imported, import_content, import_file
from .notes import change_note, pin_note, remove_note
from .packets import freeze_packet
from .placing import decide_staff, place_sections, type_leap_means
from .undoing import Overlapped, take_back_upload, undo_upload
from .uploads import (
    Braked,
    UploadMoved,
    cancel_upload,
    confirm_upload,
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
    "cancel_upload",
    "change_note",
    "confirm_upload",
    "decide_staff",
    "freeze_packet",
    "import_content",
    "import_file",
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
