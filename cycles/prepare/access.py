"""Who may write a reflection, who may read which of its answers, and who writes the templates.

Upper bound: `privacy.md` section 3, "Own reflection template". An author's audience narrows it, and the chip names
the people whom these functions return.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.plan import access as plan_access
from cycles.plan.models import Invitation, ReflectionSession
from data_imports.models import PacketVersion
from reflection_site.statements import Given
from teams import access as teams_access
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership, Person

from .models import Template


def own_preparation(person: Person, pk: int) -> ReflectionSession:
    """A session for which the person writes a reflection: as a member of its team or asked by name, not as a guest."""
    asked = Invitation.objects.filter(session=OuterRef("pk"), person=person, is_guest=False)
    allowed = ReflectionSession.objects.filter(Exists(asked) | Q(team__in=teams_access.member_teams(person)))
    return teams_access.door(_visible(person), allowed, pk)


def citable_version(person: Person, session: ReflectionSession) -> PacketVersion | None:
    """The session's frozen packet, where the person may read it."""
    if session.packet is None or not plan_access.may_read_packet(person, session):
        return None
    return session.packet


def shared_preparation(person: Person, pk: int) -> ReflectionSession:
    """A session whose shared answers the person may read: those who lead it, run it, or oversee it by invitation."""
    session = teams_access.door(_visible(person), True, pk)
    teams_access.only_if(readers_of_group(session).filter(pk=person.pk).exists())
    return session


def may_show_examples(person: Person, session: ReflectionSession) -> bool:
    """Whether they may show answers of their own as a model: who leads the team, for the ILT its leaders too."""
    people = Person.objects.filter(pk=person.pk)
    leads = people.filter(_leading_today(session)).exists()
    return leads or (session.team.is_ilt and people.filter(_leader_today(session)).exists())


def own_examples(person: Person, pk: int) -> ReflectionSession:
    """A session for which one writes, and whose team one may show answers of one's own as a model."""
    session = own_preparation(person, pk)
    teams_access.only_if(may_show_examples(person, session))
    return session


def _visible(person: Person) -> QuerySet[ReflectionSession]:
    return plan_access.visible_sessions(person).select_related("cycle__school", "cycle__year", "team", "packet")


def _leading_today(session: ReflectionSession) -> Exists:
    held = Membership.objects.on().filter(person=OuterRef("pk"), team=session.team_id, position__in=LEADING)
    return Exists(held)


def _leader_today(session: ReflectionSession) -> Exists:
    held = Appointment.objects.on().filter(person=OuterRef("pk"), role=Role.LEADER, school=session.cycle.school_id)
    return Exists(held)


def _invited_superintendent(session: ReflectionSession) -> Q:
    school = session.cycle.school
    over = Q(school=school) | Q(network=school.network_id) if school.network_id else Q(school=school)
    held = Appointment.objects.on().filter(over, person=OuterRef("pk"), role=Role.SUPERINTENDENT)
    invited = Invitation.objects.filter(session=session, person=OuterRef("pk"))
    return Q(Exists(held)) & Q(Exists(invited))


def expected_people(session: ReflectionSession | Given) -> QuerySet[Person]:
    """Those whose reflection is hoped for: everyone invited who is not a guest."""
    asked = Invitation.objects.filter(session=session, is_guest=False)
    return Person.objects.filter(pk__in=asked.values("person_id"))


def readers_of_group(session: ReflectionSession) -> QuerySet[Person]:
    """Readers of what is meant for the group: leads, who runs the meeting, leaders, invited superintendents."""
    return Person.objects.filter(
        Q(_leading_today(session))
        | Q(_leader_today(session))
        | Q(pk__in=[pk for pk in (session.facilitator_id, session.deputy_id) if pk])
        | _invited_superintendent(session),
        is_active=True,
    )


def leads_of(session: ReflectionSession, author: Person) -> list[Person]:
    """Whom "my lead" means for this author, by name. At most 3 queries.

    The team's leads; for a lead (or where there is none) the school leaders; for a school leader the
    superintendents who are invited to the session, and nobody where none is.
    """
    people = Person.objects.filter(is_active=True).exclude(pk=author.pk).order_by("name")
    if Person.objects.filter(_leader_today(session), pk=author.pk).exists():
        return list(people.filter(_invited_superintendent(session)))
    own_leads = list(people.filter(_leading_today(session)))
    author_leads = Membership.objects.on().filter(person=author, team=session.team_id, position__in=LEADING).exists()
    return own_leads if own_leads and not author_leads else list(people.filter(_leader_today(session)))


def only_template_readers(person: Person) -> None:
    """Refuse with 403 whoever neither writes the district's templates nor leads a school that gets them."""
    teams_access.only_if(teams_access.is_district(person) or teams_access.led_schools(person).exists())


def readable_template(person: Person, pk: int) -> Template:
    """One version; a draft exists only for the district, which writes it."""
    only_template_readers(person)
    is_district = teams_access.is_district(person)
    known = Template.objects.select_related("changed_by")
    return teams_access.door(known if is_district else known.filter(is_draft=False), True, pk)


def copied_template(person: Person, pk: int) -> Template:
    """A version from which the person may begin a draft: the district's part."""
    return teams_access.door(Template.objects.all(), teams_access.is_district(person), pk)


def editable_draft(person: Person, pk: int) -> Template:
    """A draft, for the district; for nobody else is it there."""
    teams_access.only_if(teams_access.is_district(person))
    return teams_access.door(Template.objects.select_related("changed_by").filter(is_draft=True), True, pk)
