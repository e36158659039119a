"""The shape of a mailbox as an administrator fills it in."""

from typing import Any

from django import forms

from gehoor.desk.forms.dossiers import CalmForm, Choices, whole

_FOR_TOKENS = ("token_url", "client_id", "scope", "refresh_secret")


class MailboxForm(CalmForm):
    """All of a mailbox. The secret is never written back into the page."""

    name = forms.CharField(
        label="Naam",
        max_length=120,
        help_text="Zoals je hem in de lijst wil zien.",
        error_messages={"required": "Geef de mailbox een naam."},
    )
    address = forms.CharField(
        label="E-mailadres",
        max_length=254,
        help_text="Het adres waarnaar mensen schrijven, zoals info@stad.example.",
        error_messages={"required": "Vul het e-mailadres in."},
    )
    host = forms.CharField(
        label="Server",
        max_length=250,
        help_text="De naam van de IMAP-server, zoals imap.stad.example.",
        error_messages={"required": "Vul de naam van de server in."},
    )
    security = forms.ChoiceField(
        label="Beveiliging", choices=[("tls", "TLS (meestal poort 993)"), ("starttls", "STARTTLS (meestal poort 143)")]
    )
    port = forms.IntegerField(
        label="Poort",
        initial=993,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Vul de poort in, meestal 993.", "invalid": "Een poort is een getal, meestal 993."},
    )
    username = forms.CharField(
        label="Gebruikersnaam", max_length=250, error_messages={"required": "Vul de gebruikersnaam in."}
    )
    sign_in = forms.ChoiceField(
        label="Aanmelden met",
        choices=[
            ("password", "een wachtwoord"),
            ("oauth", "OAuth2: Gehoor vraagt zelf telkens een nieuw token"),
            ("bearer", "een vast OAuth2-token"),
        ],
    )
    secret = forms.CharField(
        label="Wachtwoord, token of clientgeheim",
        max_length=8_000,
        strip=False,
        error_messages={"required": "Vul het wachtwoord in."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    token_url = forms.CharField(
        label="Adres waar we een token vragen",
        max_length=500,
        required=False,
        help_text="Begint met https://. Je mailbeheerder kent het als “token endpoint”.",
    )
    client_id = forms.CharField(
        label="Client-id",
        max_length=250,
        required=False,
        help_text="Het nummer van Gehoor bij de maildienst. Het clientgeheim vul je hierboven in.",
    )
    scope = forms.CharField(
        label="Bereik (scope)", max_length=500, required=False, help_text="Leeg als je mailbeheerder er geen opgaf."
    )
    refresh_secret = forms.CharField(
        label="Vernieuwingstoken",
        max_length=8_000,
        required=False,
        help_text="Leeg als Gehoor in eigen naam een token mag vragen (“client credentials”).",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    folder = forms.CharField(
        label="Map waaruit we lezen",
        max_length=200,
        initial="INBOX",
        error_messages={"required": "Vul een map in, meestal INBOX."},
    )
    done_folder = forms.CharField(
        label="Map voor wat we bewaarden",
        max_length=200,
        required=False,
        help_text="Leeg: de e-mail blijft staan en krijgt een merkteken. Een map moet al bestaan.",
    )
    since = forms.DateField(
        label="Alleen e-mails vanaf",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Oudere e-mails laten we met rust. Leeg: alles wat er staat wordt een dossier.",
        error_messages={"invalid": "Dit is geen datum."},
    )
    department = forms.ChoiceField(
        label="Van welke dienst", required=False, help_text="Leeg: het contactpunt bekijkt elke e-mail eerst."
    )
    mail_server = forms.CharField(
        label="Naam van je eigen mailserver",
        max_length=250,
        required=False,
        help_text=(
            "Staat vooraan in de regel Authentication-Results van een e-mail in deze mailbox. "
            "Zo weten we of een afzender echt is. Vraag het aan je mailbeheerder."
        ),
    )
    is_active = forms.BooleanField(
        label="Lees deze mailbox", required=False, help_text="Zet dit pas aan als de test lukt."
    )

    def __init__(self, *args: Any, departments: Choices, has_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "Geen: eerst naar het contactpunt"), *departments]  # type: ignore[attr-defined]
        self.fields["secret"].required = not has_secret
        if has_secret:
            self.fields["secret"].help_text = "Leeg: het bewaarde wachtwoord blijft. We tonen het nooit."
            self.fields[
                "refresh_secret"
            ].help_text = "Leeg: het bewaarde token blijft, als er een is. We tonen het nooit."

    def for_tokens(self) -> list[forms.BoundField]:
        """The fields that only OAuth2 asks for, apart: few mailboxes need them."""
        return [self[name] for name in _FOR_TOKENS]

    def for_all(self) -> list[forms.BoundField]:
        """The other fields."""
        return [field for field in self.visible_fields() if field.name not in _FOR_TOKENS]

    def asks_tokens(self) -> bool:
        """Whether the fields for OAuth2 matter now."""
        return self["sign_in"].value() == "oauth" or any(field.errors for field in self.for_tokens())

    def clean_department(self) -> int | None:
        """The id of the department, or None."""
        return whole(self.cleaned_data["department"])
