"""A vote counted: from then on there are totals, and nobody's votes any more."""

from datetime import datetime

from django.db.models import Sum

from cycles.meet.models import Meeting, Topic, Vote


def count_votes(meeting: Meeting, *, at: datetime) -> None:
    """Count an open vote, and forget who voted how. Once counted nothing changes. Call it behind the meeting's lock."""
    if not Meeting.objects.filter(pk=meeting.pk, votes_closed_at=None).update(votes_closed_at=at):
        return
    given = Vote.objects.filter(topic__meeting=meeting)
    voters = given.values("person").distinct().count()
    totals = dict(given.order_by().values_list("topic").annotate(Sum("count")))
    for topic in Topic.objects.filter(meeting=meeting):
        topic.votes_counted = totals.get(topic.pk, 0)
        topic.save(update_fields=["votes_counted"])
    Meeting.objects.filter(pk=meeting.pk).update(voters=voters)
    given.delete()
    meeting.refresh_from_db(fields=["votes_closed_at", "voters"])
