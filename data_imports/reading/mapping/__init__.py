"""What the columns of an unknown table mean: suggested, said by a person, replayed. Pure: no database.

A *body* is what a person said, as plain JSON. Columns go by their headers:

    {"title": "KRA", "kind": "results", "table": {"sheet": "", "header_line": 1}, "names": [], "headers": [...],
     "columns": {"student": "PS_StudentID", "taken_on": "DateTaken"}, "date_shape": "written",
     "season": "", "season_year": "",
     "measures": [{"title": "Overall", "subject": "", "score": "OverallScore", "level": "Level", "taken_on": "",
                   "levels": ["Emerging", "Demonstrating"], "no_levels": [], "met_from": 2, "lowest": 0, "highest": 500,
                   "window": "", "where_filled": false, "only": {"column": "Test", "word": "KRA"}}],
     "questions": []}

A measure with `only` stands in the rows where a column, such as the one that names the test, says a word.
`names` are the columns of a file without a header, and `shapes` what their cells look like, by which the next such file
is known; `headers` are those that were there when it was said. A body of the
kind "other" keeps nothing of a table; its rows are only counted.
"""

from .bodies import KINDS, MEANINGS, SHAPES, checked, lacking, layout_of, named
from .replaying import Kept, alike, nearest, replayed, signature
from .shapes import shapes
from .suggesting import Suggestion, suggested
from .testing import by_test, spread

__all__ = [
    "KINDS",
    "MEANINGS",
    "SHAPES",
    "Kept",
    "Suggestion",
    "alike",
    "by_test",
    "checked",
    "lacking",
    "layout_of",
    "named",
    "nearest",
    "replayed",
    "shapes",
    "signature",
    "spread",
    "suggested",
]
