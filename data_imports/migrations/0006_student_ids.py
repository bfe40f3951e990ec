"""Several ids of one student."""

import django.db.models.deletion
import reflection_site.encryption
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("data_imports", "0005_district_uploads")]

    operations = [
        migrations.CreateModel(
            name="StudentId",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("state", "State id"), ("local", "Local id"), ("roster", "Id of the roster system")],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("id_hash", models.CharField(max_length=64, unique=True)),
                ("id_sealed", reflection_site.encryption.EncryptedTextField()),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ids", to="data_imports.student"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="data_imports.upload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("student", "kind"), name="student_has_one_id_of_a_kind")
                ],
            },
        ),
    ]
