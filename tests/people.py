"""The people of the tests: invented, each with a role to play."""

from dataclasses import dataclass

from gehoor.dossiers.actions.intake import Reporter


@dataclass(frozen=True)
class Somebody:
    """A member of staff of the small city. ``heads``: the code of the department this person is head of."""

    name: str
    function: str
    roles: tuple[str, ...]
    departments: tuple[str, ...] = ()
    heads: str = ""
    external: bool = False

    @property
    def email(self) -> str:
        """``greet.maes@vaartberg.example``."""
        return self.name.lower().replace(" ", ".") + "@vaartberg.example"


SARA = Somebody("Sara Peeters", "contactmedewerker", ("contactmedewerker",), ("contactpunt",))
BART = Somebody("Bart Willems", "teamleider contactpunt", ("teamleider",), ("contactpunt",), heads="contactpunt")
NELE = Somebody("Nele Aerts", "medewerker reiniging", ("dienstmedewerker",), ("reiniging",))
JORIS = Somebody("Joris Claes", "medewerker reiniging", ("dienstmedewerker",), ("reiniging",))
KOEN = Somebody("Koen Verlinden", "diensthoofd reiniging", ("diensthoofd",), ("reiniging",), heads="reiniging")
THOMAS = Somebody("Thomas De Clercq", "diensthoofd groen", ("diensthoofd",), ("groen",), heads="groen")
LIES = Somebody("Lies Janssens", "medewerker groen", ("dienstmedewerker",), ("groen",))
RITA = Somebody(
    "Rita Bogaert", "diensthoofd sociale dienst", ("diensthoofd",), ("sociale-dienst",), heads="sociale-dienst"
)
GREET = Somebody("Greet Maes", "klachtencoördinator", ("klachtencoordinator",), ("klachten",))
WOUTER = Somebody("Wouter Nys", "plaatsvervangend klachtencoördinator", ("klachtencoordinator",), ("klachten",))
HILDE = Somebody("Hilde Van Damme", "algemeen directeur", ("algemeen-directeur",))
ILSE = Somebody("Ilse Hendrickx", "ombudsman", ("ombudsman",), external=True)
DIRK = Somebody("Dirk Smets", "DPO en archivaris", ("dpo",))
AN = Somebody("An Vermeulen", "beheerder", ("beheerder",))

STAFF = (SARA, BART, NELE, JORIS, KOEN, THOMAS, LIES, RITA, GREET, WOUTER, HILDE, ILSE, DIRK, AN)

AMINA = Reporter(
    name="Amina Daoudi",
    email="amina.daoudi@voorbeeld.example",
    phone="016 555 01 40",
    address="Lindenstraat 14, 9999 Vaartberg",
)
HATICE = Reporter(
    name="Hatice Yilmaz",
    email="hatice.yilmaz@voorbeeld.example",
    phone="016 555 01 41",
    address="Kaaistraat 3, 9999 Vaartberg",
)
"""People outside the city."""
