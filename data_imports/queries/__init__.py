"""What is there: uploads, what came in, what is missing, evidence for packets, packets."""

from .evidence import gather, newer_evidence, of_profile, tell, why_kept
from .packets import ChartShown, PacketShown, packet, packets_of
from .pages import EvidencePage, LeapPage, UploadPage, evidence_page, leap_page, survey_page, upload_page

__all__ = [
    "ChartShown",
    "EvidencePage",
    "LeapPage",
    "PacketShown",
    "UploadPage",
    "evidence_page",
    "gather",
    "leap_page",
    "newer_evidence",
    "of_profile",
    "packet",
    "packets_of",
    "survey_page",
    "tell",
    "upload_page",
    "why_kept",
]
