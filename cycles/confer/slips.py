"""What a slip holds: how a line stands, what was asked, the words for it. Sealed together, always of one size."""

import json
from dataclasses import asdict, dataclass

from reflection_site import encryption

from .enums import LineState

LONGEST = 300
# two texts of the longest in four bytes a letter, and the names around them
SIZE = 2 * 4 * LONGEST + 400


@dataclass(frozen=True)
class Slip:
    """`asked` are the member's own words, `words` those that the group would hear; `version` rises with each change."""

    state: str = LineState.EMPTY
    asked: str = ""
    words: str = ""
    version: int = 0


def closed(slip: Slip) -> str:
    """The text to be sealed: every slip has the same length."""
    return encryption.filled(json.dumps(asdict(slip), ensure_ascii=False), SIZE)


def opened(text: str) -> Slip:
    """What `closed` closed; an empty slip for none."""
    return Slip(**json.loads(text)) if text.strip() else Slip()
