"""Taking down who somebody is."""

from collections.abc import Sequence
from datetime import datetime

import phonenumbers

from gehoor.kernel.errors import InvalidInput
from gehoor.parties.models import Mandate, Party, PartyKind


def readable_phone(text: str) -> str:
    """A phone number as it is written internationally; Belgian when no country is given.

    Raises InvalidInput when it can't be a phone number. Fictional and unknown ranges are accepted: only the shape counts.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "BE")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise InvalidInput("Dit telefoonnummer kan niet kloppen. Kijk het even na.", field="phone")
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"+{number.country_code} {_in_groups(phonenumbers.national_significant_number(number))}"


def _in_groups(digits: str) -> str:
    """A number of no known range, readable: two digits, three when the rest is odd, then pairs."""
    first, rest = digits[:2], digits[2:]
    odd = 3 if len(rest) % 2 and len(rest) > 1 else 0
    pairs = [rest[at : at + 2] for at in range(odd, len(rest), 2)]
    return " ".join(filter(None, [first, rest[:odd], *pairs]))


def take_down(
    *,
    name: str,
    at: datetime,
    kind: str = PartyKind.PERSON,
    contact_name: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
) -> Party:
    """Store a party as it was given; e-mail without surrounding spaces, phone in one spelling."""
    party = Party(
        kind=kind,
        name=name.strip(),
        contact_name=contact_name.strip(),
        email=email.strip(),
        phone=readable_phone(phone),
        address=address.strip(),
        created_at=at,
    )
    party.save(force_insert=True)
    return party


def take_down_all(parties: Sequence[Party]) -> None:
    """Store many parties at once, as they are (for whole histories told afterwards). One statement per thousand."""
    Party.objects.bulk_create(parties, batch_size=1000)


def state_mandate(*, represented: Party, representative: Party, at: datetime) -> Mandate:
    """Note that one party says it speaks for another; nobody has seen the permission yet."""
    return Mandate.objects.create(represented=represented, representative=representative, stated_at=at)
