"""What is sent again after a lost answer is kept once."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db import models

M = TypeVar("M", bound=models.Model)


def key_of(key: UUID, *words: object) -> UUID:
    """The browser's key for just these words: other words under it are something else, and overwrite nothing."""
    return uuid5(key, "\0".join(map(str, words)))


def once(rows: models.Manager[M], own: Mapping[str, Any], said: Mapping[str, Any]) -> M:
    """The author's row under the key; made where there is none, or no key. Call it behind the meeting's lock."""
    if own["key"] is None:
        return rows.create(**own, **said)
    return rows.get_or_create(**own, defaults=said)[0]
