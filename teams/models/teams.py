from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.enums import LEADING, Position, TeamKind

from .calendar import SchoolYear
from .dated import Dated, DatedQuerySet
from .people import Person
from .places import School


class Team(models.Model):
    """A school's ILT (one) or one of its teacher teams, with the slot in which it usually meets."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="teams")
    kind = models.CharField(_("kind"), max_length=8, choices=TeamKind)
    name = models.CharField(_("name"), max_length=80)
    usual_weekday = models.PositiveSmallIntegerField(
        _("usual weekday"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(6)],
        help_text=_("0 is Monday"),
    )
    usual_time = models.TimeField(_("usual time"), null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField(
        _("usual length in minutes"),
        default=60,
        validators=[MinValueValidator(15), MaxValueValidator(480)],
    )
    usual_place = models.CharField(_("usual place"), max_length=120, blank=True)
    is_active = models.BooleanField(_("meets"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="teams_team_name_once"),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(kind=TeamKind.ILT),
                name="teams_one_ilt_per_school",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ilt(self) -> bool:
        """Whether this is the school's Instructional Leadership Team."""
        return self.kind == TeamKind.ILT


class MembershipQuerySet(DatedQuerySet):
    def leading(self) -> "MembershipQuerySet":
        """Senior leads and leads."""
        return self.filter(position__in=LEADING)


class Membership(Dated):
    """A person's dated place in a team. A person may be in several."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    position = models.CharField(_("role in the team"), max_length=12, choices=Position, default=Position.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(ends_on__isnull=True),
                name="teams_membership_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"


class Expectation(models.Model):
    """A key role or expectation that a team agreed on at the term's start, reopened in its reflection."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="expectations")
    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("expectation"), max_length=300)
    agreed_on = models.DateField(_("agreed on"))

    def __str__(self) -> str:
        return self.text
