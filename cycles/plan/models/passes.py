"""What people from outside a team may do with one session, and what they said beforehand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.plan.enums import VoiceQuestion
from reflection_site.encryption import EncryptedTextField
from teams.models import Person

from .sessions import ReflectionSession


class Pass(models.Model):
    """What somebody from outside may do with one session, until when, and who gave it.

    A person with an account signs in. One without (`name`, `email`) only answers the questions, through a link whose
    token is kept as a keyed hash. Where the site mails the link (in `language`), `token` keeps it sealed until nobody
    is reminded of it any more. Without `ends_on` it ends thirty days after the cycle does, as every pass does.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="passes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="passes")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    language = models.CharField(max_length=7, choices=settings.LANGUAGES, default="en")
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    token = EncryptedTextField(blank=True, editable=False)
    allows_feedback = models.BooleanField(_("answers questions beforehand"), default=False)
    allows_meeting = models.BooleanField(_("comes to the meeting"), default=False)
    allows_packet = models.BooleanField(_("sees the evidence packet"), default=False)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    answers_by = models.DateField(_("answers by"), null=True, blank=True)
    is_unnamed = models.BooleanField(_("without my name"), default=False)
    # that it was sent, never when: the order would tell who wrote a line without a name
    is_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(person__isnull=False), name="cycles_pass_once_per_person"
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="cycles_pass_token_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="", token_hash="", token="")
                | (Q(person__isnull=True, allows_meeting=False) & ~Q(name="")),
                name="cycles_pass_link_only_answers",
            ),
            models.CheckConstraint(
                condition=Q(allows_packet=False) | Q(allows_meeting=True), name="cycles_pass_packet_with_meeting"
            ),
            models.CheckConstraint(
                condition=Q(allows_feedback=False) | Q(answers_by__isnull=False), name="cycles_pass_feedback_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"pass {self.pk} to {self.session_id}"

    @property
    def holder(self) -> str:
        """Whose it is, by name. Needs `person` fetched."""
        return self.person.name if self.person else self.name


class Voice(models.Model):
    """What somebody from outside wrote under one question: encrypted at rest."""

    given = models.ForeignKey(Pass, on_delete=models.CASCADE, related_name="voices")
    question = models.CharField(max_length=10, choices=VoiceQuestion)
    text = EncryptedTextField(_("answer"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["given", "question"], name="cycles_voice_once_per_question")]

    def __str__(self) -> str:
        return f"{self.question} of {self.given_id}"
