"""The sheets and columns of the workbook, with guidance and examples. Titles are known in every language."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One column: its key in the code, its title, what to write, an example."""

    key: str
    title: str | Promise
    help: str | Promise
    example: str | Promise
    is_needed: bool = False
    width: int = 18


@dataclass(frozen=True)
class Sheet:
    key: str
    title: str | Promise
    columns: tuple[Column, ...]


def names(title: str | Promise) -> set[str]:
    """A title in every language of the site, in small letters."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(str(title).strip().lower())
    return found


CODE = Column("code", _("School code"), _("As in your files"), "0101", is_needed=True, width=14)
SHEETS = (
    Sheet(
        "schools",
        _("Schools"),
        (
            CODE,
            Column("name", _("School name"), _("As people say it"), "Juniper Elementary", is_needed=True, width=30),
            Column("network", _("Network"), _("Empty if you have none"), "North Network", width=22),
            Column("zone", _("Time zone"), _("Empty means America/Denver"), "America/Denver", width=20),
            Column("uses_uip", _("Has a UIP"), _("yes or no; empty means yes"), _("yes"), width=12),
            Column("uses_slo", _("Uses SLOs"), _("yes or no; empty means yes"), _("yes"), width=12),
            Column("uses_leap", _("Uses LEAP"), _("yes or no; empty means yes"), _("no"), width=12),
        ),
    ),
    Sheet(
        "terms",
        _("Terms"),
        (
            Column("year", _("School year"), _("Written as 2026-27"), "2026-27", is_needed=True, width=14),
            Column("code", _("School code"), _("Empty means all schools"), "", width=14),
            Column("name", _("Term"), _("For example Fall, or Q2"), _("Fall"), is_needed=True),
            Column("kind", _("Kind"), _("semester or quarter"), _("Semester")),
            Column("starts_on", _("First day"), _("A date"), "2026-08-17", is_needed=True, width=14),
            Column("ends_on", _("Last day"), _("A date"), "2026-12-18", is_needed=True, width=14),
            Column(
                "closes", _("Reflection at its close"), _("mid-year, end of year, or empty"), _("Mid-year"), width=24
            ),
        ),
    ),
    Sheet(
        "people",
        _("People"),
        (
            CODE,
            Column("name", _("Name"), _("First and last name"), "Rosa Delgado", is_needed=True, width=26),
            Column(
                "email", _("E-mail"), _("They sign in with it"), "rosa.delgado@example.org", is_needed=True, width=32
            ),
            Column("role", _("Role"), _("School leader or staff"), _("School leader"), is_needed=True),
            Column("number", _("Employee number"), _("May stay empty"), "104233"),
            Column("supervisor", _("Evaluated by"), _("The e-mail of the evaluator; may stay empty"), "", width=32),
        ),
    ),
    Sheet(
        "teams",
        _("Teams"),
        (
            CODE,
            Column("name", _("Team"), _("One row a team"), _("Grade 4"), is_needed=True),
            Column(
                "kind", _("Kind"), _("ILT (one a school) or teacher team"), _("Teacher team"), is_needed=True, width=20
            ),
            Column("senior_lead", _("Senior lead"), _("E-mails, separated by ;"), "sam.obrien@example.org", width=30),
            Column("lead", _("Team leads"), _("E-mails, separated by ;"), "", width=30),
            Column("specialist", _("Specialists"), _("E-mails, separated by ;"), "", width=30),
            Column(
                "member",
                _("Members"),
                _("E-mails, separated by ;"),
                "teresa.nunez@example.org; malik.johnson@example.org",
                width=50,
            ),
            Column("weekday", _("Usual day"), _("May stay empty"), _("Thursday"), width=14),
            Column("time", _("Usual time"), _("May stay empty"), "3:30 PM", width=12),
            Column("minutes", _("Minutes"), _("Empty means 60"), "60", width=10),
            Column("place", _("Usual place"), _("May stay empty"), _("Library")),
        ),
    ),
    Sheet(
        "goals",
        _("Goals"),
        (
            CODE,
            Column("year", _("School year"), _("Written as 2026-27"), "2026-27", is_needed=True, width=14),
            Column(
                "title",
                _("Goal"),
                _("One line is enough"),
                _("Raise grade 4 math to 50% at or above grade level"),
                is_needed=True,
                width=60,
            ),
            Column("target", _("Target"), _("May stay empty"), "50%"),
            Column(
                "owner", _("Who looks after it"), _("An e-mail; may stay empty"), "rosa.delgado@example.org", width=32
            ),
        ),
    ),
)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
# the second row of a sheet tells what to write; a row that begins so is never read
GUIDANCE = "→ "
