"""Pages of preparing: the reflection that one fills in alone, what was shared from it, the district's templates."""

from .citations import citation_add, citation_new, citation_remove
from .drafts import draft_key_give
from .editor import (
    draft_begin,
    draft_discard,
    draft_publish,
    draft_save,
    template,
    template_edit,
    template_print,
    templates,
)
from .filling import (
    answer_save,
    people_tick,
    prepare,
    prepare_print,
    reflection_reopen,
    reflection_submit,
)
from .sharing import example_show, example_take_back, own_words, prepare_mine, prepare_shared, words_delete
from .verdicts import verdict_save

__all__ = [
    "answer_save",
    "citation_add",
    "citation_new",
    "citation_remove",
    "draft_begin",
    "draft_discard",
    "draft_key_give",
    "draft_publish",
    "draft_save",
    "example_show",
    "example_take_back",
    "own_words",
    "people_tick",
    "prepare",
    "prepare_mine",
    "prepare_print",
    "prepare_shared",
    "reflection_reopen",
    "reflection_submit",
    "template",
    "template_edit",
    "template_print",
    "templates",
    "verdict_save",
    "words_delete",
]
