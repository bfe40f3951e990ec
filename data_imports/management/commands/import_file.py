"""`manage.py import_file PATH`: an export into the tables, all of it or nothing."""

import json
import os
import re
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from data_imports import actions
from data_imports.drawing import Drawing
from data_imports.enums import Respondents, Window
from data_imports.mapped import NeedsMapping, Said
from data_imports.merging import Counts
from data_imports.reading import mapping
from data_imports.reading.contract import FileRefused, Given
from data_imports.storing import Stored
from teams.models import Person, School


class Refused(CommandError):
    """One sentence on standard error, exit code 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, returncode=2)


class Command(BaseCommand):
    """Import one file; exit 0 when it is stored, 2 when it is refused and nothing has changed."""

    help = "Import an export of an assessment, LEAP observations, a survey or a roster."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--format", default="", help="which kind, where the content does not tell")
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE", help="what the columns mean: JSON, as it is printed"
        )
        parser.add_argument("--school", default="", metavar="CODE")
        parser.add_argument("--year", default="", metavar="2026-27")
        parser.add_argument("--window", default="", metavar="fall|winter|spring")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who brings the file in")
        parser.add_argument("--asked", type=int, default=0, metavar="N", help="survey: how many were asked")
        parser.add_argument("--respondents", choices=Respondents.values, default="", help="survey: who was asked")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; store nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            imported = run(options)
        except NeedsMapping as unknown:
            self.ask(unknown, is_json=options["json"])
        except FileRefused as refusal:
            raise Refused(str(refusal)) from refusal
        told = imported.as_json()
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else sentence(told))

    def ask(self, unknown: NeedsMapping, *, is_json: bool) -> NoReturn:
        """Print the mapping to confirm, and refuse."""
        first = unknown.sketches[0]
        told = {"refused": str(unknown), "mapping": first["body"], "confidence": first["confidence"]}
        self.stdout.write(
            json.dumps(told | {"doubts": first["doubts"]}, ensure_ascii=False, indent=None if is_json else 1)
        )
        raise Refused(str(unknown)) from unknown


def run(options: dict[str, Any]) -> actions.Imported:
    """The import that the options ask for."""
    given, path = given_by(options), readable(options["path"])
    said = Said(body_in(options["mapping"]), is_trusting=True)
    try:
        return actions.import_file(
            path,
            name=path.name,
            school=school_of(options["school"]),
            given=given,
            by=person_of(options["by"]),
            at=timezone.now(),
            format_key=options["format"],
            said=said,
            is_dry=options["dry_run"],
        )
    except DatabaseError as error:
        if options["dry_run"] and not options["school"]:
            return without_database(Drawing(path, options["format"], given, said))
        raise Refused(_("The database cannot be used: %(why)s") % {"why": error}) from error


def without_database(drawing: Drawing) -> actions.Imported:
    """A dry run tells what the file says even where there is no database yet."""
    began = time.perf_counter()
    reading = drawing.whole()
    return actions.Imported(reading, Stored(Counts(created=reading.rows_kept)), None, time.perf_counter() - began)


def readable(path: Path) -> Path:
    """The path, if there is a file or folder that can be opened."""
    if not path.exists() or not os.access(path, os.R_OK):
        raise FileRefused(_("There is no readable file at %(path)s.") % {"path": path})
    return path


def body_in(path: Path | None) -> dict[str, Any] | None:
    """The mapping in a file: by itself, or inside what was printed with a refusal."""
    if path is None:
        return None
    try:
        told = json.loads(readable(path).read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise FileRefused(_("The mapping in %(path)s cannot be read: it is not JSON.") % {"path": path}) from error
    return mapping.checked(told.get("mapping", told) if isinstance(told, dict) else told)


def person_of(email: str) -> Person | None:
    """Who brings the file in, if somebody was named."""
    if not email:
        return None
    if (person := Person.objects.filter(email__iexact=email).first()) is None:
        raise FileRefused(_("There is nobody with the address %(email)s.") % {"email": email})
    return person


def given_by(options: dict[str, Any]) -> Given:
    """Year and window, in the shapes that are stored."""
    year, window = options["year"], options["window"]
    if year and not (re.fullmatch(r"\d{4}-\d{2}", year) and (int(year[:4]) + 1) % 100 == int(year[5:])):
        raise FileRefused(_("Write the school year like 2026-27."))
    if window and window not in Window.values:
        raise FileRefused(_("The window is one of fall, winter or spring."))
    return Given(year, window, options["asked"], respondents=options["respondents"])


def school_of(code: str) -> School | None:
    """The school with this code, if one was named."""
    if not code:
        return None
    if (school := School.objects.filter(code=code).first()) is None:
        raise FileRefused(_("There is no school with the code %(code)s.") % {"code": code})
    return school


def sentence(told: dict[str, Any]) -> str:
    """The result for a person at a terminal."""
    counted = _(
        "%(format)s: %(rows_read)s rows read, %(created)s new, %(changed)s changed, "
        "%(unchanged)s the same, %(skipped)s skipped, %(rejected)s rejected."
    )
    lines = [counted % told]
    problem_line = _("Row %(row)s, %(column)s: found “%(found)s”, expected %(expected)s. %(mend)s")
    lines.extend(problem_line % problem for problem in told["problems"][:20])
    return "\n".join(lines)
