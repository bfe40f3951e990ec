"""What people say beside a file, and of its columns."""

from .mapping import MappingForm
from .uploads import LeapMeansForm, PlacesForm, StaffForm, UploadForm

__all__ = ["LeapMeansForm", "MappingForm", "PlacesForm", "StaffForm", "UploadForm"]
