"""Whose the rows of a file are: one school's, or each its own school's."""

from collections import Counter
from dataclasses import replace

from django.utils.translation import gettext as _

from data_imports import access
from data_imports.drawing import Drawing
from data_imports.reading.contract import FileRefused, Given
from teams.models import Person, School


def known_schools() -> dict[str, School]:
    """Schools by name and by code, in lower case."""
    schools = list(School.objects.all())
    return {name.casefold(): school for school in schools for name in (school.name, school.code)}


def district_schools() -> dict[str, int]:
    """The keys of all schools by code and by name, in lower case; 0 for a name that several bear. Codes go first."""
    schools = School.objects.values_list("pk", "code", "name")
    named = [(name.casefold(), pk) for pk, _code, name in schools]
    several = {name for name, count in Counter(name for name, _pk in named).items() if count > 1}
    codes = {code.casefold(): pk for pk, code, _name in schools}
    short = Counter(code.lstrip("0") for code in codes if code.isdigit())
    shorter = {code.lstrip("0"): pk for code, pk in codes.items() if code.isdigit() and short[code.lstrip("0")] == 1}
    return {name: 0 if name in several else pk for name, pk in named} | shorter | codes


def is_of_district(by: Person | None) -> bool:
    """Whether somebody brings files in for the whole district, and there is more than one school."""
    return by is not None and access.imports_for_district(by) and len(School.objects.all()[:2]) > 1


def aside(given: Given, school: School | None) -> Given:
    """With the names of the other schools, whose rows are left out; unknown names are taken as this one.

    Without a school, with all schools, so that each row goes to its own.
    """
    if school is None:
        return replace(given, schools=district_schools())
    others = frozenset(name for name, known in known_schools().items() if known.pk != school.pk)
    return replace(given, elsewhere=others)


def owner_of(drawing: Drawing, *, is_dry: bool) -> School | None:
    """The only school, else the one that the file names. A dry run may go without."""
    known = known_schools()
    if len(schools := set(known.values())) == 1:
        return schools.pop()
    names = drawing.whole().school_names()
    named = {known[name.casefold()] for name in names if name.casefold() in known}
    if len(named) == 1:
        return named.pop()
    if is_dry:
        return None
    if named:
        raise FileRefused(_("This file holds rows of several schools. Say which one with its code."))
    raise FileRefused(_("This file names no school that we know. Say which one with its code."))
