"""The addresses of the closing days, for who manages them."""

from django.urls import path

from gehoor.desk.views import closing_days

urlpatterns = [
    path("sluitingsdagen/", closing_days.closing_days, name="closing_days"),
    path("sluitingsdagen/toevoegen/", closing_days.add, name="closing_days_add"),
    path("sluitingsdagen/dag/", closing_days.add_one, name="closing_day_add"),
    path("sluitingsdagen/wegnemen/", closing_days.remove, name="closing_days_remove"),
    path("sluitingsdagen/bestand/", closing_days.read_file, name="closing_days_file"),
]
