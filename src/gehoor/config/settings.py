"""The settings, one file. What differs between places comes from the environment (``env.py``)."""

import sys
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from gehoor.config import embedded, env

# Where things are -----------------------------------------------------------------------------------------------------

BASE_DIR = env.ROOT
GEHOOR_DATA = env.DATA.get()
GEHOOR_FILES_ROOT = env.folder(env.FILES_ROOT, "files")
GEHOOR_BASE_URL = env.BASE_URL.get()
env.refuse_demo_elsewhere()
GEHOOR_DEMO = env.DEMO.get()
GEHOOR_PHONE = env.PHONE.get()
GEHOOR_CITY = env.CITY.get()
GEHOOR_ADDRESS = env.ADDRESS.get()
GEHOOR_MAIL_FROM = env.MAIL_FROM.get()
GEHOOR_REPLY_ADDRESS = env.REPLY_ADDRESS.get()
GEHOOR_CLAMD = env.CLAMD.get()
GEHOOR_MAILS_AN_HOUR = env.MAILS_AN_HOUR.get()
GEHOOR_MAILS_A_DAY = env.MAILS_A_DAY.get()
_MAIL_PROVIDER = env.MAIL_PROVIDER.get()
GEHOOR_MAIL_LEAVES = bool(_MAIL_PROVIDER or env.SMTP_URL.get())
"""Whether mail goes to a mail server; if not, it stays in the local outbox."""

SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = env.OLD_SECRET_KEYS.get()
DEBUG = env.DEBUG.get()

ROOT_URLCONF = "gehoor.config.urls"
WSGI_APPLICATION = "gehoor.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "gehoor.config",
    "gehoor.web",  # before allauth: its templates win
    "gehoor.portal",
    "gehoor.desk",
    "gehoor.ombuds",
    "gehoor.mishaps",
    "gehoor.complaints",
    "gehoor.mailroom",
    "gehoor.dossiers",
    "gehoor.correspondence",
    "gehoor.parties",
    "gehoor.files",
    "gehoor.regulations",
    "gehoor.organisation",
    "gehoor.journal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_htmx",
    "template_partials",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",  # around what follows, so that its own refusals carry the policy too
    "gehoor.web.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gehoor.web.middleware.ActorMiddleware",
    "gehoor.web.middleware.RuleViolationMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # template_partials puts its own loader and the cached one around it
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gehoor.web.context.page",
            ],
        },
    }
]

# Data -----------------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **(env.DATABASE_URL.get() or embedded.connection(GEHOOR_DATA)),
    }
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [BASE_DIR / "src/gehoor/locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "src/gehoor/static",) if folder.is_dir()]
STATIC_ROOT = env.folder(env.STATIC_ROOT, "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Who may come in ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisation.Staff"
AUTHENTICATION_BACKENDS = ["gehoor.organisation.access.RightsBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # Staff.email is unique by a constraint on its lower case
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(GEHOOR_BASE_URL).scheme
ACCOUNT_ADAPTER = "gehoor.web.adapter.StaffAdapter"
ACCOUNT_RATE_LIMITS = False  # counted in the database instead, over all processes: web.views, web.adapter, web.forms
ACCOUNT_FORMS = {"reset_password": "gehoor.web.forms.ResetForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = GEHOOR_CITY
MFA_ADAPTER = "gehoor.web.adapter.SecondFactor"
MFA_FORMS = {"authenticate": "gehoor.web.forms.CodeForm", "reauthenticate": "gehoor.web.forms.ConfirmCodeForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator fills in the addresses

CSRF_FAILURE_VIEW = "gehoor.web.errors.csrf_failure"

SESSION_ENGINE = "gehoor.web.sessions"  # in the database; a sign-in that is used goes on
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What a browser is told -----------------------------------------------------------------------------------------------

_SERVED_OVER_HTTPS = GEHOOR_BASE_URL.startswith("https://")
_BASE_HOST = urlsplit(GEHOOR_BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = [
    _BASE_HOST,
    *env.ALLOWED_HOSTS.get(),
    *(["localhost", "127.0.0.1", "[::1]"] if not _SERVED_OVER_HTTPS else []),
]
CSRF_TRUSTED_ORIGINS = [GEHOOR_BASE_URL] if _SERVED_OVER_HTTPS else []
if env.BEHIND_PROXY.get():
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.HSTS_SECONDS.get() if _SERVED_OVER_HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy's work; /livez must answer over http
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SERVED_OVER_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Mail and logs --------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = GEHOOR_MAIL_FROM
EMAIL_TIMEOUT = 20
if _MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{_MAIL_PROVIDER}.EmailBackend"
elif GEHOOR_MAIL_LEAVES:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "gehoor.correspondence.post.LocalOutbox"
ANYMAIL = {"REQUESTS_TIMEOUT": (10, 20), **env.MAIL_PROVIDER_SETTINGS.get()}
globals().update(env.SMTP_URL.get())

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_keys": {"()": "gehoor.config.logs.WithoutKeys"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "line",
            "filters": ["without_keys"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gehoor": {"level": env.LOG_LEVEL.get()}, "django": {"level": "WARNING"}},
}
