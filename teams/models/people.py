from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from teams.enums import Role

from .dated import Dated, DatedQuerySet
from .places import Network, School


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person who signs in by e-mail; without a password only a reset or single sign-on lets them in."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with a sign-in. What they may do is said by appointments, memberships and supervision links."""

    email = models.EmailField(_("e-mail"), unique=True, help_text=_("kept in small letters"))
    name = models.CharField(_("name"), max_length=120)
    employee_number = models.CharField(_("employee number"), max_length=20, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=[("en", _("English")), ("es", _("Spanish"))],
        default="en",
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # a person in two schools works in one at a time; there is no merged view
    workplace = models.ForeignKey(School, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[PersonManager] = PersonManager()
    # what a request that only reads has asked about the person already; None: every question is asked anew
    remembered: dict[str, Any] | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="teams_person_email_in_small_letters",
            ),
            models.UniqueConstraint(
                fields=["employee_number"],
                condition=~Q(employee_number=""),
                name="teams_person_employee_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """How a page greets the person."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """Two letters for a dot on a page."""
        parts = self.name.split()
        return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()


class Appointment(Dated):
    """A dated role at a school, in a network, or (with neither) in the whole district."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    school = models.ForeignKey(
        School,
        on_delete=models.CASCADE,
        related_name="appointments",
        null=True,
        blank=True,
    )
    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,
        related_name="appointments",
        null=True,
        blank=True,
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    role__in=[Role.LEADER, Role.STAFF],
                    school__isnull=False,
                    network__isnull=True,
                )
                | Q(
                    role__in=[Role.SUPERINTENDENT, Role.PARTNER],
                    school__isnull=False,
                    network__isnull=True,
                )
                | Q(
                    role__in=[Role.SUPERINTENDENT, Role.PARTNER],
                    school__isnull=True,
                    network__isnull=False,
                )
                | Q(
                    role__in=[Role.DISTRICT, Role.STEWARD],
                    school__isnull=True,
                    network__isnull=True,
                ),
                name="teams_appointment_scope_fits_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class SupervisionLink(Dated):
    """Who evaluates whom. When it ends, access to old LEAP rows ends too."""

    supervisor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supervises")
    supervisee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supervised_by")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="supervision_links")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(supervisor=F("supervisee")),
                name="teams_supervision_not_of_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor_id} evaluates {self.supervisee_id}"
