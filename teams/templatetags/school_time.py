"""Dates and times as American schools write them, in the school's zone and the reader's language."""

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from teams.models import School

register = template.Library()


@register.filter
def school_time(moment: datetime | None, school: School) -> str:
    """ "Thu, Dec 11, 3:30 PM" on the school's wall clock; empty for nothing."""
    if moment is None:
        return ""
    return formats.date_format(timezone.localtime(moment, school.zone), _("D, M j, g:i A"))


@register.filter
def school_clock(moment: datetime | None, school: School) -> str:
    """ "3:30 PM" on the school's wall clock."""
    return "" if moment is None else formats.date_format(timezone.localtime(moment, school.zone), _("g:i A"))


@register.filter
def day(value: date | None) -> str:
    """ "Thu, Dec 11"."""
    return "" if value is None else formats.date_format(value, _("D, M j"))


@register.filter
def year_day(value: date | None) -> str:
    """ "Dec 11, 2026", for days that may lie in another year."""
    return "" if value is None else formats.date_format(value, _("M j, Y"))


@register.filter
def long_day(value: date | None) -> str:
    """ "Thursday, December 11, 2026"."""
    return "" if value is None else formats.date_format(value, _("l, F j, Y"))
