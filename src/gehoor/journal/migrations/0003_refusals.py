"""Who was refused: a table beside the chain that only grows, as the others."""

from django.db import migrations, models

ONLY_GROWS = """
CREATE TRIGGER journal_refusal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_refusal
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
ALTER TABLE journal_refusal ENABLE ALWAYS TRIGGER journal_refusal_append_only;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('method', models.CharField(max_length=10)),
                ('address', models.CharField(max_length=80)),
                ('reference', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('hour', 'actor_kind', 'actor_id', 'method', 'address', 'reference'), name='refusal_once_per_hour', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(ONLY_GROWS, migrations.RunSQL.noop),
    ]
