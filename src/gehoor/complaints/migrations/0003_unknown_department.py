import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A complainant need not know which department it is about."""

    dependencies = [("complaints", "0002_relations")]

    operations = [
        migrations.AlterField(
            model_name="complaint",
            name="concerned_department",
            field=models.ForeignKey(
                help_text="Complained about; unknown until somebody says it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="organisation.department",
            ),
        ),
    ]
