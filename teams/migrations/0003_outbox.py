"""Local times, digests and hours of the outbox."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0002_audit_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest_at", models.TimeField(verbose_name="your hour")),
                ("quiet_from", models.TimeField(verbose_name="quiet from")),
                ("quiet_to", models.TimeField(verbose_name="quiet to")),
            ],
        ),
        migrations.RemoveIndex(
            model_name="notice",
            name="teams_notice_due",
        ),
        migrations.AddField(
            model_name="notice",
            name="address",
            field=models.EmailField(blank=True, help_text="where it was sent, or was refused", max_length=254),
        ),
        migrations.AddField(
            model_name="notice",
            name="digest_id",
            field=models.CharField(blank=True, help_text="Message-ID of the message it shares", max_length=120),
        ),
        migrations.AddField(
            model_name="notice",
            name="local_at",
            field=models.TimeField(blank=True, help_text="time on the school's clocks", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="local_on",
            field=models.DateField(blank=True, help_text="day on the school's calendar; none for a moment", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="zone",
            field=models.CharField(blank=True, help_text="zone that due_at was counted in", max_length=64),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["state", "due_at", "id"], name="teams_notice_next"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("digest_id", ""), _negated=True), fields=["digest_id"], name="teams_notice_digest"
            ),
        ),
        migrations.AddField(
            model_name="noticehours",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="notice_hours", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
