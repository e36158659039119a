"""Proposals for the calendar of a city: the ten legal holidays, and the days a city like Leuven closes besides. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

import holidays

_NAMES = {
    "New Year's Day": "Nieuwjaar",
    "Easter Sunday": "Pasen",
    "Easter Monday": "Paasmaandag",
    "Labor Day": "Dag van de Arbeid",
    "Ascension Day": "Hemelvaart",
    "Whit Sunday": "Pinksteren",
    "Pentecost": "Pinksteren",
    "Whit Monday": "Pinkstermaandag",
    "Pentecost Monday": "Pinkstermaandag",
    "National Day": "Nationale feestdag",
    "Assumption Day": "Onze-Lieve-Vrouw-Hemelvaart",
    "All Saints' Day": "Allerheiligen",
    "Armistice Day": "Wapenstilstand",
    "Christmas Day": "Kerstmis",
}


def legal_holidays(years: Iterable[int]) -> dict[date, str]:
    """The public holidays of Belgium in these years, by day, in Dutch."""
    found = holidays.country_holidays("BE", years=list(years), language="en_US")
    return {day: _NAMES.get(name, name) for day, name in sorted(found.items())}


def local_closing_days(years: Iterable[int]) -> dict[date, str]:
    """Days a city adds, as Leuven did in 2023 (facts of the field, L9): proposals, the city decides."""
    found: dict[date, str] = {}
    for year in years:
        ascension = next(day for day, name in legal_holidays([year]).items() if name == "Hemelvaart")
        september = date(year, 9, 1)
        found |= {
            ascension + timedelta(days=1): "Dag na Hemelvaart",
            date(year, 7, 11): "Feest van de Vlaamse Gemeenschap",
            september + timedelta(days=(7 - september.weekday()) % 7): "Kermismaandag",
            date(year, 11, 2): "Allerzielen",
            date(year, 12, 26): "Tweede Kerstdag",
        }
    return found
