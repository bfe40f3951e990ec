"""Pages of preparing: the reflection that one fills in alone, and what was shared from it."""

from .drafts import draft_key_give
from .filling import (
    answer_save,
    people_tick,
    prepare,
    reflection_reopen,
    reflection_submit,
)
from .sharing import example_show, example_take_back, own_words, prepare_mine, prepare_shared, words_delete
from .verdicts import verdict_save

__all__ = [
    "answer_save",
    "draft_key_give",
    "example_show",
    "example_take_back",
    "own_words",
    "people_tick",
    "prepare",
    "prepare_mine",
    "prepare_shared",
    "reflection_reopen",
    "reflection_submit",
    "verdict_save",
    "words_delete",
]
