"""Tables of results: where a layout says who, when and what, and the rows that come of it.

A vendor's format is a `Layout` in code; what a person says on the mapping screen is a `Layout` too. One row of the
file may hold several measures (wide files); a measure may stand in some rows only (`only`).
"""

from data_imports.reading.layout.knowing import confidence, likeness
from data_imports.reading.layout.rows import read, summed
from data_imports.reading.layout.shape import SCHOOL_CODE, Cells, Layout, Measure, Names

__all__ = ["SCHOOL_CODE", "Cells", "Layout", "Measure", "Names", "confidence", "likeness", "read", "summed"]
