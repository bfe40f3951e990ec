"""What people say beside a file, and of its columns."""

from .mapping import MappingForm
from .uploads import UploadForm

__all__ = ["MappingForm", "UploadForm"]
