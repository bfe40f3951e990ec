"""What is frozen: its one spelling, and the digest of that."""

import hashlib
import json
from collections.abc import Callable
from typing import Any


def canonical(body: dict[str, Any], *, other: Callable[[Any], str] | None = None) -> str:
    """The one way to write a body, so that equal content has an equal digest.

    `other` words what JSON does not know; without it that raises `TypeError`.
    """
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=other)


def digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
