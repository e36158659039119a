"""Whether a draft was sent follows from the contact that came in with its key; it is not kept twice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_ombudsman_question")]

    operations = [migrations.RemoveField(model_name="draft", name="sent_reference")]
