"""What people and the clock do with files and packets."""

from .importing import Imported, import_content, import_file
from .packets import freeze_packet
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
    "confirm_upload",
    "freeze_packet",
    "import_content",
    "import_file",
    "purge_uploads",
    "read_upload",
    "receive_upload",
    "resume_uploads",
    "store_upload",
    "take_back_upload",
    "undo_upload",
]
