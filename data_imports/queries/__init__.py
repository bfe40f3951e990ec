"""What is there: uploads, what came in, what is missing, evidence for packets, packets."""

from .arrivals import EvidencePage, evidence_page
from .evidence import gather
from .leap import TypedMean, typed_means, typed_windows
from .mapping import MappingPage, mapping_page
from .packets import ChartShown, PacketShown, packet, packets_of
from .pages import LeapPage, leap_page, survey_page
from .places import PlacesPage, places_page
from .progress import Progress, progress
from .staff import StaffPage, staff_page, unrecognized
from .uploads import UploadPage, upload_page

__all__ = [
    "ChartShown",
    "EvidencePage",
    "LeapPage",
    "MappingPage",
    "PacketShown",
    "PlacesPage",
    "Progress",
    "StaffPage",
    "TypedMean",
    "UploadPage",
    "evidence_page",
    "gather",
    "leap_page",
    "mapping_page",
    "packet",
    "packets_of",
    "places_page",
    "progress",
    "staff_page",
    "survey_page",
    "typed_means",
    "typed_windows",
    "unrecognized",
    "upload_page",
]
