"""Tables that no format knows, for tests."""

from data_imports import actions
from data_imports.models import Upload
from data_imports.reading.files import table_from
from data_imports.reading.mapping import named
from data_imports.reading.tables import Table
from teams.models import Person, School
from tests.data_imports.making import NOW, received_upload

LEVELS = ("Below", "Approaching", "Met", "Exceeds")


def interim(students: int = 24, *, header: str = "", dates: bool = True) -> bytes:
    """A district's own test: an id, a grade, a day, points and a level."""
    lines = [header or "Pupil Number,Yr Level,Given On,Math Points,Attained"]
    for number in range(students):
        day = f"10/{1 + number % 20}/2026" if dates else ""
        lines.append(f"8{number:05},{3 + number % 2},{day},{20 + number},{LEVELS[number % 4]}")
    return ("\n".join(lines) + "\n").encode()


def long(students: int = 24) -> bytes:
    """One column of scores for two tests, named by another: ELA in hundreds with levels, math up to 40 without."""
    lines = ["Pupil Number,Yr Level,Given On,Test,Points,Band"]
    bands = ("Below Basic", "Basic", "Proficient", "Advanced")
    for number in range(students):
        who = f"8{number:05},{3 + number % 2},10/{1 + number % 20}/2026"
        lines += [f"{who},ELA interim,{500 + 10 * number},{bands[number % 4]}", f"{who},Math interim,{10 + number},"]
    return ("\n".join(lines) + "\n").encode()


def table(text: str) -> Table:
    """A table from a few lines of CSV."""
    return named(table_from(text.encode()))


def rows(header: str, *lines: str) -> Table:
    """A table of these lines under a header."""
    return table("\n".join((header, *lines)) + "\n")


def unmapped_upload(school: School, by: Person) -> Upload:
    """A file that a worker has looked at, and that needs a person's help."""
    upload = received_upload(school, by, interim())
    actions.read_upload(upload, at=NOW)
    return upload
