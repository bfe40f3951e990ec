"""Cards written before the meeting: a sealed box belongs to the session, and those with names wait in a table."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reflection_site.encryption


# each box belongs to the session of its meeting; back, one of a session that has not met has no place any more
TO_SESSIONS = """
    UPDATE cycles_cardbox SET session_id = (SELECT m.session_id FROM cycles_meeting m WHERE m.id = meeting_id)
    WHERE session_id IS NULL
"""
HOMELESS = "SELECT b.id FROM cycles_cardbox b WHERE b.session_id NOT IN (SELECT session_id FROM cycles_meeting)"
TO_MEETINGS = [
    "DELETE FROM cycles_cardslip WHERE box_id IN (" + HOMELESS + ")",  # noqa: S608 (words of this file)
    "DELETE FROM cycles_carddraw WHERE box_id IN (" + HOMELESS + ")",  # noqa: S608 (words of this file)
    "DELETE FROM cycles_cardbox WHERE session_id NOT IN (SELECT session_id FROM cycles_meeting)",
    "UPDATE cycles_cardbox SET meeting_id ="
    " (SELECT m.id FROM cycles_meeting m WHERE m.session_id = cycles_cardbox.session_id)",
]


class MovedRows(migrations.RunSQL):
    """Rows that are changed between changes of their table: PostgreSQL asks that what waits to be checked is checked."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        _check_now(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        _check_now(schema_editor)


def _check_now(schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def owner(name: str, *, null: bool = False) -> models.ForeignKey:
    """The session or meeting that a box belongs to."""
    more = {"null": True} if null else {}
    related = {"reflectionsession": "card_boxes", "meeting": "boxes"}[name]
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related, to=f"cycles.{name}", **more
    )


def one_sealed(owner: str) -> models.UniqueConstraint:
    sealed = models.Q(("seal_salt__isnull", False))
    return models.UniqueConstraint(condition=sealed, fields=(owner, "phase"), name="cycles_card_box_one_sealed")


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0024_record_check"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("cardbox", "session", owner("reflectionsession", null=True)),
        migrations.AlterField("cardbox", "meeting", owner("meeting", null=True)),
        MovedRows(TO_SESSIONS, TO_MEETINGS),
        migrations.RemoveConstraint("cardbox", "cycles_card_box_one_sealed"),
        migrations.AlterField("cardbox", "session", owner("reflectionsession")),
        migrations.RemoveField("cardbox", "meeting"),
        migrations.AddConstraint("cardbox", one_sealed("session")),
        migrations.AddField("cardbox", "is_early", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="EarlyCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("success", "Success"),
                            ("growth", "Growth"),
                            ("parked", "Parked"),
                            ("plus", "What worked"),
                            ("delta", "What to change"),
                            ("expected", "Expected"),
                            ("observed", "Observed"),
                            ("inferred", "What it means"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", reflection_site.encryption.EncryptedTextField()),
                ("because", reflection_site.encryption.EncryptedTextField(blank=True)),
                ("key", models.UUIDField(editable=False, null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="early_cards",
                        to="cycles.reflectionsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="cycles_early_card_once_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "success"), _negated=True),
                            models.Q(("because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cycles_early_success_names_its_action",
                    ),
                ],
            },
        ),
    ]
