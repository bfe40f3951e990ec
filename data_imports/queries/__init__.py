"""What is there: uploads, what came in, what is missing, evidence for packets, packets."""

from .difference import ChangedCell, ChangedChart, Difference, difference
from .evidence import gather
from .notes import NoteShown, pinned_notes
from .packets import ChartShown, PacketShown, audience, packet, packets_of, told_in
from .pages import EvidencePage, LeapPage, UploadPage, evidence_page, leap_page, survey_page, upload_page

__all__ = [
    "ChangedCell",
    "ChangedChart",
    "ChartShown",
    "Difference",
    "EvidencePage",
    "LeapPage",
    "NoteShown",
    "PacketShown",
    "UploadPage",
    "audience",
    "difference",
    "evidence_page",
    "gather",
    "leap_page",
    "packet",
    "packets_of",
    "pinned_notes",
    "survey_page",
    "told_in",
    "upload_page",
]
