"""What listening asks of a person, as cards."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from teams.templatetags.school_time import day

from .desk import Desk
from .task import Task, state_of


def maps_asked(desk: Desk) -> Iterator[Task]:
    """Maps that a member is asked for."""
    for asked in desk.maps:
        done = _("without names: ignore it if you are done") if asked.is_anonymous else ""
        yield Task(
            _("Fill in your thinking map about %(lead)s") % {"lead": asked.lead},
            asked.url,
            _("Continue") if asked.is_begun else _("Begin"),
            asked.title,
            _("by %(when)s") % {"when": day(asked.round.learning_cycle.maps_until)},
            asked.closes_at,
            5,
            state_of(asked.closes_at, desk.now),
            done,
        )


def maps_told(desk: Desk) -> Iterator[Task]:
    """What a lead was told and has not read, or not answered."""
    for told in desk.told:
        count = told.unread
        yield Task(
            ngettext("Read a thinking map", "Read %(count)s thinking maps", count) % {"count": count}
            if count
            else _("Tell your team what you heard"),
            reverse("cycles:map-round", args=[told.pk]),
            _("Read") if count else _("Write"),
            _("%(team)s, %(cycle)s") % {"team": told.team, "cycle": told.title},
            minutes=2 * count or 10,
        )


def learning_cycles(desk: Desk) -> Iterator[Task]:
    """A year that has begun without learning cycles: nobody is asked for a map before they are set."""
    if desk.lacks_learning_cycles:
        yield Task(
            _("Set this year's learning cycles"),
            reverse("cycles:learning-cycles"),
            _("Set them"),
            _("each ends with a thinking map from every team to its lead"),
            minutes=3,
            rank=2,
        )
