"""Votes that are closed become totals; who voted how goes."""

from typing import Any

from django.db import migrations


def count_votes(apps: Any, schema_editor: Any) -> None:
    """Totals of votes that are closed; who voted how goes. Run again, it finds nothing to count."""
    topics, votes = apps.get_model("cycles", "Topic"), apps.get_model("cycles", "Vote")
    for meeting in apps.get_model("cycles", "Meeting").objects.filter(votes_closed_at__isnull=False, voters=None):
        given = votes.objects.filter(topic__meeting=meeting)
        meeting.voters = given.values("person").distinct().count()
        for topic in topics.objects.filter(meeting=meeting):
            topic.votes_counted = given.filter(topic=topic).count()
            topic.save(update_fields=["votes_counted"])
        meeting.save(update_fields=["voters"])
        given.delete()


class Migration(migrations.Migration):
    dependencies = [("cycles", "0019_sealed_cards")]

    operations = [migrations.RunPython(count_votes, migrations.RunPython.noop)]
