"""Signing in, staying signed in, and losing that the moment rights are lost."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.complaints import actions
from gehoor.kernel.clock import now
from gehoor.organisation.models import Membership, RateCounter, Role, RoleHolding, Staff
from gehoor.web.jobs import send_reset
from tests import people
from tests.city import MONDAY, City, small_city
from tests.complaints import course as way

PASSWORD = "een-lange-zin-van-greet-2026"
SIGN_IN = "/account/login/"
PHONE = "016 555"


@pytest.fixture
def city(db: None) -> City:
    """The small city; Greet has a password."""
    made = small_city()
    greet = made.person(people.GREET)
    greet.set_password(PASSWORD)
    greet.save()
    return made


def sign_in(client: Client, *, password: str = PASSWORD, to: str = "") -> int:
    """Fill in the form; the status of the answer."""
    body = {"login": people.GREET.email, "password": password, **({"next": to} if to else {})}
    return int(client.post(SIGN_IN + (f"?next={to}" if to else ""), body).status_code)


def test_a_session_is_another_one_after_signing_in_and_gone_after_signing_out(city: City, client: Client) -> None:
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key
    assert sign_in(client) == 302
    after = client.cookies["sessionid"].value
    assert after != before
    assert client.get("/account/").status_code == 200
    client.post("/account/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = after
    assert stolen.get("/account/").status_code == 302


def test_capitals_and_spaces_in_an_address_are_the_same_account(city: City, client: Client) -> None:
    assert client.post(SIGN_IN, {"login": " Greet.MAES@Vaartberg.example ", "password": PASSWORD}).status_code == 302


def test_a_wrong_password_and_an_unknown_account_look_the_same(city: City) -> None:
    def shown(login: str) -> str:
        answer = Client().post(SIGN_IN, {"login": login, "password": "iets-anders-dan-goed"})
        text = re.sub(r'csrfmiddlewaretoken" value="[^"]*', "", answer.content.decode()).replace(login, "")
        return f"{answer.status_code} {text}"

    assert shown(people.GREET.email) == shown("niemand@vaartberg.example")


def test_guessing_passwords_of_one_account_stops_though_each_guess_comes_from_elsewhere(city: City) -> None:
    for number in range(12):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(
            SIGN_IN, {"login": people.GREET.email, "password": f"gok-{number}"}
        )
    late = Client(REMOTE_ADDR="198.51.100.200")
    answer = late.post(SIGN_IN, {"login": people.GREET.email, "password": PASSWORD})
    assert "Te veel pogingen" in answer.content.decode()
    assert late.get("/desk/").status_code == 302
    assert late.get("/desk/").headers["Location"].startswith(SIGN_IN)


def test_guessing_from_one_place_stops_whatever_account_and_whatever_header(city: City) -> None:
    for number in range(30):
        client = Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        client.post(SIGN_IN, {"login": f"iemand-{number}@vaartberg.example", "password": "gok"})
    answer = Client(HTTP_X_FORWARDED_FOR="203.0.113.99").post(
        SIGN_IN, {"login": people.GREET.email, "password": PASSWORD}
    )
    assert answer.status_code == 429
    assert PHONE in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 0


def test_tries_are_counted_in_the_database_and_hold_no_address(city: City, client: Client) -> None:
    client.post(SIGN_IN, {"login": people.GREET.email, "password": "gok"})
    assert set(RateCounter.objects.values_list("bucket", flat=True)) >= {"sign_in", "password"}
    assert all(people.GREET.email.encode() not in bytes(row.key) for row in RateCounter.objects.all())


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://kwaad.example/",
        "//kwaad.example/",
        "/\\kwaad.example",
        "https:kwaad.example",
        "javascript:alert(1)",
        "http://testserver@kwaad.example/",
        "/%0d%0aLocation:%20https://kwaad.example",
    ],
)
def test_signing_in_leads_to_no_other_site(city: City, client: Client, elsewhere: str) -> None:
    answer = client.post(
        f"{SIGN_IN}?next={elsewhere}", {"login": people.GREET.email, "password": PASSWORD, "next": elsewhere}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))
    assert "\n" not in answer.headers["Location"]
    again = client.get(f"{SIGN_IN}?next={elsewhere}")
    assert not again.headers.get("Location", "/").startswith(("http", "//", "/\\"))
    out = client.post(f"/account/logout/?next={elsewhere}", {"next": elsewhere})
    assert not out.headers["Location"].startswith(("http", "//", "/\\", "javascript"))


# Rights of this moment ---------------------------------------------------------------------------------------------------


def test_who_loses_a_role_loses_its_pages_at_the_next_click(city: City, client: Client) -> None:
    course = way.lodged(city)
    sign_in(client)
    page = f"/desk/klachten/{course.complaint.dossier.reference}/ontvankelijk/"
    assert client.get(page).status_code == 200
    RoleHolding.objects.filter(staff=city.person(people.GREET)).delete()
    assert client.get(page).status_code == 404
    RoleHolding.objects.create(staff=city.person(people.GREET), role=Role.objects.get(code="klachtencoordinator"))
    assert client.get(page).status_code == 200


def test_who_changes_department_sees_the_other_dossiers_at_the_next_click(city: City) -> None:
    dossier = way.first_line(city)
    client = Client()
    client.force_login(city.person(people.NELE))
    page = f"/desk/dossiers/{dossier.reference}/"
    assert client.get(page).status_code == 200
    Membership.objects.filter(staff=city.person(people.NELE)).update(department=city["groen"])
    assert client.get(page).status_code == 404


def test_who_is_named_in_a_complaint_loses_it_at_the_next_click(city: City, client: Client) -> None:
    course = way.lodged(city)
    sign_in(client)
    page = f"/desk/klachten/{course.complaint.dossier.reference}/ontvankelijk/"
    assert client.get(page).status_code == 200
    actions.add_named(course.complaint, text="Greet Maes", by=city.actor(people.WOUTER), at=course.at)
    assert client.get(page).status_code == 404


def test_an_account_that_is_closed_is_signed_out_everywhere_and_does_not_come_back(city: City, client: Client) -> None:
    sign_in(client)
    assert client.get("/account/").status_code == 200
    Staff.objects.filter(pk=city.person(people.GREET).pk).update(is_active=False)
    assert client.get("/account/").headers["Location"].startswith(SIGN_IN)
    sign_in(client)
    assert client.get("/account/").status_code == 302


def test_a_new_password_ends_every_other_session(city: City, client: Client) -> None:
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    new = "een-heel-andere-zin-van-2026"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


# The second step -----------------------------------------------------------------------------------------------------------


def code_of(secret: str) -> str:
    """The code an app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30)))


def with_second_step(client: Client) -> str:
    """Sign in and switch it on, through the pages; the secret in the app."""
    sign_in(client)
    asked = client.get("/account/2fa/totp/activate/")
    assert "reauthenticate" in asked.headers["Location"], "something delicate: the password is asked once more"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    secret: str = page.context["form"].secret
    assert client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


def test_the_second_step_from_switching_on_to_signing_in_with_a_code(city: City, client: Client) -> None:
    secret = with_second_step(client)
    fresh = Client()
    assert sign_in(fresh) == 302
    assert fresh.get("/account/").headers["Location"].startswith(SIGN_IN), "the password alone is not enough"
    assert "klopt niet" in fresh.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    RateCounter.objects.all().delete()  # the code of switching it on was used; a minute goes by
    assert fresh.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert fresh.get("/account/").status_code == 200


def test_a_code_is_right_once(city: City, client: Client) -> None:
    secret = with_second_step(client)
    RateCounter.objects.all().delete()
    first, second = Client(), Client()
    code = code_of(secret)
    for browser, expected in ((first, 200), (second, 302)):
        sign_in(browser)
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert browser.get("/account/").status_code == expected


def test_a_recovery_code_opens_once(city: City, client: Client) -> None:
    with_second_step(client)
    client.post("/account/2fa/recovery-codes/generate/", {})
    shown = client.get("/account/2fa/recovery-codes/")
    assert shown.status_code == 200
    code = shown.context["unused_codes"][0]
    for expected in (200, 302):
        browser = Client()
        sign_in(browser)
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert browser.get("/account/").status_code == expected


def test_guessing_codes_stops(city: City, client: Client) -> None:
    secret = with_second_step(client)
    RateCounter.objects.all().delete()
    browser = Client()
    sign_in(browser)
    for number in range(9):
        browser.post("/account/2fa/authenticate/", {"code": f"{number:06d}"})
    assert "Te veel pogingen" in browser.post("/account/2fa/authenticate/", {"code": code_of(secret)}).content.decode()
    assert browser.get("/account/").status_code == 302


def test_who_switches_the_second_step_off_confirms_it(city: City, client: Client) -> None:
    with_second_step(client)
    fresh = Client()
    fresh.force_login(city.person(people.GREET))
    assert "reauthenticate" in fresh.post("/account/2fa/totp/deactivate/").headers["Location"]


# Another password by mail -------------------------------------------------------------------------------------------------


def ask_reset(address: str, **headers: str) -> int:
    """Ask for another password."""
    return int(Client(**headers).post("/account/password/reset/", {"email": address}).status_code)  # type: ignore[arg-type]


def test_a_new_password_by_mail_goes_to_the_stored_address_with_a_link_of_our_own(city: City) -> None:
    mail.outbox = []
    assert (
        ask_reset("GREET.maes@vaartberg.example", HTTP_HOST="testserver", HTTP_X_FORWARDED_HOST="kwaad.example") == 302
    )
    asked = ProcrastinateJob.objects.filter(task_name__endswith="send_reset").latest("id")
    send_reset(**asked.args)
    (sent,) = mail.outbox
    assert sent.to == [people.GREET.email]
    assert "kwaad" not in sent.body
    link = re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", str(sent.body))
    assert link
    client = Client()
    page = client.get(link[1], follow=True)
    new = "een-heel-andere-zin-van-2026"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.status_code == 302
    assert sign_in(Client(), password=new) == 302
    assert "password1" not in Client().get(link[1], follow=True).content.decode(), "the link works once"


def test_asking_looks_the_same_for_an_address_nobody_has_and_mails_nothing(city: City) -> None:
    mail.outbox = []
    assert ask_reset("niemand@vaartberg.example") == ask_reset(people.GREET.email) == 302
    send_reset(address="niemand@vaartberg.example")
    assert mail.outbox == []


@pytest.mark.parametrize(
    "last", ["\N{LATIN SMALL LETTER E WITH ACUTE}", "\N{FULLWIDTH LATIN SMALL LETTER E}", "e\x00", "e,x@kwaad.example"]
)
def test_an_address_that_only_looks_like_one_of_ours_gets_nothing(city: City, last: str) -> None:
    mail.outbox = []
    asked = people.GREET.email[:-1] + last
    ask_reset(asked)
    if "\x00" not in asked:
        send_reset(address=asked)
    assert mail.outbox == []


def test_a_host_that_is_not_ours_is_refused(city: City) -> None:
    client = Client(raise_request_exception=False)
    for path in ("/", SIGN_IN, "/volg/x/"):
        answer = client.get(path, HTTP_HOST="kwaad.example")
        assert answer.status_code == 400
        assert "kwaad" not in answer.content.decode()


def test_a_session_that_is_used_goes_on_and_one_that_is_not_ends(city: City, client: Client) -> None:
    sign_in(client)
    row = client.session
    assert row.get_expiry_age() <= 8 * 60 * 60
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
    Session.objects.filter(session_key=row.session_key).update(expire_date=MONDAY - timedelta(days=1))
    assert client.get("/account/").status_code == 302


def test_over_https_the_cookies_travel_over_https_only(city: City) -> None:
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        client = Client()
        client.get(SIGN_IN, secure=True)
        client.post(SIGN_IN, {"login": people.GREET.email, "password": PASSWORD}, secure=True)
        assert client.cookies["sessionid"]["secure"]
        assert client.cookies["csrftoken"]["secure"]


def test_the_secret_of_the_app_is_shown_once(city: City, client: Client) -> None:
    secret = with_second_step(client)
    page = client.get("/account/2fa/totp/activate/", follow=True)
    assert secret not in page.content.decode()
