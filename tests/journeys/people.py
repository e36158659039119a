"""What people do in their browser: they read, they type, they press what they see."""

import re
import time
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.mailroom.mails import plain_of
from tests.people import AMINA

NUMBER = re.compile(r"\d{4}-\d{5,}-\d")


@dataclass
class Person:
    """Somebody in front of a screen."""

    page: Page

    def open(self, address: str) -> None:
        """Go to an address; it must be there."""
        answer = self.page.goto(address)
        assert answer is not None, address
        assert answer.status == 200, (address, answer.status)

    def press(self, label: str) -> None:
        """Press the button or the link with these words, and wait for the page it leads to."""
        found = self.page.get_by_role("button", name=label).or_(self.page.get_by_role("link", name=label))
        with self.page.expect_navigation():
            found.first.click()

    def send(self) -> None:
        """Press the button of the form that is open, whatever its words."""
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").last.click()

    def fill(self, **fields: str) -> None:
        """Type in fields, by name."""
        for name, text in fields.items():
            self.page.locator(f"[name={name}]").first.fill(text)

    def pick(self, name: str, label: str) -> None:
        """Choose from a list."""
        self.page.locator(f"select[name={name}]").select_option(label=label)

    def choose(self, label: str) -> None:
        """Tick what stands at these words."""
        self.page.get_by_label(label).first.check()

    def sees(self, *words: str) -> None:
        """These words are on the page."""
        for text in words:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def does_not_see(self, *words: str) -> None:
        """These words are nowhere in the page."""
        for text in words:
            assert text not in self.page.content(), text

    @property
    def number(self) -> str:
        """The first number of a dossier on the page."""
        found = NUMBER.search(self.page.locator("main").inner_text())
        assert found is not None, self.page.locator("main").inner_text()
        return found[0]


@dataclass
class Citizen(Person):
    """Somebody without an account: Amina, unless ``email`` says otherwise; ``outbox``: where their mail can be read."""

    outbox: Path
    link: str = ""
    email: str = AMINA.email

    def tell(self, story: str, kind: str, *, place: str = "", files: tuple[Path, ...] = (), **more: str) -> str:
        """Tell it and send it; the number on the receipt. ``kind``: the words beside the choice."""
        self.open("/")
        self.fill(text=story)
        self.press("Ga verder")
        self.choose(kind)
        self.press("Ga verder")
        self.fill(place=place)
        self.press("Ga verder")
        if self.page.locator("[name=named]").count():
            self.fill(**more)
            self.press("Ga verder")
        if files:
            self.page.locator("#id_upload").set_input_files([str(file) for file in files])
            self.press("Voeg toe")
        self.press("Ga verder")
        self.choose("Voor mezelf")
        self.press("Ga verder")
        self.fill(name=AMINA.name, email=AMINA.email, phone=AMINA.phone, address=AMINA.address)
        self.press("Ga verder")
        self.sees("Klopt alles?", story[:30])
        self.send()
        self.page.wait_for_url("**/ontvangst/")
        return self.number

    def mail(self, words: str) -> str:
        """The text of the latest mail with these words; waits until the worker has sent it."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for path in sorted(self.outbox.glob("*.eml"), reverse=True):
                mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
                text = f"{mail['Subject']}\n{plain_of(mail)}"
                if mail["To"].addresses[0].addr_spec == self.email and words in text:
                    return text
            self.page.wait_for_timeout(200)
        raise AssertionError(f"no mail says {words!r}: {sorted(self.outbox.glob('*'))}")

    def follow(self, mail: str) -> None:
        """Open the personal link of a mail."""
        found = re.search(r"https?://\S+/(?:volg|antwoord)/\S+", mail)
        assert found is not None, mail
        self.link = found[0]
        self.look()

    def look(self, reference: str = "") -> None:
        """Look at the tracking page; at another dossier of the matter when its number is given."""
        self.open(self.link + (f"?dossier={reference}" if reference else ""))


@dataclass
class Colleague(Person):
    """Somebody of the city, or of the ombudsman."""

    def sign_in(self, email: str, password: str) -> None:
        """With the password, as everybody does."""
        self.open("/account/login/")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord").first.fill(password)
        self.press("Meld je aan")
        expect(self.page.get_by_role("button", name="Meld af")).to_be_visible()

    def dossier(self, reference: str) -> None:
        """Find it in the queue and open it."""
        self.open("/desk/wachtrij/")
        self.press(reference)
        expect(self.page.locator("h1")).to_be_visible()

    def complaint(self, reference: str) -> None:
        """Find it in the overview of complaints and open it."""
        self.open("/desk/klachten/")
        self.press(reference)
        expect(self.page.locator("h1")).to_be_visible()

    def act(self, reference: str, label: str) -> None:
        """Open the complaint and press a move, in the menu when it is not in front."""
        self.complaint(reference)
        move = self.page.get_by_role("link", name=label, exact=True).first
        if not move.is_visible():
            self.page.locator("details.g-menu summary").first.click()
        with self.page.expect_navigation():
            move.click()

    def done(self, *words: str) -> None:
        """Nothing was refused, and the page says what was done."""
        refused = self.page.locator("[data-errors]")
        assert refused.count() == 0, refused.inner_text()
        self.sees(*words)
