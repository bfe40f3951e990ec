"""What is there: uploads, what came in, what is missing, evidence for packets, packets."""

from .arrivals import EvidencePage, evidence_page
from .classes import ClassResult, OwnClass, own_classes
from .difference import ChangedCell, ChangedChart, Difference, difference
from .evidence import gather, newer_evidence, of_profile, tell, why_kept
from .leap import TypedMean, typed_means, typed_windows
from .mapping import MappingPage, mapping_page
from .notes import NoteShown, pinned_notes
from .packets import ChartShown, PacketShown, audience, packet, packets_of, told_in
from .pages import LeapPage, leap_page, survey_page
from .places import PlacesPage, places_page
from .progress import Progress, progress
from .staff import StaffPage, staff_page, unrecognized
from .uploads import UploadPage, upload_page

__all__ = [
    "ChangedCell",
    "ChangedChart",
    "ChartShown",
    "ClassResult",
    "Difference",
    "EvidencePage",
    "LeapPage",
    "MappingPage",
    "NoteShown",
    "OwnClass",
    "PacketShown",
    "PlacesPage",
    "Progress",
    "StaffPage",
    "TypedMean",
    "UploadPage",
    "audience",
    "difference",
    "evidence_page",
    "gather",
    "leap_page",
    "mapping_page",
    "newer_evidence",
    "of_profile",
    "own_classes",
    "packet",
    "packets_of",
    "pinned_notes",
    "places_page",
    "progress",
    "staff_page",
    "survey_page",
    "tell",
    "told_in",
    "typed_means",
    "typed_windows",
    "unrecognized",
    "upload_page",
    "why_kept",
]
