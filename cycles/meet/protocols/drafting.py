"""What was done: a protocol's next version drafted, saved as typed, published, put aside. A meeting keeps its own."""

from cycles.prepare.versions import Content, DraftChanged, DraftGone, Versioned

from .models import Phase, Protocol

__all__ = [
    "PHASE",
    "WORDS",
    "Content",
    "DraftChanged",
    "DraftGone",
    "begin_draft",
    "discard_draft",
    "publish_draft",
    "save_draft",
]

WORDS = ("title", "title_es", "about", "about_es", "credit", "credit_es")
# what a phase is, besides its place
PHASE = (
    "kind",
    "title",
    "title_es",
    "prompt",
    "prompt_es",
    "minutes",
    "least",
    "from_minutes",
    "writers",
    "reveal",
    "shows",
    "votes",
    "vote_cap",
)

PROTOCOLS = Versioned("protocol", Protocol, Phase, "protocol", ("kind",), WORDS, PHASE)
begin_draft, save_draft = PROTOCOLS.begin, PROTOCOLS.save
publish_draft, discard_draft = PROTOCOLS.publish, PROTOCOLS.discard
