"""Telling the data protection officer."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gehoor.mishaps.models import BreachReport
from gehoor.organisation.queries import staff_by_id

_AGAIN = RetryStrategy(max_attempts=10, exponential_wait=5)


@app.task(queue="mail", retry=_AGAIN)
def tell_judge(*, report_id: int, staff_id: int) -> None:
    """Mail one of them; not when it was judged meanwhile."""
    report = BreachReport.objects.select_related("mishap__dossier", "by").filter(pk=report_id, judged_at=None).first()
    person = staff_by_id([staff_id]).get(staff_id)
    if report is None or person is None:
        return
    where = f"{settings.GEHOOR_BASE_URL}{reverse('desk:breach', args=[report.pk])}"
    context = {"name": person.name, "report": report, "where": where, "city": settings.GEHOOR_CITY}
    subject = f"Is dit een datalek? Dossier {report.mishap.dossier.reference}"
    body = render_to_string("mishaps/asked.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers).send()
