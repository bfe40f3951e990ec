"""Why a cell holds no value, what bounds it still gives, and rows that are no one's results."""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBER = r"(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*%?"
BELOW = re.compile(rf"(?:<=?|≤|less than|fewer than|under|below|at most|up to)\s*{NUMBER}", re.IGNORECASE)
OR_LESS = re.compile(rf"{NUMBER}\s*(?:or|and) (?:less|fewer|below|under)", re.IGNORECASE)
ABOVE = re.compile(rf"(?:>=?|≥|more than|greater than|over|above|at least)\s*{NUMBER}", re.IGNORECASE)
OR_MORE = re.compile(rf"{NUMBER}\s*(?:\+|(?:or|and) (?:more|greater|above|over|higher))", re.IGNORECASE)
BETWEEN = re.compile(r"(\d+(?:\.\d+)?)\s*%\s*(?:-|\u2013|to)\s*(\d+(?:\.\d+)?)\s*%", re.IGNORECASE)
BOUND = re.compile(
    r"[<>≤≥%+]|\b(?:less|fewer|more|greater|under|over|above|below|most|least|higher|up to)\b", re.IGNORECASE
)

HIDDEN, TOO_FEW = _("hidden by its source"), _("too few to show")
NOT_AVAILABLE, NOT_GIVEN = _("not available"), _("not given")
REASONS = {
    **dict.fromkeys(("*", "**", "***", "--", "- -", "---", "\u2013", "\u2014", "suppressed", "masked"), HIDDEN),
    **dict.fromkeys(("n<16", "n < 16", "n<10", "n<20", "tfs", "lne"), TOO_FEW),
    **dict.fromkeys(("n/a", "na", "na*", "n/a*", "#n/a", "not available", "-"), NOT_AVAILABLE),
    **dict.fromkeys(("null", "(null)", "none", ".", "nan", "(blank)"), NOT_GIVEN),
    **dict.fromkeys(("not provided", "no answer", "no response", "-99", "-999", "-77", "-88", "-66"), NOT_GIVEN),
    "dns": _("no result reported"),
    "did not test": _("did not take the test"),
    "absent": _("absent"),
    "tested out": _("tested out"),
    "discontinue": _("stopped by the test's rule"),
    "discontinued": _("stopped by the test's rule"),
    "not assessed": _("not assessed"),
    "not tested": _("not assessed"),
    "max score": _("highest score reached before"),
    "surpassed level": _("level passed before"),
    "exempt": _("exempt"),
    "invalid": _("not valid"),
    "incomplete": _("not finished"),
}
ONLY_BOUND = _("only a limit is given")
TOTAL = re.compile(
    r"(?:(?:grand|state|district|school|county|sub)[- ]?)?totals?(?: general)?:?"
    r"|all (?:schools|students|districts|grades)|statewide|district ?wide|overall",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:notes?|source|footnotes?|nota)\s*:|(?:\*+|†|‡|- -|--)\s*(?:=|the |a |in |for |indicates|data|n/?a)",
    re.IGNORECASE,
)
WIDE, LONGEST = 4, 60
FEW = 30


def why_missing(cell: str) -> str:
    """A short reason, in the reader's language, where a cell gives no single value; empty where it does."""
    return str(reason_for(cell)) if len(cell) <= LONGEST else ""


@lru_cache(maxsize=20_000)
def reason_for(cell: str) -> str | Promise:
    """The reason, to be said in whatever language is spoken when it is shown."""
    text = " ".join(cell.lower().split())
    if not text:
        return NOT_GIVEN
    if (reason := REASONS.get(text)) is not None:
        return reason
    if (bounds := censored(cell)) is None:
        return ""
    is_count = text.startswith("<") and "%" not in text
    return TOO_FEW if is_count and (bounds[1] or 0) <= FEW else ONLY_BOUND


def censored(cell: str) -> tuple[float | None, float | None] | None:
    """The bounds that a cell gives instead of a value, such as (None, 16) of `<16` and (50, 75) of `50%-75%`."""
    return bounds_in(cell.strip()) if len(cell) <= LONGEST and BOUND.search(cell) else None


@lru_cache(maxsize=20_000)
def bounds_in(text: str) -> tuple[float | None, float | None] | None:
    """The bounds that a cell gives, whose words or signs are those of a bound."""
    if found := BETWEEN.fullmatch(text):
        return float(found[1]), float(found[2])
    if found := BELOW.fullmatch(text) or OR_LESS.fullmatch(text):
        return None, plain_number(found[1])
    if found := ABOVE.fullmatch(text) or OR_MORE.fullmatch(text):
        return plain_number(found[1]), None
    return None


def plain_number(text: str) -> float:
    """A number without its thousands commas."""
    return float(text.replace(",", ""))


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums up others: its first or second filled cell says so."""
    said = [cell.strip() for cell in cells if cell.strip()][:2]
    return any(TOTAL.fullmatch(cell) for cell in said)


def is_footnote(cells: Sequence[str]) -> bool:
    """Whether a row is a remark: it begins like one, or is the only words in a wide row."""
    said = [cell.strip() for cell in cells if cell.strip()]
    if not said or len(said) > 2:
        return False
    is_alone = len(said) == 1 and len(cells) >= WIDE and " " in said[0] and any(map(str.isalpha, said[0]))
    return is_alone or bool(NOTE.match(said[0]))
