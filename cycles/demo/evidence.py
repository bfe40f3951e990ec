"""The demo's files go the way of everybody's files: through the importers."""

from datetime import date, datetime

from data_imports import actions as data_imports
from data_imports.reading.contract import Given
from teams.models import SchoolYear

from .files import demo_files
from .people import DemoDistrict


def load_files(
    district: DemoDistrict, year: SchoolYear, years: tuple[SchoolYear, SchoolYear], today: date, now: datetime
) -> None:
    """Load every file of `year`, school by school."""
    for demo in district.schools:
        for file in demo_files(demo, years, today):
            if file.year == year:
                data_imports.import_content(
                    file.content,
                    name=file.name,
                    school=demo.school,
                    given=Given(year=year.name, window=file.window),
                    by=district.steward,
                    at=now,
                )
