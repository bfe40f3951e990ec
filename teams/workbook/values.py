"""What a cell means: a day, a time, yes or no, one of some words, an e-mail. None where it can't be told."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teams.enums import CycleKind, Role, TeamKind, TermKind

from .layout import names

DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y")
TIMES = ("%I:%M %p", "%I %p", "%H:%M", "%H:%M:%S", "%I:%M%p", "%I%p")
ROLES = {Role.LEADER: Role.LEADER.label, Role.STAFF: Role.STAFF.label}
MORE_ROLES = {role: role.label for role in (Role.SUPERINTENDENT, Role.PARTNER)}
TEAM_KINDS = {TeamKind.ILT: _("ILT"), TeamKind.TEACHER: TeamKind.TEACHER.label}
TERM_KINDS = {kind: kind.label for kind in TermKind}
CLOSES = {kind: kind.label for kind in CycleKind}
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
YES, NO = _("yes"), _("no")


def a_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for pattern in DAYS:
        try:
            return datetime.strptime(str(value).strip(), pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def a_time(value: Any) -> time | None:
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    for pattern in TIMES:
        try:
            return datetime.strptime(str(value).strip().upper().replace(".", ""), pattern).time()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().lower()


def one_of(text: str, choices: Mapping[Any, str | Promise]) -> Any:
    """The choice whose value or label, in any language, is `text`."""
    wanted = _plain(text)
    for value, label in choices.items():
        if wanted in {_plain(str(value)), *(_plain(name) for name in names(label))}:
            return value
    return None


def a_weekday(text: str) -> int | None:
    return one_of(text, dict(enumerate(WEEKDAYS)))  # type: ignore[no-any-return]


def yes_or_no(text: str, *, default: bool) -> bool | None:
    if not text:
        return default
    answer = one_of(text, {"yes": YES, "no": NO})
    if answer is None:
        answer = {"y": "yes", "true": "yes", "1": "yes", "x": "yes", "n": "no", "false": "no", "0": "no"}.get(
            text.lower()
        )
    return None if answer is None else answer == "yes"


def an_email(text: str) -> str | None:
    try:
        validate_email(text)
    except ValidationError:
        return None
    return text.lower()


def emails(text: str) -> list[str]:
    """The parts of a cell with several e-mails."""
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]


def code_key(code: str) -> str:
    """A school code as two spreadsheets may spell it: 0101 and 101 are one."""
    return code.strip().lstrip("0").upper() or code.strip()
