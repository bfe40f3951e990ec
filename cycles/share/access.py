"""May I? Summaries and their reviews. Source: the matrix of `privacy.md`, section 3, row "Summary".

A draft is for those who write it: the leader, leads whose team reflected in the cycle, those who facilitated. Only
the leader publishes. A published summary is read by the school's people, by its superintendents, by partners who
were asked, and by the district.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.plan import access as plan_access
from cycles.plan.access import Standing
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from teams import access as teams_access
from teams.enums import Role
from teams.models import Appointment, Person, School

from .enums import SummaryState
from .models import Review, Summary


def _summaries(filters: Q) -> QuerySet[Summary]:
    return Summary.objects.select_related("cycle__school", "cycle__year", "published_by", "edited_by").filter(filters)


def _cycles_written(person: Person) -> QuerySet[Cycle]:
    standing = Standing(person)
    guided = ReflectionSession.objects.filter(standing.leads_team | standing.facilitates)
    return Cycle.objects.filter(Q(school__in=teams_access.led_schools(person)) | Q(pk__in=guided.values("cycle_id")))


def reviewing_schools(person: Person) -> QuerySet[School]:
    """Schools that the person oversees or supports today: where a review of theirs is still theirs."""
    mine = teams_access.overseen_schools(person) | teams_access.partnered_schools(person)
    return mine.distinct()


def readable_summaries(person: Person) -> QuerySet[Summary]:
    published = Q(state=SummaryState.PUBLISHED)
    if teams_access.is_district(person):
        return _summaries(published)
    asked = Review.objects.filter(reviewer=person, summary__cycle__school__in=reviewing_schools(person).values("pk"))
    staff = Q(cycle__school=teams_access.workplace(person))
    overseen = Q(cycle__school__in=teams_access.overseen_schools(person))
    written = Q(cycle__in=_cycles_written(person))
    return _summaries((published & (staff | overseen | Q(pk__in=asked.values("summary_id")))) | written)


def editable_summaries(person: Person) -> QuerySet[Summary]:
    return _summaries(Q(cycle__in=_cycles_written(person)))


def publishable_summaries(person: Person) -> QuerySet[Summary]:
    return _summaries(Q(cycle__school__in=teams_access.led_schools(person)))


def readable_summary(person: Person, pk: int) -> Summary:
    return teams_access.door(readable_summaries(person), True, pk)


def editable_summary(person: Person, pk: int) -> Summary:
    return teams_access.door(readable_summaries(person), editable_summaries(person), pk)


def publishable_summary(person: Person, pk: int) -> Summary:
    return teams_access.door(readable_summaries(person), publishable_summaries(person), pk)


def drafted_cycle(person: Person, pk: int) -> Cycle:
    """A cycle whose summary the person may draft."""
    return teams_access.door(plan_access.visible_cycles(person), _cycles_written(person), pk)


def may_edit(person: Person, summary: Summary) -> bool:
    return editable_summaries(person).filter(pk=summary.pk).exists()


def may_publish(person: Person, summary: Summary) -> bool:
    return publishable_summaries(person).filter(pk=summary.pk).exists()


# --- reviews


def reviewers_of(cycle: Cycle) -> QuerySet[Person]:
    """Who is asked to review: the school's superintendents, and its partners who were guests in the cycle."""
    school = cycle.school
    near = Q(school=school) | Q(school=None, network=school.network_id) & ~Q(network=None)
    held = Appointment.objects.on().filter(near, person=OuterRef("pk"))
    guests = Invitation.objects.filter(session__cycle=cycle, is_guest=True, person=OuterRef("pk"))
    invited = Q(Exists(held.filter(role=Role.PARTNER))) & Q(Exists(guests))
    return Person.objects.filter(Q(Exists(held.filter(role=Role.SUPERINTENDENT))) | invited, is_active=True)


def has_reviews(person: Person) -> bool:
    """Whether the page across schools is for the person: superintendents, and partners who were asked."""
    return teams_access.overseen_schools(person).exists() or own_reviews(person).exists()


def own_reviews(person: Person) -> QuerySet[Review]:
    schools = reviewing_schools(person).values("pk")
    return Review.objects.select_related("summary__cycle__school", "summary__cycle__year", "reviewer").filter(
        reviewer=person, summary__cycle__school__in=schools, summary__state=SummaryState.PUBLISHED
    )


def own_review(person: Person, pk: int) -> Review:
    """One's own; who reads the summary may know of another's review, and may not answer in its place."""
    of_readable = Review.objects.filter(summary__in=readable_summaries(person))
    visible = of_readable.select_related("summary__cycle__school", "summary__cycle__year", "reviewer")
    return teams_access.door(visible, own_reviews(person), pk)
