"""The numbers of dossiers: one sequence, so that writers do not wait for each other."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_first")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE dossiers_reference_number AS bigint START 1",
            "DROP SEQUENCE dossiers_reference_number",
        )
    ]
