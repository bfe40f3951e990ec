"""The database itself refuses to change or remove a row of the trail."""

from django.db import migrations

POSTGRES = [
    """
    CREATE OR REPLACE FUNCTION teams_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'audit rows are append-only';
    END $$
    """,
    """
    CREATE TRIGGER teams_audit_append_only BEFORE UPDATE OR DELETE ON teams_auditentry
    FOR EACH ROW EXECUTE FUNCTION teams_audit_append_only()
    """,
]
# a test run empties SQLite's tables row by row, so there only changes are refused
SQLITE = [
    """
    CREATE TRIGGER teams_audit_append_only BEFORE UPDATE ON teams_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END
    """,
]
UNDO = {
    "postgresql": [
        "DROP TRIGGER IF EXISTS teams_audit_append_only ON teams_auditentry",
        "DROP FUNCTION IF EXISTS teams_audit_append_only()",
    ],
    "sqlite": ["DROP TRIGGER IF EXISTS teams_audit_append_only"],
}
DO = {"postgresql": POSTGRES, "sqlite": SQLITE}


def guard(apps, schema_editor):
    for statement in DO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
