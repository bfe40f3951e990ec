"""What is asked of a person two by two. No query."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _, ngettext

from teams.templatetags.school_time import school_time

from .desk import Desk
from .task import FEW, Task, state_of, when_of


def near_talks(desk: Desk) -> Iterator[Task]:
    """Those that come, those whose time is over without a word, those without a time."""
    for one in desk.talks.near[:FEW]:
        name, url = one.other(desk.person).first_name, reverse("cycles:check-in", args=[one.pk])
        when = school_time(one.starts_at, one.school)
        yield Task(
            _("Talk with %(name)s") % {"name": name},
            url,
            _("Agenda and questions"),
            one.get_kind_display(),
            when,
            one.starts_at,
            one.minutes,
            state_of(one.starts_at, desk.now),
        )
    for one in (*desk.talks.past[:FEW], *desk.talks.timeless[:FEW]):
        is_past = one.starts_at is not None
        name = one.other(desk.person).first_name
        title = _("Did you talk with %(name)s?") if is_past else _("Find a time to talk with %(name)s")
        url = reverse("cycles:check-in" if is_past else "cycles:check-in-time", args=[one.pk])
        yield Task(
            title % {"name": name}, url, _("Say so") if is_past else _("Find a time"), one.get_kind_display(), minutes=1
        )


def talks_to_arrange(desk: Desk) -> Iterator[Task]:
    """A lead's members with whom nothing is arranged before their team meets: one card a meeting."""
    for found in desk.missing:
        session, count = found.session, len(found.people)
        pk, name = found.people[0]
        words = {
            "name": name.split(" ")[0],
            "count": count,
            "day": formats.date_format(session.meets_on or desk.now, "l"),
        }
        title = ngettext("Talk with %(name)s before %(day)s", "Talk with %(count)s people before %(day)s", count)
        yield Task(
            title % words,
            reverse("cycles:check-in-new", args=[pk]) if count == 1 else reverse("cycles:check-ins"),
            _("Arrange a 1:1") if count == 1 else _("Arrange 1:1s"),
            when_of(session),
            due_at=session.starts_at,
            minutes=30 * count,
            state=state_of(session.starts_at, desk.now),
        )


def lines_to_raise(desk: Desk) -> Iterator[Task]:
    """Words that a member is to read before they are raised; what members asked of their lead: a card a meeting.

    Also that one was not raised after all.
    """
    seen: set[tuple[int, bool, bool]] = set()
    for line in desk.lines:
        key = (line.session.pk, line.is_mine, line.is_left_behind)
        if key in seen:
            continue
        seen.add(key)
        if line.is_left_behind:
            url = reverse("cycles:raise", args=[line.session.pk])
            yield Task(_("A line was not raised"), url, _("What you may do"), when_of(line.session), minutes=2)
            continue
        yield Task(
            _("Read a line before it is raised") if line.is_mine else _("Put a line into words"),
            reverse("cycles:raise", args=[line.session.pk]),
            _("Read it") if line.is_mine else _("Find words"),
            when_of(line.session),
            due_at=line.session.starts_at,
            minutes=2 if line.is_mine else 5,
            state="waiting",
        )
