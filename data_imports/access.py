"""May I? Who imports, who reads what came of it, and who sees LEAP rows."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from data_imports.models import PacketVersion, Upload
from data_imports.privacy import Profile
from teams import access as teams_access
from teams.models import Membership, Person, School


def uploading_schools(person: Person) -> QuerySet[School]:
    """Schools for which the person may import: a leader's own, every one for district and steward."""
    if teams_access.is_district(person) or teams_access.is_steward(person):
        return School.objects.all()
    return teams_access.led_schools(person)


def may_upload(person: Person) -> bool:
    """Whether the person imports at all."""
    return uploading_schools(person).exists()


def only_uploaders(person: Person) -> None:
    """Refuse with 403 whoever imports nowhere."""
    teams_access.only_if(may_upload(person))


def readable_uploads(person: Person) -> QuerySet[Upload]:
    """Uploads of the schools for which the person imports."""
    return Upload.objects.filter(school__in=uploading_schools(person))


def readable_upload(person: Person, pk: int) -> Upload:
    """One upload, with its school and who brought it."""
    visible = Upload.objects.filter(school__in=teams_access.visible_schools(person))
    return teams_access.door(visible.select_related("school", "by"), readable_uploads(person), pk)


def editable_upload(person: Person, pk: int) -> Upload:
    """One upload that the person may confirm or put aside: whoever may import may."""
    return readable_upload(person, pk)


def reads_values(person: Person, school: School) -> bool:
    """Whether cells about persons are shown in the clear: to the school's leader only."""
    return teams_access.led_schools(person).filter(pk=school.pk).exists()


def evidence_schools(person: Person) -> QuerySet[School]:
    """Schools of which the person sees what came in."""
    return teams_access.visible_schools(person)


def readable_packets(person: Person) -> QuerySet[PacketVersion]:
    """Frozen versions: a leader's school, one's own teams since one joined them, what overseen schools may show."""
    inside = Q(packet__school__in=teams_access.led_schools(person))
    since = Membership.objects.on().filter(
        person=person, team=OuterRef("packet__team"), starts_on__lte=OuterRef("as_of__date")
    )
    own = Q(Exists(since), packet__team__in=teams_access.member_teams(person))
    overseen = Q(
        packet__school__in=teams_access.overseen_schools(person),
        profile__in=(Profile.IN_HOUSE.value, Profile.OUTSIDE.value),
    )
    return PacketVersion.objects.filter(inside | own | overseen)


def readable_packet(person: Person, pk: int) -> PacketVersion:
    """One frozen version with its packet, school and team."""
    visible = PacketVersion.objects.filter(packet__school__in=teams_access.visible_schools(person))
    fetched = visible.select_related("packet__school", "packet__team")
    return teams_access.door(fetched, readable_packets(person), pk)


def leap_is_on() -> bool:
    """Whether the district has turned individual LEAP rows on."""
    return bool(settings.LEAP_INDIVIDUAL)


def leap_people(person: Person) -> QuerySet[Person]:
    """Whose LEAP rows the person may read: those they evaluate today, and a leader's school."""
    led = teams_access.led_schools(person)
    at_school = Q(pk__in=teams_access.people_of(led).values("pk"))
    evaluated = Q(pk__in=teams_access.supervised_people(person).values("pk"))
    return Person.objects.filter(at_school | evaluated)


def leap_readable_person(person: Person, pk: int) -> Person:
    """Somebody whose LEAP rows the person may read."""
    return teams_access.door(teams_access.visible_people(person), leap_people(person), pk)


def leap_school(reader: Person, person: Person) -> School | None:
    """At which school `person` is read about: the one that the reader leads or at which the reader evaluates them.

    One school at a time, whoever works in two; the reader's own workplace comes first.
    """
    evaluated = teams_access.held_supervision(reader).filter(supervisee=person).values("school_id")
    led = teams_access.led_schools(reader)
    at_school = led if teams_access.people_of(led).filter(pk=person.pk).exists() else led.none()
    schools = list(School.objects.filter(Q(pk__in=evaluated) | Q(pk__in=at_school)).order_by("name", "pk"))
    own = teams_access.workplace(reader)
    return next((school for school in schools if school == own), schools[0] if schools else None)


def finding_schools(person: Person) -> QuerySet[School]:
    """Schools whose survey findings the person reads: a leader's, overseen ones, the district's all."""
    if teams_access.is_district(person):
        return School.objects.all()
    return teams_access.led_schools(person) | teams_access.overseen_schools(person)


def only_finding_readers(person: Person) -> None:
    """Refuse with 403 whoever reads no survey findings."""
    teams_access.only_if(finding_schools(person).exists())
