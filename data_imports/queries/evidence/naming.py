"""The names of measures, grades and groups in the reader's words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from data_imports.evidence import Achievement
from data_imports.models import Scale
from data_imports.queries.evidence.gathered import ATTENDANCE, SGP


def is_special(key: str) -> bool:
    """Growth percentiles and attendance have tables of their own."""
    return key.endswith(SGP) or key.startswith(ATTENDANCE)


def named_in(metric: str, tables: Sequence[Achievement], scales: Iterable[Scale]) -> Achievement | None:
    """The table whose measure a metric names: its title, else its subject as a word."""
    words, by_key = metric.casefold(), {scale.measure.key: scale.measure for scale in scales}
    titles = [(table, by_key[table.subject.key].title.casefold()) for table in tables]
    titled = [table for table, title in titles if title in words or table.subject.measure.casefold() in words]
    said = words.replace(",", " ").split()
    about = [table for table in tables if by_key[table.subject.key].subject.casefold() in said]
    return next(iter([*titled, *about]), None)


def group_label(name: str) -> str:
    """A student group, or everyone who is not said to be in it."""
    return {
        "multilingual": _("Multilingual learners"),
        "multilingual:not": _("Not multilingual learners"),
        "iep": _("Students with an IEP"),
        "iep:not": _("Students without an IEP"),
        "low_income": _("Students from low-income families"),
        "low_income:not": _("Other students"),
    }[name]


def measure_title(scale: Scale) -> str:
    """A measure in the reader's words, where they are ours."""
    words = {"math": _("i-Ready math"), "reading": _("i-Ready reading")}
    own = scale.measure.key.startswith("iready.")
    return words.get(scale.measure.subject, scale.measure.title) if own else scale.measure.title


def grade_label(grade: str) -> str:
    """A grade in words."""
    if grade == "K":
        return _("Kindergarten")
    if grade == "PK":
        return _("Preschool")
    return _("Grade %(grade)s") % {"grade": grade} if grade else _("No grade given")
