from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def check_zone(name: str) -> None:
    """Refuse a name that is not in the time zone database."""
    if name not in available_timezones():
        raise ValidationError(
            _("%(name)s is not a time zone; expected a name such as America/Denver.") % {"name": name}
        )


class Network(models.Model):
    """A group of schools that one or more superintendents and partners support."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school. What it does not have (LEAP, SLOs, a UIP) can be off."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        related_name="schools",
        null=True,
        blank=True,
        verbose_name=_("network"),
    )
    zone_name = models.CharField(_("time zone"), max_length=64, default="America/Denver", validators=[check_zone])
    uses_leap = models.BooleanField(_("uses LEAP"), default=True)
    uses_slo = models.BooleanField(_("uses SLOs"), default=True)
    uses_uip = models.BooleanField(_("has a UIP"), default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone that this school's wall clocks show."""
        return ZoneInfo(self.zone_name)
