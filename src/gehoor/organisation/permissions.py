"""The permissions by name, with what they mean on the screen of the administrator.

Code asks for permissions, never for roles; which role has which permission, and how far it reaches, is data
(``matrix.yaml``, loaded into rows).
"""

from typing import Final

PERMISSIONS: Final[dict[str, str]] = {
    "dossiers.view": "vragen, meldingen, suggesties en complimenten zien",
    "dossiers.register": "een contact registreren (telefoon, loket, brief)",
    "dossiers.triage": "soort, categorie en dienst geven",
    "dossiers.assign": "een medewerker aanduiden",
    "dossiers.work": "schrijven, een oplossing aanbieden, afsluiten, teruggeven",
    "dossiers.correct": "een vergissing verbeteren, het origineel blijft",
    "texts.manage": "vaste teksten schrijven voor de dienst, of voor iedereen",
    "mail.original": "een e-mail downloaden precies zoals hij binnenkwam",
    "complaints.view": "klachten zien",
    "complaints.coordinate": "over ontvankelijkheid beslissen, een behandelaar aanduiden, oordelen, voorstellen, afsluiten",
    "complaints.investigate": "een klacht onderzoeken als behandelaar",
    "complaints.account": "het relaas van de dienst geven",
    "complaints.advise": "advies geven bij een verschil van mening",
    "complaints.override": "een weigering van een behandelaar opheffen, als tweede persoon",
    "ombuds.view": "overgedragen dossiers lezen",
    "ombuds.forward": "een klacht doorsturen naar de stad voor een eerste poging, en zien wat ervan kwam",
    "ombuds.conclude": "een besluit en aanbevelingen schrijven",
    "breaches.judge": "oordelen of een vergissing een datalek is",
    "journal.view": "het logboek lezen",
    "letters.manage": "de teksten van brieven veranderen en in gebruik nemen",
    "organisation.manage": "diensten, mensen en rollen beheren",
    "regulations.manage": "reglementen en sluitingsdagen beheren",
}
