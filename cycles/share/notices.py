"""What people hear of a summary: that it waits for them, that somebody responded."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan import around
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import ReflectionSession
from teams import notices as teams_notices
from teams.enums import Role
from teams.models import Appointment, Notice, Person
from teams.notices import Mail

from .enums import Response, SummaryState
from .models import Review, Summary

REVIEW_ASKED = "review asked"
REVIEW_GIVEN = "review given"


def ask_reviewer(review: Review, *, at: datetime) -> None:
    school = review.summary.cycle.school
    teams_notices.put(REVIEW_ASKED, thing=review, person=review.reviewer, due_at=at, at=at, school=school)


def tell_school(review: Review, *, at: datetime) -> None:
    """To the school's leaders and who published."""
    school = review.summary.cycle.school
    leaders = Appointment.objects.on().filter(role=Role.LEADER, school=school).values("person_id")
    people = {person.pk: person for person in Person.objects.filter(pk__in=leaders, is_active=True)}
    teams_notices.put_many(
        REVIEW_GIVEN,
        thing=review,
        people=people.values(),
        due_at=at,
        at=at,
        occurrence=at.isoformat()[:19],
        school=school,
    )


def _review(notice: Notice) -> Review | None:
    return teams_notices.load(notice, Review, "summary__cycle__school", "reviewer")


def _asked_wanted(notice: Notice) -> bool:
    review = _review(notice)
    return review is not None and review.response == Response.WAITING


def _asked_mail(notice: Notice) -> Mail:
    review = _review(notice)
    if review is None:
        raise LookupError(notice.thing)
    return teams_notices.letter(
        notice,
        subject=_("%(school)s has shared its reflection") % {"school": review.summary.cycle.school.name},
        lines=[
            _("The summary “%(title)s” is published and waits for your review.") % {"title": review.summary.title},
            _("A line of response is enough; the school sees that you opened it."),
        ],
        action=(_("Read and respond"), reverse("cycles:review", args=[review.pk])),
    )


def _given_wanted(notice: Notice) -> bool:
    review = _review(notice)
    return review is not None and review.response != Response.WAITING


def _given_mail(notice: Notice) -> Mail:
    review = _review(notice)
    if review is None:
        raise LookupError(notice.thing)
    return teams_notices.letter(
        notice,
        subject=_("%(name)s responded to your summary") % {"name": review.reviewer.name},
        lines=[_("The response to “%(title)s” is on its page.") % {"title": review.summary.title}],
        facts=[(_("Response"), review.get_response_display())],
        action=(_("Read the response"), reverse("cycles:summary", args=[review.summary_id])),
    )


teams_notices.register(
    REVIEW_ASKED,
    label=gettext_lazy("A school's summary waits for your review"),
    still_wanted=_asked_wanted,
    render=_asked_mail,
)
teams_notices.register(
    REVIEW_GIVEN,
    label=gettext_lazy("A response to your school's summary"),
    still_wanted=_given_wanted,
    render=_given_mail,
)


# --- the letters that follow the ILT's meeting


def _letters_waiting(sessions: Sequence[ReflectionSession], circle: around.Circle) -> dict[int, around.People]:
    """The leaders, until the cycle's summary is published: staff and families read it in one. 1 query."""
    cycles = {one.cycle_id for one in sessions}
    published = Summary.objects.filter(cycle__in=cycles, state=SummaryState.PUBLISHED)
    told = set(published.values_list("cycle_id", flat=True))
    return {one.pk: circle.leaders(one) for one in sessions if one.cycle_id not in told}


def _board(session: ReflectionSession) -> str:
    return f"{reverse('cycles:board')}?cycle={session.cycle_id}"


for kind, notice, label, subject in (
    (
        MilestoneKind.STAFF,
        "letter-staff-due",
        gettext_lazy("Reminder to write to the staff"),
        gettext_lazy("By %(due)s: tell the staff what changes"),
    ),
    (
        MilestoneKind.FAMILIES,
        "letter-families-due",
        gettext_lazy("Reminder to write to families"),
        gettext_lazy("By %(due)s: tell families what changes"),
    ),
):
    around.watch(
        kind,
        notice=notice,
        label=label,
        waiting=_letters_waiting,
        words=around.Words(
            subject=subject,
            lines=(
                gettext_lazy("The teams have met, and the summary of this cycle is not published yet."),
                gettext_lazy("It begins with what the teams agreed on; you edit it and choose when it goes out."),
            ),
            action=gettext_lazy("Open the board"),
            address=_board,
        ),
    )
