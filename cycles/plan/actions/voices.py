"""What people from outside say before a meeting: saved as typed, sent, taken up again until the day."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from cycles.plan import queries
from cycles.plan.models import Pass, Voice

from .refusals import FeedbackClosed, FeedbackSent, NothingWritten, UnnamedNotOffered, VoiceChanged


def _checked(given: Pass, at: datetime) -> None:
    if not queries.is_open(given, at=at):
        raise FeedbackClosed


@transaction.atomic
def save_voice(given: Pass, *, question: str, text: str, version: int, at: datetime) -> Voice:
    """Keep what was typed under one question. `version` is the one that was on the page; 0 where none was.

    Raises `VoiceChanged` where a newer one stands there, `FeedbackSent` after it was sent, `FeedbackClosed` after
    the day. Nothing tells when it was written.
    """
    _checked(given, at)
    if Pass.objects.filter(pk=given.pk, is_sent=True).exists():
        raise FeedbackSent
    found = Voice.objects.filter(given=given, question=question).first()
    if found is None:
        try:
            with transaction.atomic():
                return Voice.objects.create(given=given, question=question, text=text)
        except IntegrityError:
            found = Voice.objects.get(given=given, question=question)
    if found.text == text:
        return found
    changed = Voice.objects.filter(pk=found.pk, version=version).update(text=text, version=F("version") + 1)
    found.refresh_from_db()
    if not changed:
        raise VoiceChanged(found)
    return found


@transaction.atomic
def send_feedback(given: Pass, *, is_unnamed: bool, at: datetime) -> None:
    """Let it be read after the day, with one's name or without. Sending twice is sending once.

    Without a name only where at least five are asked for the same day: `UnnamedNotOffered`. `NothingWritten` where
    every box is empty.
    """
    _checked(given, at)
    if not any(voice.text.strip() for voice in given.voices.all()):
        raise NothingWritten
    if is_unnamed and not queries.unnamed_is_offered(given):
        raise UnnamedNotOffered
    Pass.objects.filter(pk=given.pk, is_sent=False).update(is_sent=True, is_unnamed=is_unnamed)


@transaction.atomic
def take_back_feedback(given: Pass, *, at: datetime) -> None:
    """Take it up again before anybody has read it; afterwards `FeedbackClosed`."""
    _checked(given, at)
    Pass.objects.filter(pk=given.pk).update(is_sent=False)
