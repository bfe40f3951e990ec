"""Frozen packets as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from data_imports.enums import Window
from data_imports.models import CellNote, PacketVersion
from data_imports.privacy import Profile
from teams.models import Person, School

from .notes import NoteShown, TableCell, marked, notes_on

EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChartShown:
    """One chart card: its words, its figure as data, its table, what was pinned to it.

    A chart that is held back has its `subject` and nothing else. `row_names` and `column_names` are the table's
    labels in English, by which notes find their cell. `beside` is what a page of an app above adds. `digest` is that of
    the frozen version: what is drawn of it never changes again.
    """

    id: str
    key: str
    subject: str
    title: str
    sentence: str
    figure: dict[str, Any]
    head: list[str]
    rows: list[list[str | None]]
    provenance: str
    suppressed: str
    is_provisional: bool = False
    is_held: bool = False
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    notes: tuple[NoteShown, ...] = ()
    beside: object | None = None
    digest: str = ""

    def without_numbers(self) -> "ChartShown":
        """The same before it is predicted and revealed: its subject, and not one number."""
        return ChartShown(self.id, self.key, self.subject, self.subject, "", {}, [], [], "", "", is_held=True)

    @property
    def family(self) -> str:
        """What sort of chart it is: the first word of its key."""
        return self.key.split("-")[0]

    @property
    def cells(self) -> list[list[TableCell]]:
        """The table with the notes at their cells."""
        return marked(self.rows, self.notes)

    @property
    def places(self) -> list[tuple[str, str]]:
        """Every cell a note can be pinned to: its place in the table, and its name."""
        return [
            (f"{at_row}:{at_column}", f"{row[0]}, {self.head[at_column]}")
            for at_row, row in enumerate(self.rows)
            for at_column in range(1, min(len(row), len(self.head)))
        ]


@dataclass(frozen=True)
class PacketShown:
    """A two-page brief: what it is about, three findings, charts, what is missing."""

    pk: int
    version: int
    digest: str
    as_of: datetime
    school: School
    about: str
    when: str
    profile: str
    audience: str
    findings: list[str]
    charts: list[ChartShown]
    missing: list[str]

    @property
    def held(self) -> int:
        """How many charts are held back from this reader."""
        return sum(chart.is_held for chart in self.charts)


@dataclass(frozen=True)
class PacketLine:
    """A frozen version in a list."""

    pk: int
    about: str
    when: str
    version: int
    as_of: datetime
    school: School


def packet(
    version: PacketVersion,
    *,
    held: frozenset[str] = EMPTY,
    notes: Iterable[CellNote] = (),
    reader: Person | None = None,
) -> PacketShown:
    """A frozen version in the reader's language. No query where packet, school and team are fetched.

    Of the charts in `held` it has the neutral subject only, and no finding that tells of them. `notes` come with
    their version and author, as `reader` may see them.
    """
    body = version.content()
    told = told_in(body, language())
    english = {drawn["key"]: drawn for drawn in body["languages"]["en"]["charts"]}
    pinned = list(notes)
    return PacketShown(
        pk=version.pk,
        version=version.version,
        digest=version.digest,
        as_of=version.as_of,
        school=version.packet.school,
        about=body["team"] or body["school"],
        when=when(body["window"], body["year"]),
        profile=version.profile,
        audience=audience(version.profile),
        findings=findings(told, held),
        charts=[
            chart.without_numbers() if chart.key in held else replace(chart, digest=version.digest)
            for chart in (
                chart_shown(drawn, english.get(drawn["key"], drawn), pinned, version.pk, reader)
                for drawn in told["charts"]
            )
        ],
        missing=told["missing"],
    )


def told_in(body: dict[str, Any], code: str) -> dict[str, Any]:
    """What a body tells in a language; in English where it was not told in that one."""
    told: dict[str, Any] = body["languages"].get(code, body["languages"]["en"])
    return told


def findings(told: dict[str, Any], held: frozenset[str]) -> list[str]:
    """The findings in words. With a chart held back, only those that are the title of a chart that is shown."""
    if not any(drawn["key"] in held for drawn in told["charts"]):
        return list(told["findings"])
    shown = {drawn["title"] for drawn in told["charts"] if drawn["key"] not in held}
    hidden = {drawn["title"] for drawn in told["charts"] if drawn["key"] in held}
    return [finding for finding in told["findings"] if finding in shown - hidden]


def chart_shown(
    drawn: dict[str, Any], english: dict[str, Any], notes: Iterable[CellNote], version: int, reader: Person | None
) -> ChartShown:
    """A chart as it was frozen, with what was pinned to it."""
    row_names = tuple(row[0] or "" for row in english["rows"])
    column_names = tuple(english["head"])
    mine = [note for note in notes if note.chart == drawn["key"]]
    return ChartShown(
        id=f"chart-{drawn['key']}",
        key=drawn["key"],
        subject=subject(drawn),
        title=drawn["title"],
        sentence=drawn["sentence"],
        figure=drawn["figure"],
        head=drawn["head"],
        rows=drawn["rows"],
        provenance=drawn["provenance"],
        suppressed=drawn["suppressed"],
        is_provisional=drawn.get("is_provisional", False),
        row_names=row_names,
        column_names=column_names,
        notes=notes_on(mine, drawn, (row_names, column_names), version=version, reader=reader),
    )


def subject(drawn: dict[str, Any]) -> str:
    """What a chart is about, without what it found."""
    if drawn.get("subject"):
        return str(drawn["subject"])
    family, _dash, measure = drawn["key"].partition("-")
    about = measure.removesuffix("-overall_scale").replace("-", " ").replace("_", " ").strip().capitalize()
    about = about.replace("Iready", "i-Ready")
    return {
        "levels": _("%(measure)s: where students stand"),
        "change": _("%(measure)s: change between two windows"),
        "leap": _("LEAP by indicator"),
        "survey": _("Answers to a survey"),
    }.get(family, "%(measure)s") % {"measure": about or family.capitalize()}


def language() -> str:
    """The reader's language, without its region."""
    return (translation.get_language() or "en").split("-")[0]


def when(window: str, year: str) -> str:
    """The window and school year in words."""
    return _("%(window)s %(year)s") % {"window": Window(window).label, "year": year}


def audience(profile: str) -> str:
    """For whom a profile's numbers are made, in words."""
    return {
        Profile.DIRECT: _("for the team that teaches these students"),
        Profile.IN_HOUSE: _("for staff of the school"),
        Profile.OUTSIDE: _("for readers from outside too"),
    }.get(Profile(profile), "")


def packets_of(versions: QuerySet[PacketVersion]) -> list[PacketLine]:
    """The latest twenty frozen versions. One query."""
    latest = versions.select_related("packet__school", "packet__team").defer("body")
    return [
        PacketLine(
            pk=version.pk,
            about=version.packet.team.name if version.packet.team else version.packet.school.name,
            when=when(version.packet.window, version.packet.year),
            version=version.version,
            as_of=version.as_of,
            school=version.packet.school,
        )
        for version in latest.order_by("-as_of", "-pk")[:20]
    ]
