"""What people and the clock do with files and packets."""

from .importing import Imported, import_content, owner_of
from .notes import change_note, pin_note, remove_note
from .packets import freeze_packet
from .uploads import (
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
    "Imported",
    "UploadMoved",
    "cancel_upload",
    "change_note",
    "confirm_upload",
    "freeze_packet",
    "import_content",
    "owner_of",
    "pin_note",
    "purge_uploads",
    "read_upload",
    "receive_upload",
    "remove_note",
    "resume_uploads",
    "store_upload",
]
