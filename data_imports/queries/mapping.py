"""What the mapping screen shows of a file: its tables, with samples and guesses."""

from dataclasses import dataclass
from typing import Any

from data_imports import privacy
from data_imports.models import Upload
from data_imports.queries.uploads import Step, steps, unsealed

# what their columns hold is said of no person
IMPERSONAL = frozenset({"level", "test"})


@dataclass(frozen=True)
class MappingPage:
    """A file whose columns a person is to explain. `sketch` is the table that is shown, of all `tables` by name."""

    upload: Upload
    steps: list[Step]
    tables: list[str]
    at: int
    sketch: dict[str, Any]
    is_masked: bool

    @property
    def is_quoting(self) -> bool:
        """Whether the page shows cells about persons in the clear."""
        return not self.is_masked and any(column["samples"] or column["words"] for column in self.sketch["columns"])

    @property
    def title(self) -> str:
        """A name to begin with: the file's own, without its ending."""
        return self.upload.file_name.rpartition(".")[0][:60] or self.upload.file_name[:60]


def mapping_page(upload: Upload, at: int, *, is_masked: bool) -> MappingPage | None:
    """The tables of an upload; None where there is nothing to explain. No query.

    For somebody who may not read student rows every sample is masked to its shape, and only columns that look like
    levels or names of tests tell their words.
    """
    sketches = unsealed(upload, "sketches")
    if not sketches:
        return None
    at = at if 0 <= at < len(sketches) else 0
    sketch = sketches[at]
    if is_masked:
        sketch = _masked(sketch)
    names = [one["body"]["table"]["sheet"] or str(number) for number, one in enumerate(sketches, start=1)]
    return MappingPage(upload, steps(upload), names, at, sketch, is_masked)


def _masked(sketch: dict[str, Any]) -> dict[str, Any]:
    told = {column["header"] for column in sketch["columns"] if column["meaning"] in IMPERSONAL}
    columns = [
        column
        | {
            "samples": [privacy.masked(cell) for cell in column["samples"]],
            "words": column["words"] if column["header"] in told else [],
        }
        for column in sketch["columns"]
    ]
    tests = sketch.get("tests") or {}
    return sketch | {"columns": columns, "tests": tests if tests.get("column") in told else {}}
