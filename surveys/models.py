"""Surveys: what is asked, who was asked, what they said (named, or sealed and nobody's), what came of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reflection_site.encryption import EncryptedTextField
from reflection_site.sealing import SealedBox, Slip
from teams.models import Person, School

from .enums import Naming, QuestionKind, SurveyState


class Survey(SealedBox):
    """Some questions to some people until a moment. Nothing is told before it closes.

    How many must be asked and answer is fixed while it is prepared. `reader` alone reads what came of it; without one
    it is for the school's leaders and those who oversee the school. `asked` is counted when it opens; `answered` when
    it closes, and stays 0 where too few did.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="surveys")
    title = models.CharField(_("title"), max_length=160)
    title_es = models.CharField(_("title in Spanish"), max_length=160, blank=True)
    naming = models.CharField(max_length=9, choices=Naming)
    state = models.CharField(max_length=6, choices=SurveyState, default=SurveyState.DRAFT)
    reader = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    least_asked = models.PositiveSmallIntegerField()
    least_answers = models.PositiveSmallIntegerField()
    least_comments = models.PositiveSmallIntegerField()
    needs_majority = models.BooleanField()
    keeps_receipts = models.BooleanField(_("notes who has answered"), default=False)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_published = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(naming=Naming.ANONYMOUS) | Q(seal_salt__isnull=True), name="surveys_named_has_no_box"
            ),
            models.CheckConstraint(
                condition=~Q(state=SurveyState.CLOSED) | Q(seal_salt__isnull=True), name="surveys_closed_has_no_key"
            ),
            models.CheckConstraint(
                condition=~Q(state=SurveyState.OPEN) | Q(closes_at__isnull=False), name="surveys_open_has_an_end"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="surveys_open", condition=Q(state=SurveyState.OPEN)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_anonymous(self) -> bool:
        """Whether answers are sealed and nobody's."""
        return self.naming == Naming.ANONYMOUS


class Question(models.Model):
    """One question, in both languages; `options` are the words of a choice."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=QuestionKind)
    text = models.CharField(_("question"), max_length=300)
    text_es = models.CharField(_("question in Spanish"), max_length=300, blank=True)
    options = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "position"], name="surveys_question_position_once")]

    def __str__(self) -> str:
        return self.text


class Ticket(models.Model):
    """Who was asked. `has_answered` has no time and, without names, is written for several at once or never."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tickets")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="survey_tickets")
    has_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="surveys_ticket_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.survey_id}"


class Draw(models.Model):
    """That somebody took their one ballot: who, only a secret outside the database can tell; which, nobody.

    `mark` is the person's keyed hash under the survey's salt, `nonce_hash` that of a number which their browser chose
    and which is kept nowhere. Both are hashed apart from the ballot's own token, and deleted when the survey closes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="draws")
    mark = models.CharField(max_length=64)
    nonce_hash = models.CharField(max_length=64)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "mark"], name="surveys_draw_once")]

    def __str__(self) -> str:
        return f"draw of {self.survey_id}"


class Ballot(Slip):
    """A sealed answer sheet. Nothing joins it to a ticket, a draw or a moment."""

    SIZE = 16 * 1024

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="ballots")

    def __str__(self) -> str:
        return f"ballot of {self.survey_id}"


class Answer(models.Model):
    """What somebody said under their name: encrypted at rest, with a version that two windows meet at."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = EncryptedTextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "question"], name="surveys_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Finding(models.Model):
    """What a question found, as it may be told and no finer: a share in a band, a mean where enough answered."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="findings")
    option = models.CharField(max_length=160, blank=True)
    share = models.CharField(max_length=12)
    mean = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "option"], name="surveys_finding_once")]

    def __str__(self) -> str:
        return f"{self.option} {self.share}".strip()


class Comment(models.Model):
    """Words under one question, in random order under a random key: no two belong to the same person's sheet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="comments")
    text = EncryptedTextField()

    def __str__(self) -> str:
        return "comment"
