"""What the page of one file shows."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext as _

from data_imports import privacy
from data_imports.enums import CANCELLABLE, Respondents, UploadState, is_much
from data_imports.formats import formats
from data_imports.models import Upload
from data_imports.queries.progress import Progress, progress
from reflection_site.encryption import decrypt

SHOWN_PROBLEMS = 500
CHIPS = {
    UploadState.UNMAPPED: "waiting",
    UploadState.UNDERSTOOD: "waiting",
    UploadState.APPLIED: "done",
    UploadState.REFUSED: "harm",
    UploadState.CANCELLED: "off",
    UploadState.UNDONE: "off",
}


@dataclass(frozen=True)
class ProblemLine:
    """A cell that kept its row out."""

    row: int
    column: str
    found: str
    expected: str
    mend: str


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one column that are mended in the same way."""

    column: str
    expected: str
    mend: str
    lines: list[ProblemLine]


@dataclass(frozen=True)
class DifferenceLine:
    """One stored cell that the file would change."""

    about: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One step of an import."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class ShareLine:
    """What a file of the whole district has for one school; `is_braked` where too much of what it has would change."""

    school: str
    created: int
    changed: int
    unchanged: int
    skipped: int
    rejected: int
    is_braked: bool


@dataclass(frozen=True)
class UploadPage:
    """Everything on the page of one upload."""

    upload: Upload
    kind: str
    steps: list[Step]
    chip: str
    progress: Progress
    layout: list[tuple[str, str]]
    skipped: list[tuple[str, int]]
    dropped: list[str]
    measures: list[tuple[str, str, str, str]]
    differences: list[DifferenceLine]
    sample_head: list[str]
    sample_rows: list[list[str]]
    problems: list[ProblemGroup]
    shares: list[ShareLine]
    is_masked: bool
    is_own: bool
    came_before: datetime | None

    @property
    def may_cancel(self) -> bool:
        """Whether a worker can still be called off."""
        return self.upload.state in CANCELLABLE

    @property
    def may_ask(self) -> bool:
        """Whether what its columns mean may still be said otherwise."""
        return self.upload.state == UploadState.UNDERSTOOD and bool(self.upload.file)

    @property
    def is_untold_survey(self) -> bool:
        """Whether it is a survey that counts as one of staff, and nobody has said how many were asked."""
        told = self.upload.given_asked or self.upload.given_respondents not in ("", Respondents.STAFF)
        return bool(self.upload.understood.get("is_survey")) and not told

    @property
    def is_leap(self) -> bool:
        return self.upload.format.startswith("leap_")

    @property
    def may_undo(self) -> bool:
        return self.upload.state == UploadState.APPLIED

    @property
    def has_rows_to_mend(self) -> bool:
        """Whether this reader can download the rejected rows, and they are still wanted."""
        is_wanted = self.upload.state in (UploadState.UNDERSTOOD, UploadState.APPLIED)
        return is_wanted and bool(self.upload.rejected_rows) and (self.is_own or not self.is_masked)

    @property
    def is_quoting(self) -> bool:
        """Whether the page shows cells about persons in the clear."""
        return not self.is_masked and bool(self.sample_rows or self.problems or self.differences)


def upload_page(upload: Upload, *, is_masked: bool, is_own: bool = False) -> UploadPage:
    """One upload: steps, counts, differences, problems by column, a sample. Two queries, three for the whole district.

    For somebody who may not read student rows every quoted cell is masked to its shape; `is_own` for who brought it for
    the district, and so may have its rejected rows.
    """
    head, rows = sample(upload, is_masked=is_masked)
    return UploadPage(
        upload=upload,
        kind=kind_of(upload),
        steps=steps(upload),
        chip=CHIPS.get(UploadState(upload.state), "active"),
        progress=progress(upload),
        layout=layout(upload),
        skipped=[(reason, count) for reason, count in upload.understood.get("skipped", [])],
        dropped=upload.understood.get("dropped", []),
        measures=measures(upload, is_masked=is_masked),
        differences=differences(upload, is_masked=is_masked),
        sample_head=head,
        sample_rows=rows,
        problems=problem_groups(upload, is_masked=is_masked),
        shares=shares(upload),
        is_masked=is_masked,
        is_own=is_own,
        came_before=came_before(upload),
    )


def kind_of(upload: Upload) -> str:
    """The kind of file in words."""
    known = formats().get(upload.format)
    return str(known.title) if known else upload.mapping.title if upload.mapping else ""


def steps(upload: Upload) -> list[Step]:
    """File, what we understood, what is wrong, done."""
    at = {UploadState.RECEIVED: 1, UploadState.READING: 1, UploadState.REFUSED: 1, UploadState.UNMAPPED: 1}
    at |= {UploadState.UNDERSTOOD: 2, UploadState.QUEUED: 3, UploadState.STORING: 3}
    now = at.get(UploadState(upload.state), 4)
    wrong = _("%(count)d rows") % {"count": upload.rejected} if upload.rejected else ""
    labels = ((_("File"), ""), (_("What we understood"), ""), (_("What is wrong"), wrong), (_("Done"), ""))
    return [
        Step(label, "done" if place < now else "current" if place == now else "next", note)
        for place, (label, note) in enumerate(labels)
    ]


def layout(upload: Upload) -> list[tuple[str, str]]:
    """Where in the file we found the table."""
    told = upload.understood.get("facts", {})
    found = []
    if told.get("header_row"):
        found.append((_("Column names in row"), str(told["header_row"])))
    if told.get("sheets"):
        found.append((_("Sheet"), ", ".join(map(str, told["sheets"]))))
    return found


def measures(upload: Upload, *, is_masked: bool) -> list[tuple[str, str, str, str]]:
    """Values, gaps and means by measure; a mean of fewer than ten values is hidden.

    Values of LEAP are ratings, many of them one teacher's: for a masked reader its means are hidden altogether.
    """
    found = []
    of_teachers = is_masked and upload.format.startswith("leap_")
    for name, told in upload.understood.get("measures", {}).items():
        shown = told["mean"] is not None and told["n"] >= privacy.MEAN_FROM and not of_teachers
        mean = f"{told['mean']:.2f}" if shown else "–" if told["mean"] is None else privacy.HIDDEN  # noqa: RUF001
        found.append((name, str(told["n"]), str(told["missing"]), mean))
    return found


def unsealed(upload: Upload, name: str) -> list[Any]:
    """What was sealed on an upload; nothing where it is gone, or sealed under a key that is."""
    sealed = upload.understood.get(name, "")
    if not sealed:
        return []
    try:
        return list(json.loads(decrypt(sealed)))
    except (InvalidToken, ValueError):
        return []


def sample(upload: Upload, *, is_masked: bool) -> tuple[list[str], list[list[str]]]:
    """The kept columns of the first rows."""
    head, *rows = unsealed(upload, "sample") or [[]]
    return head, [[privacy.masked(cell) for cell in row] for row in rows] if is_masked else rows


def differences(upload: Upload, *, is_masked: bool) -> list[DifferenceLine]:
    """The first stored cells that the file would change."""
    words = {"value": _("Score"), "level": _("Level"), "missing": _("Why there is no score"), "n": _("Number")}
    words |= {"share": _("Share"), "answered": _("Answers"), "mean": _("Mean")}

    def cell(value: Any) -> str:
        text = f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)
        return privacy.masked(text) if is_masked else text

    return [
        DifferenceLine(about, words.get(column, column), cell(before), cell(after))
        for about, column, before, after in unsealed(upload, "differences")
    ]


def problem_groups(upload: Upload, *, is_masked: bool) -> list[ProblemGroup]:
    """Problems grouped by column and remedy. One query."""
    groups: dict[tuple[str, str, str], list[ProblemLine]] = defaultdict(list)
    for problem in upload.problems.order_by("row", "pk")[:SHOWN_PROBLEMS]:
        found = privacy.masked(problem.found) if is_masked else problem.found
        line = ProblemLine(problem.row, problem.column, found, problem.expected, problem.mend)
        groups[line.column, line.expected, line.mend].append(line)
    return [ProblemGroup(*key, lines) for key, lines in groups.items()]


def shares(upload: Upload) -> list[ShareLine]:
    """The counts of each school in a file of the whole district, by name. One query, none for a school's own file."""
    if upload.school_id is not None:
        return []
    return [
        ShareLine(
            school=share.school.name,
            created=share.created,
            changed=share.changed,
            unchanged=share.unchanged,
            skipped=share.skipped,
            rejected=share.rejected,
            is_braked=is_much(share.weighed, share.had),
        )
        for share in upload.shares.select_related("school").order_by("school__name", "pk")
    ]


def came_before(upload: Upload) -> datetime | None:
    """When exactly this file was stored before, if it was. One query."""
    same = Upload.objects.applied().filter(school=upload.school_id, digest=upload.digest)
    earlier = same.exclude(pk=upload.pk).order_by("-applied_at").first()
    return earlier.applied_at if earlier else None
