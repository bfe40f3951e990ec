"""An audited release in the reader's words."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from data_imports import privacy
from data_imports.enums import Window
from data_imports.evidence import (
    Achievement,
    Change,
    Evidence,
    Figures,
    LeapMeans,
    Line,
    Objectives,
    Provenance,
    QuestionShare,
    Subject,
    SurveyShares,
    Table,
    Target,
    Targets,
    WindowTable,
)
from data_imports.models import Scale
from data_imports.privacy import Release, Shown, ShownCell, ShownFamily
from data_imports.queries.evidence.gathered import ATTENDANCE, SGP, Gathered
from data_imports.queries.evidence.naming import grade_label, group_label, is_special, measure_title, named_in
from data_imports.queries.evidence.staff import SURVEY, answered_share, place

BY = ("grade", "team", "group")


class Teller:
    """Gathered facts and what of them may be shown; no number but the shown ones reaches a word."""

    def __init__(self, gathered: Gathered, release: Release) -> None:
        self.gathered, self.shown, self.profile = gathered, release.shown, release.profile
        self.waiting = release.waiting
        self.compared = [s for s in gathered.scales if not is_special(s.measure.key)]

    def evidence(self) -> Evidence:
        """Everything that the packet may tell."""
        achievement = tuple(self.achievement())
        return Evidence(
            achievement=achievement,
            changes=tuple(self.changes()),
            growth=tuple(self.figures(SGP, "median")),
            attendance=tuple(self.figures(ATTENDANCE, "mean")),
            targets=self.targets(achievement),
            objectives=self.objectives(),
            leap=self.leap(),
            surveys=tuple(self.surveys()),
            missing=tuple(self.missing()),
        )

    # --- students

    def achievement(self) -> Iterator[Achievement]:
        """Each measure by grade, by team and by group, in every window that has results."""
        for scale in self.compared:
            families = [(window, self.shown.get(f"levels.{scale.measure.key}.{window}")) for window in Window.values]
            there = [(window, family) for window, family in families if family is not None]
            for by in BY if there else ():
                windows = tuple(WindowTable(window, self.rows(family, by)) for window, family in there)
                if any(window.table.lines for window in windows):
                    yield Achievement(self.subject(scale, by), by, windows, tuple(scale.levels), scale.met_from)

    def rows(self, family: ShownFamily, by: str) -> Table:
        """The rows of one table, and the total that all tables share."""
        lines = tuple(Line(self.label(key), cell) for key, cell in family.cells.items() if key.partition(":")[0] == by)
        total = family.cells.get("all")
        return Table(lines, Line(_("All"), total) if total and not total.is_hidden else None)

    def label(self, key: str) -> str:
        """A cell's name in words."""
        by, _colon, name = key.partition(":")
        if by == "grade":
            return grade_label(name)
        if by == "team":
            return self.gathered.teams[int(name)]
        return group_label(name)

    def changes(self) -> Iterator[Change]:
        """Averages at the first and the last window, matched students."""
        for scale in self.compared:
            windows = self.gathered.windows[scale.measure_id]
            family = self.shown.get(f"change.{scale.measure.key}.{windows[0]}.{windows[-1]}") if windows else None
            if family is not None:
                yield Change(self.subject(scale, "change"), windows[0], windows[-1], self.rows(family, "grade"))

    def figures(self, kind: str, family_kind: str) -> Iterator[Figures]:
        """One figure a grade in a measure's newest window."""
        for scale in self.gathered.scales:
            key, windows = scale.measure.key, self.gathered.windows[scale.measure_id]
            if windows and (key.endswith(kind) if kind == SGP else key.startswith(kind)):
                family = self.shown[f"{family_kind}.{key}.{windows[-1]}"]
                by = "growth" if kind == SGP else "attendance"
                yield Figures(self.subject(scale, by), windows[-1], self.rows(family, "grade"))

    def subject(self, scale: Scale, by: str) -> Subject:
        """What a table on a measure is about."""
        windows = self.gathered.windows[scale.measure_id]
        measure = measure_title(scale)
        title = {
            "grade": _("%(measure)s by grade"),
            "team": _("%(measure)s by team"),
            "group": _("%(measure)s by student group"),
            "change": _("%(measure)s: change between windows"),
            "growth": _("%(measure)s: median growth by grade"),
            "attendance": _("%(measure)s by grade"),
        }[by] % {"measure": measure}
        late = bool(windows) and windows[-1] != self.gathered.window and by != "growth"
        return Subject(scale.measure.key, measure, title, self.provenance(scale), late)

    def provenance(self, scale: Scale) -> Provenance:
        """The files behind a measure; how many of its newest results were used, of how many students."""
        windows = self.gathered.windows[scale.measure_id]
        sources = [self.gathered.sources[scale.measure_id, window] for window in windows]
        uploads = [self.gathered.uploads[pk] for source in sources for pk in source.uploads]
        days = [upload.applied_at for upload in uploads if upload.applied_at]
        zone = self.gathered.scope.school.zone
        files = tuple(sorted({upload.file_name for upload in uploads}))
        used = self.total(scale, windows[-1]) if windows else None
        n, everyone = sources[-1].used if sources else 0, self.gathered.students
        return Provenance(
            files=files,
            imported_on=formats.date_format(max(days).astimezone(zone), "M j, Y") if days else "",
            rows_used=used.size if used else "",
            rows_dropped=self.few(sources[-1].dropped) if used else "",
            coverage=privacy.share(min(n, everyone), everyone, self.profile).text if used and everyone else "",
        )

    def total(self, scale: Scale, window: str) -> ShownCell | None:
        """The shown cell of all students of a measure in a window."""
        keys = self.keys(scale, window)
        found = next((self.shown[key].cells.get("all") for key in keys if key in self.shown), None)
        return None if found is None or found.is_hidden else found

    def keys(self, scale: Scale, window: str) -> list[str]:
        """The families that may tell of a measure's window."""
        return [f"{kind}.{scale.measure.key}.{window}" for kind in ("levels", "median", "mean")]

    def few(self, count: int) -> str:
        """How many rows were left out, as far as that tells of nobody."""
        if not count:
            return ""
        return privacy.size(count, self.profile) if count >= privacy.SMALLEST_GROUP[self.profile] else _("a few")

    # --- plans

    def targets(self, achievement: Sequence[Achievement]) -> Targets | None:
        """Each aim beside the measure that it names: by its title, else by its subject."""
        lines = []
        by_grade = [found for found in achievement if found.by == "grade"]
        for aim in self.gathered.aims:
            if found := named_in(aim.metric, by_grade, self.gathered.scales):
                total = found.windows[-1].table.total
                now = total.cell.shares[-1] if total and total.cell else Shown(privacy.HIDDEN, None)
                day = formats.date_format(aim.due_on, "M j, Y")
                lines.append(Target(aim.goal, aim.metric, day, aim.expected, aim.percent, now))
        if not lines:
            return None
        files = sorted({name for found in by_grade for name in found.subject.provenance.files})
        late = any(found.subject.is_provisional for found in by_grade)
        title = _("Improvement plan: targets and where we are")
        return Targets(Subject("targets", "", title, Provenance(tuple(files)), late), tuple(lines))

    def objectives(self) -> Objectives | None:
        """Learning objectives by preparedness."""
        if (family := self.shown.get("objectives")) is None:
            return None
        title = _("Student learning objectives by preparedness")
        return Objectives(Subject("objectives", "", title, Provenance(())), family.cells["all"])

    # --- adults

    def leap(self) -> LeapMeans | None:
        """Means by indicator; where every one is hidden, why."""
        if (family := self.shown.get("leap")) is None:
            return None
        lines = tuple(Line(indicator, cell) for indicator, cell in family.cells.items())
        hidden = all(line.is_hidden for line in lines)
        why = _("LEAP means are shown from ten observed teachers on; this school has fewer.") if hidden else ""
        subject = Subject("leap", "LEAP", _("LEAP by indicator"), Provenance(self.gathered.leap_files))
        return LeapMeans(subject, lines, why)

    def surveys(self) -> Iterator[SurveyShares]:
        """Surveys, question by question."""
        for asked in self.gathered.surveys:
            source = Provenance((asked.title, *asked.files), answered=answered_share(asked.rows[0]))
            cells = self.shown[SURVEY + asked.key].cells
            told = [(row.question, cells.get(place(row))) for row in asked.rows]
            questions = tuple(QuestionShare(words, c.size, c.shares[0], c.figures[0].text) for words, c in told if c)
            yield SurveyShares(Subject(asked.key, asked.title, asked.title, source), questions)

    # --- gaps

    def missing(self) -> Iterator[str]:
        """What a reader would expect and does not find, and why."""
        gathered = self.gathered
        late = [s for s in self.compared if (there := gathered.windows[s.measure_id]) and there[-1] != gathered.window]
        for scale in late:
            said = {"measure": measure_title(scale), "window": gathered.window.label.lower()}
            yield _("%(measure)s has no %(window)s results yet.") % said
        if gathered.scope.team is not None and not gathered.students:
            yield _("No roster names students of this team.")
        elif not any(gathered.windows.values()):
            yield _("No assessment results have come in for %(year)s yet.") % {"year": gathered.scope.year}
        yield from (survey.why_untold() for survey in gathered.untold)
        yield from self.all_hidden()

    def all_hidden(self) -> Iterator[str]:
        """Tables of which nothing may be shown."""
        for scale in self.gathered.scales:
            for window in self.gathered.windows[scale.measure_id][-1:]:
                if self.waiting & set(self.keys(scale, window)):
                    title = {"measure": measure_title(scale)}
                    yield _("%(measure)s waits: too few students differ from what another packet told.") % title
                elif self.total(scale, window) is None and not any(self.shown_lines(scale, window)):
                    least = privacy.SMALLEST_GROUP[self.profile]
                    said = {"measure": measure_title(scale), "least": least}
                    yield _("%(measure)s is hidden: groups are shown from %(least)s students on.") % said
        objectives = self.shown.get("objectives")
        if objectives is not None and objectives.cells["all"].is_hidden:
            yield _("Learning objectives are shown from ten on, with at least four at each level.")

    def shown_lines(self, scale: Scale, window: str) -> Iterable[bool]:
        """Which cells of a measure's window are shown."""
        keys = self.keys(scale, window)
        return [not cell.is_hidden for key in keys if key in self.shown for cell in self.shown[key].cells.values()]
