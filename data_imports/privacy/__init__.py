"""Numbers about people leave through here; there is no second way out.

The rules stand in the district's privacy design. `profiles` say for whom, `showing` tells one number, `tables` say
what goes in, `release` shows a fixed list of tables after `audit` has hidden what `solver`, its attacker, could find.
"""

from .audit import Unaudited, audited
from .joint import Earlier
from .over_time import as_told, may_follow, packed, unpacked
from .profiles import HIDDEN, HIDDEN_TEXT, MEAN_FROM, SMALLEST_CELL, SMALLEST_GROUP, Profile, masked, strictest
from .release import Release, released
from .showing import Shown, favourable_band, share, size, survey_mean
from .tables import Cell, Facts, Family, Kind, ShownCell, ShownFamily, halved, is_safe, one_line, two_way

__all__ = [
    "HIDDEN",
    "HIDDEN_TEXT",
    "MEAN_FROM",
    "SMALLEST_CELL",
    "SMALLEST_GROUP",
    "Cell",
    "Earlier",
    "Facts",
    "Family",
    "Kind",
    "Profile",
    "Release",
    "Shown",
    "ShownCell",
    "ShownFamily",
    "Unaudited",
    "as_told",
    "audited",
    "favourable_band",
    "halved",
    "is_safe",
    "masked",
    "may_follow",
    "one_line",
    "packed",
    "released",
    "share",
    "size",
    "strictest",
    "survey_mean",
    "two_way",
    "unpacked",
]
