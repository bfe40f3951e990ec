"""A packet's tables, from the database through `privacy`: the closed list, and nothing else."""

from collections.abc import Sequence

from django.db.models import Avg, Count, Max
from django.utils import formats
from django.utils.translation import gettext as _

from data_imports import privacy
from data_imports.enums import QuestionKind, Window
from data_imports.evidence import (
    Change,
    Evidence,
    LeapMeans,
    Provenance,
    QuestionShare,
    SubjectChange,
    SubjectLevels,
    SurveyShares,
    WindowLevels,
)
from data_imports.formats.leap_observations import INDICATORS
from data_imports.models import LeapRating, Scale, SurveyFinding
from data_imports.privacy import Average, Group, Profile
from data_imports.queries import results
from data_imports.queries.results import Scope

WINDOWS = (Window.FALL, Window.WINTER, Window.SPRING)


def gather(scope: Scope, window: Window, profile: Profile) -> Evidence:
    """Everything that a packet for this scope and profile may tell, up to `window`."""
    upto = WINDOWS[: WINDOWS.index(window) + 1]
    scales = results.scales(scope)
    levels = [found for scale in scales if (found := subject_levels(scope, scale, upto, profile))]
    changes = [change for scale in scales if (change := subject_change(scope, scale, upto, profile))]
    # nobody from outside the school and its supervision reads LEAP, not even as means
    has_leap = scope.team is None and scope.school.uses_leap and profile is not Profile.OUTSIDE
    return Evidence(
        levels=tuple(levels),
        changes=tuple(changes),
        leap=leap_means(scope) if has_leap else None,
        surveys=tuple(survey_shares(scope)),
        missing=tuple(missing(scope, levels, window)),
    )


def subject_levels(scope: Scope, scale: Scale, upto: Sequence[Window], profile: Profile) -> SubjectLevels | None:
    """Not yet and met, by grade, in every window that has results."""
    windows, everyone = [], 0
    for window in upto:
        groups = results.level_groups(scope, scale.measure, window, len(scale.levels))
        if groups:
            halved = [privacy.merged(named(group), scale.met_from) for group in groups]
            words = (_("Not yet"), _("At or above"))
            windows.append(WindowLevels(window, privacy.level_table(halved, words, 2, profile)))
            everyone = sum(group.n for group in groups) if windows[-1].table.total else 0
    if not windows:
        return None
    source = provenance(scope, scale, everyone, profile)
    return SubjectLevels(scale.measure.key, measure_title(scale), tuple(windows), source)


def measure_title(scale: Scale) -> str:
    """A measure in the reader's words, where they are ours."""
    words = {"math": _("i-Ready math"), "reading": _("i-Ready reading")}
    own = scale.measure.key.startswith("iready.")
    return words.get(scale.measure.subject, scale.measure.title) if own else scale.measure.title


def named(group: Group) -> Group:
    """A group whose label is a grade in words."""
    return Group(grade_label(group.label), group.counts)


def grade_label(grade: str) -> str:
    """A grade in words."""
    if grade == "K":
        return _("Kindergarten")
    if grade == "PK":
        return _("Preschool")
    return _("Grade %(grade)s") % {"grade": grade} if grade else _("No grade given")


def subject_change(scope: Scope, scale: Scale, upto: Sequence[Window], profile: Profile) -> SubjectChange | None:
    """Averages at the first and the last window with results, of students tested in both."""
    there = set(scope.results(scale.measure).values_list("window", flat=True).distinct())
    present = [window for window in upto if window in there]
    if len(present) < 2:
        return None
    before, after = present[0], present[-1]
    moved = results.changes(scope, scale.measure, before, after)
    if not moved:
        return None
    olds = [labelled(row.before) for row in moved]
    news = [labelled(row.after) for row in moved]
    all_old, all_new = results.whole(olds, _("All")), results.whole(news, _("All"))
    shown_old, total_old = privacy.averages_with_total(olds, all_old, profile)
    shown_new, total_new = privacy.averages_with_total(news, all_new, profile)
    total = Change(total_old, total_new) if total_old and total_new else None
    rows = tuple(Change(old, new) for old, new in zip(shown_old, shown_new, strict=True))
    source = provenance(scope, scale, all_new.n if total else 0, profile)
    return SubjectChange(scale.measure.key, measure_title(scale), before, after, rows, total, source)


def labelled(average: Average) -> Average:
    """An average whose label is a grade in words."""
    return Average(grade_label(average.label), average.n, average.mean)


def provenance(scope: Scope, scale: Scale, used: int, profile: Profile) -> Provenance:
    """The files behind a measure; how many results, and of how many students, where that may be told."""
    rows = scope.results(scale.measure).filter(upload__isnull=False)
    files = list(rows.values_list("upload__file_name", flat=True).distinct().order_by("upload__file_name"))
    imported = rows.aggregate(at=Max("upload__applied_at"))["at"]
    day = formats.date_format(imported.astimezone(scope.school.zone), "M j, Y") if imported else ""
    everyone = scope.students().count()
    told = used >= privacy.SMALLEST_GROUP[profile]
    coverage = privacy.share(min(used, everyone), everyone, profile).text if told and everyone else ""
    return Provenance(tuple(files), day, privacy.size(used, profile) if told else "", coverage)


def leap_means(scope: Scope) -> LeapMeans | None:
    """Means by indicator over the school's observed teachers, at least ten of them."""
    ratings = LeapRating.objects.filter(school=scope.school, year=scope.year, indicator__in=INDICATORS)
    rows = ratings.values_list("indicator").annotate(n=Count("staff_hash", distinct=True), mean=Avg("score"))
    found = {indicator: Average(indicator, n, mean) for indicator, n, mean in rows}
    if not found:
        return None
    averages = [found[indicator] for indicator in INDICATORS if indicator in found]
    shown = privacy.average_table(averages, Profile.LEAP)
    hidden = all(average.is_hidden for average in shown)
    why = _("LEAP means are shown from ten observed teachers on; this school has fewer.") if hidden else ""
    files = ratings.values_list("upload__file_name", flat=True).distinct().order_by("upload__file_name")
    return LeapMeans(shown, why, Provenance(tuple(filter(None, files)), "", "", ""))


def survey_shares(scope: Scope) -> list[SurveyShares]:
    """Favourable shares of every survey question on a scale, in bands. One query."""
    rows = SurveyFinding.objects.filter(school=scope.school, year=scope.year, kind=QuestionKind.SCALE).select_related(
        "upload"
    )
    surveys: dict[str, list[SurveyFinding]] = {}
    for row in rows.order_by("survey", "position"):
        surveys.setdefault(row.survey, []).append(row)
    return [shares(key, found) for key, found in surveys.items()]


def shares(key: str, found: list[SurveyFinding]) -> SurveyShares:
    """One survey's questions."""
    questions = tuple(
        QuestionShare(
            question=row.question,
            answered=privacy.size(row.answered, Profile.OUTSIDE),
            favourable=privacy.favourable_band(row.favourable or 0, row.answered),
            mean=privacy.survey_mean(row.mean, row.answered),
        )
        for row in found
    )
    files = tuple(sorted({row.upload.file_name for row in found if row.upload}))
    return SurveyShares(key, found[0].title, questions, Provenance((found[0].title, *files), "", "", ""))


def missing(scope: Scope, levels: list[SubjectLevels], window: Window) -> list[str]:
    """What a reader would expect and does not find."""
    notes = [
        _("%(measure)s has no %(window)s results yet.")
        % {"measure": subject.title, "window": Window(window).label.lower()}
        for subject in levels
        if subject.windows[-1].window != window
    ]
    if scope.team is not None and not scope.students().exists():
        notes.append(_("No roster names students of this team."))
    elif not levels:
        notes.append(_("No assessment results have come in for %(year)s yet.") % {"year": scope.year})
    return notes
