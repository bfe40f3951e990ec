"""What was done: a template's next version drafted, saved as typed, published, put aside."""

from .models import Prompt, Template
from .versions import Content, DraftChanged, DraftGone, Versioned

__all__ = [
    "QUESTION",
    "WORDS",
    "Content",
    "DraftChanged",
    "DraftGone",
    "begin_draft",
    "discard_draft",
    "publish_draft",
    "save_draft",
]

# what a question is, besides its place
QUESTION = ("kind", "text", "text_es", "help", "help_es", "is_required", "default_audience", "has_scaffold")
WORDS = ("title", "title_es", "minutes")

TEMPLATES = Versioned("template", Template, Prompt, "template", ("kind", "cycle_kind"), WORDS, QUESTION)
# sessions get the current version when they get their time; earlier ones stay where they are pinned
begin_draft, save_draft = TEMPLATES.begin, TEMPLATES.save
publish_draft, discard_draft = TEMPLATES.publish, TEMPLATES.discard
