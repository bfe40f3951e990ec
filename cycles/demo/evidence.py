"""The demo's files go the way of everybody's files: through the importers."""

from datetime import date, datetime

from django.core.files.base import ContentFile

from data_imports import actions as data_imports
from data_imports.reading.contract import Given
from teams.models import SchoolYear

from .files import DemoFile, demo_files
from .people import DemoDistrict


def load_files(
    district: DemoDistrict, year: SchoolYear, years: tuple[SchoolYear, SchoolYear], today: date, now: datetime
) -> None:
    """Load every file of `year`, school by school; the very last one waits for the steward's word."""
    files = [(demo, file) for demo in district.schools for file in demo_files(demo, years, today) if file.year == year]
    *loaded, last = files if year == years[-1] else [*files, None]
    for demo, file in filter(None, loaded):
        data_imports.import_content(
            file.content, name=file.name, school=demo.school, given=_given(file), by=district.steward, at=now
        )
    if last:
        demo, file = last
        content = ContentFile(file.content, name=file.name)
        upload = data_imports.receive_upload(
            content, school=demo.school, given=_given(file), by=district.steward, at=now
        )
        data_imports.read_upload(upload, at=now)


def _given(file: DemoFile) -> Given:
    return Given(year=file.year.name, window=file.window, asked=file.asked)
