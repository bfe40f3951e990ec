"""What people and the clock do with files and packets."""

from .importing import Imported, import_content, import_file
from .mappings import keep_mapping, kept_mappings
from .packets import freeze_packet
from .remapping import ask_upload, map_upload
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
    "ask_upload",
    "cancel_upload",
    "confirm_upload",
    "freeze_packet",
    "import_content",
    "import_file",
    "keep_mapping",
    "kept_mappings",
    "map_upload",
    "purge_uploads",
    "read_upload",
    "receive_upload",
    "resume_uploads",
    "store_upload",
    "take_back_upload",
    "undo_upload",
]
