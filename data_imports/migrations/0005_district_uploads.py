"""Files of the whole district, and who people in files are, said by each school for itself."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_aliases_a_school(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each decision goes to the schools whose ratings have the number, else to where the decider's person works."""
    alias_model = apps.get_model("data_imports", "StaffAlias")
    ratings = apps.get_model("data_imports", "LeapRating").objects
    appointments = apps.get_model("teams", "Appointment").objects
    for alias in alias_model.objects.filter(school=None).order_by("pk"):
        schools = ratings.filter(staff_hash=alias.staff_hash).values_list("school", flat=True)
        people = [person for person in (alias.person_id, alias.by_id) if person]
        found = sorted(set(schools)) or list(
            appointments.filter(person__in=people).exclude(school=None).values_list("school", flat=True)[:1]
        )
        told = {"person_id": alias.person_id, "by_id": alias.by_id, "at": alias.at}
        for school in found:
            alias_model.objects.get_or_create(school_id=school, staff_hash=alias.staff_hash, defaults=told)
        alias.delete()
    # PostgreSQL alters no table whose rows still wait for their constraints
    editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("data_imports", "0004_unmapped"), ("teams", "0002_audit_append_only")]

    operations = [
        migrations.AlterField(
            model_name="upload",
            name="school",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="uploads",
                to="teams.school",
            ),
        ),
        migrations.AlterField(model_name="upload", name="braked", field=models.CharField(blank=True, max_length=500)),
        migrations.CreateModel(
            name="UploadShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("weighed", models.PositiveIntegerField(default=0)),
                ("had", models.PositiveIntegerField(default=0)),
                ("covers", models.JSONField(default=list)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="upload_shares", to="teams.school"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="data_imports.upload"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "school"), name="upload_share_is_one_a_school")
                ]
            },
        ),
        migrations.AlterField(
            model_name="former",
            name="former_upload",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="data_imports.upload",
            ),
        ),
        migrations.AlterField(model_name="staffalias", name="staff_hash", field=models.CharField(max_length=64)),
        migrations.AddField(
            model_name="staffalias",
            name="school",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.school"
            ),
        ),
        migrations.RunPython(give_aliases_a_school, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="staffalias",
            name="school",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.school"),
        ),
        migrations.AddConstraint(
            model_name="staffalias",
            constraint=models.UniqueConstraint(fields=("school", "staff_hash"), name="staff_alias_is_one_a_school"),
        ),
    ]
