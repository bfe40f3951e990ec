"""Which template a person gets, and whether the meeting has begun."""

from django.db.models import Exists, OuterRef, Q

from cycles.plan.models import ReflectionSession
from cycles.prepare import access
from cycles.prepare.enums import TemplateKind
from cycles.prepare.models import PinnedTemplate, Template
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership, Person


def has_begun(session: ReflectionSession) -> bool:
    """Whether the meeting has begun: from then on what was handed in stays as it is."""
    return session.has_begun


def kinds_of(session: ReflectionSession) -> dict[int, TemplateKind]:
    """The kind of template of everyone expected, by person. 3 queries."""
    leaders = set(
        Appointment.objects.on()
        .filter(role=Role.LEADER, school=session.cycle.school_id)
        .values_list("person_id", flat=True)
    )
    leads = set(
        Membership.objects.on().filter(team=session.team_id, position__in=LEADING).values_list("person_id", flat=True)
    )
    rest = TemplateKind.ILT_MEMBER if session.team.is_ilt else TemplateKind.TEACHER
    expected = access.expected_people(session).values_list("pk", flat=True)
    return {
        pk: TemplateKind.LEADER if pk in leaders else TemplateKind.LEAD if pk in leads else rest
        for pk in {*expected, *leaders, *leads}
    }


def kind_for(session: ReflectionSession, person: Person) -> TemplateKind:
    """School leader, lead of that team, ILT member, else teacher: the first that fits. One reflection per session."""
    rest = TemplateKind.ILT_MEMBER if session.team.is_ilt else TemplateKind.TEACHER
    return kinds_of(session).get(person.pk, rest)


def current_template(session: ReflectionSession, person: Person) -> Template:
    """The template that the person would begin now: the version that the session has pinned, else the current one."""
    kind = kind_for(session, person)
    pinned = PinnedTemplate.objects.filter(session=session, kind=kind, template=OuterRef("pk"))
    asked = Template.objects.filter(kind=kind, cycle_kind=session.cycle.kind).annotate(is_pinned=Exists(pinned))
    return asked.filter(Q(is_pinned=True) | Q(is_current=True)).order_by("-is_pinned")[0]
