"""May I? Who imports, who reads what came of it, and who sees LEAP rows."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from data_imports.models import CellNote, PacketVersion, Upload
from data_imports.privacy import Profile
from teams import access as teams_access
from teams.models import Membership, Person, School


def uploading_schools(person: Person) -> QuerySet[School]:
    """Schools for which the person may import: a leader's own, every one for district and steward."""
    return School.objects.all() if imports_for_district(person) else teams_access.led_schools(person)


def imports_for_district(person: Person) -> bool:
    """Whether the person may bring in one file for all schools: district administrator and steward."""
    return teams_access.is_district(person) or teams_access.is_steward(person)


def may_upload(person: Person) -> bool:
    """Whether the person imports at all."""
    return uploading_schools(person).exists()


@dataclass(frozen=True)
class EvidenceReader:
    """What the evidence page offers a person: files, the own school's lists, for the district those of every school."""

    led: School | None
    is_district: bool
    is_steward: bool

    @property
    def may_upload(self) -> bool:
        """As `may_upload`, without asking again."""
        return self.is_district or self.is_steward or self.led is not None

    @property
    def opens_all(self) -> bool:
        """Whether files of the whole district are opened."""
        return self.is_district or self.is_steward

    @property
    def reads_no_packets(self) -> bool:
        """Whoever brings data in for the district sees none of what is made of it."""
        return self.led is None and (self.is_district or self.is_steward)

    def uploads(self) -> QuerySet[Upload]:
        """As `visible_uploads`, without asking again."""
        if self.opens_all:
            return Upload.objects.all()
        return Upload.objects.of(School.objects.filter(pk=self.led.pk)) if self.led else Upload.objects.none()


def evidence_reader(person: Person) -> EvidenceReader:
    """As `teams_access.roles_today`."""
    led = teams_access.led_school(person)
    return EvidenceReader(led, teams_access.is_district(person), teams_access.is_steward(person))


def only_uploaders(person: Person) -> None:
    """Refuse with 403 whoever imports nowhere."""
    teams_access.only_if(may_upload(person))


def readable_uploads(person: Person) -> QuerySet[Upload]:
    """Uploads of the schools for which the person imports; those of the whole district only for who imports for it."""
    if imports_for_district(person):
        return Upload.objects.all()
    return Upload.objects.filter(school__in=teams_access.led_schools(person))


def visible_uploads(person: Person) -> QuerySet[Upload]:
    """Uploads that exist for the person: those that brought a school something that they know of."""
    if imports_for_district(person):
        return Upload.objects.all()
    return Upload.objects.of(teams_access.visible_schools(person))


def readable_upload(person: Person, pk: int) -> Upload:
    """One upload, with its school and who brought it."""
    fetched = visible_uploads(person).select_related("school", "by", "undone_by", "mapping")
    return teams_access.door(fetched, readable_uploads(person), pk)


def editable_upload(person: Person, pk: int) -> Upload:
    """One upload that the person may confirm or put aside: whoever may import may."""
    return readable_upload(person, pk)


def mending_upload(person: Person, pk: int) -> Upload:
    """One upload whose rejected rows the person may have as they stand in the file: the school's leader."""
    mine = Upload.objects.filter(school__in=teams_access.led_schools(person))
    return teams_access.door(visible_uploads(person).select_related("school"), mine, pk)


def led_school(person: Person) -> School:
    """The school that the person leads now; 403 for everybody else."""
    school = teams_access.led_school(person)
    if school is None:
        raise PermissionDenied
    return school


def led_leap_school(person: Person) -> School:
    """The same, if the school uses LEAP."""
    school = led_school(person)
    teams_access.only_if(school.uses_leap)
    return school


def people_to_recognize(school: School) -> QuerySet[Person]:
    """Who somebody in the school's files may be: everyone there today."""
    return teams_access.people_of(School.objects.filter(pk=school.pk))


def placing_school(person: Person, pk: int) -> School:
    """A school whose classes the person may put into teams, which opens their students' figures to these teams."""
    return teams_access.door(teams_access.visible_schools(person), teams_access.editable_schools(person), pk)


def reads_values(person: Person, school: School | None) -> bool:
    """Whether cells about persons are shown in the clear: to the school's leader only, and to nobody of several."""
    return school is not None and school == teams_access.led_school(person)


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


def earlier_versions(person: Person, version: PacketVersion) -> QuerySet[PacketVersion]:
    """Versions of the same packet before this one that its reader sees too.

    They were made for the same readers or for more, never for fewer; of a team's own numbers only those since one
    joined.
    """
    if version.version == 1:
        return PacketVersion.objects.none()
    before = PacketVersion.objects.filter(packet=version.packet_id, version__lt=version.version)
    suppressed = {Profile.IN_HOUSE.value, Profile.OUTSIDE.value}
    if version.profile in suppressed:
        as_strict = suppressed if version.profile == Profile.IN_HOUSE else {Profile.OUTSIDE.value}
        return before.filter(profile__in=as_strict)
    return before.filter(Q(profile__in=suppressed) | Q(pk__in=readable_packets(person).values("pk")))


def own_note(person: Person, version: PacketVersion, pk: int) -> CellNote:
    """A note that the person pinned to the packet of this version, now or earlier."""
    mine = CellNote.objects.select_related("version").filter(version__packet=version.packet_id, by=person)
    return teams_access.door(mine, True, pk)


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
