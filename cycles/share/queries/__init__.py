"""What is there of summaries, and how schools stand for those who oversee them."""

from .areas import areas_of
from .letters import SummaryPage, summary_page
from .schools import ReviewsPage, reviews_page
from .sections import Sections, agreed_sections

__all__ = ["ReviewsPage", "Sections", "SummaryPage", "agreed_sections", "areas_of", "reviews_page", "summary_page"]
