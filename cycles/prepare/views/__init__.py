"""Pages of preparing: the reflection that one fills in alone, and what was shared from it."""

from .drafts import draft_key_give
from .filling import (
    answer_save,
    people_tick,
    prepare,
    prepare_mine,
    prepare_shared,
    reflection_reopen,
    reflection_submit,
)
from .verdicts import verdict_save

__all__ = [
    "answer_save",
    "draft_key_give",
    "people_tick",
    "prepare",
    "prepare_mine",
    "prepare_shared",
    "reflection_reopen",
    "reflection_submit",
    "verdict_save",
]
