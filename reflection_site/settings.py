"""Settings. Everything that differs between machines comes from the environment (see README, "Settings")."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))

PRODUCTION = environment.flag("PRODUCTION", default=False)
DEBUG = environment.flag("DEBUG", default=not PRODUCTION)
PORT = environment.number("PORT", 8000, low=1, high=65535)
SECRET_KEY = environment.text(
    "SECRET_KEY",
    "" if PRODUCTION else "embedded-default-not-for-production-" + "x" * 32,
)
if len(SECRET_KEY) < 50:
    environment.stop("SECRET_KEY", "*" * len(SECRET_KEY), "at least 50 random characters")
# newest first; a key that was ever used stays in the list
FIELD_KEYS = environment.names("FIELD_KEYS", "" if PRODUCTION else "embedded-default-field-key")
if not FIELD_KEYS:
    environment.stop(
        "FIELD_KEYS",
        "",
        "one or more long random secrets, separated by commas, newest first",
    )
SITE_URL = environment.address("SITE_URL", f"http://localhost:{PORT}", ("http", "https")).rstrip("/")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if not PRODUCTION else "")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "reflection_site.csrf.failed"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "import_export",
    "template_partials",
    "reflection_site",
    "teams",
    "data_imports",
    "surveys",
    "cycles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "reflection_site.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "teams.middleware.PersonMiddleware",
    "reflection_site.middleware.SignOutMiddleware",
    "reflection_site.middleware.NotFoundMiddleware",
]

ROOT_URLCONF = "reflection_site.urls"
ASGI_APPLICATION = "reflection_site.asgi.application"
# before everything above: what answers without it
ASGI_MIDDLEWARE = ["cycles.meet.crowd.Crowd"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "teams.context.page",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": environment.database("DATABASE_URL", VAR_DIR / "solstice.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(VAR_DIR / "media")))
# the embedded default has its Redis on a socket that `manage.py serve` starts and names here
REDIS_URL = environment.address("REDIS_URL", "redis://localhost:6379/0", ("redis", "rediss", "unix"))
CACHES = {
    "default": {
        "BACKEND": "reflection_site.cache.RedisOrLocalCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    },
    # parts of pages that never change again, such as the tables of a frozen packet
    "frozen": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "frozen"},
    # parts of rooms, for the second after a change in which everybody asks for them
    "rooms": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rooms",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# --- people and sign-in
AUTH_USER_MODEL = "teams.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "teams.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "teams.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
# nobody takes an address that is not proven theirs: roles, files and single sign-on find people by it
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# who has just chosen a password need not type it again; a second factor is still asked for
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_SERVER = environment.address("OIDC_SERVER", "", ("https", "http"))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "district",
                "name": environment.text("OIDC_NAME", "District sign-in"),
                "client_id": environment.text("OIDC_CLIENT_ID"),
                "secret": environment.text("OIDC_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else []
    }
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Solstice"
# asked of leaders, superintendents, partners and the district at sign-in
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
# the district's own single sign-on asks for a second factor already
SECOND_FACTOR_BY_SSO = environment.flag("SECOND_FACTOR_BY_SSO", default=False)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- safety
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # the hash is that of one empty style element, which Plotly makes
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
# the day on which roles begin and end; meetings keep to their school's own zone
TIME_ZONE = environment.zone("DISTRICT_ZONE", "America/Denver")
# districts rename roles: {"superintendent": "Collaborative director"}
ROLE_LABELS: dict[str, str] = {}
# individual LEAP rows stay off until a district turns them on
LEAP_INDIVIDUAL = environment.flag("LEAP_INDIVIDUAL", default=False)

# --- static files: no build step, no request to another host
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_HANDLERS = [
    "data_imports.receiving.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
UPLOAD_MAX_BYTES = environment.number("UPLOAD_MAX_MB", 50, low=1, high=2000) * 1024 * 1024

# --- mail: SMTP where it is named, else a folder that the start message names
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
# where a mail server puts what comes back; none, and nothing is looked at
BOUNCES_MAILDIR = environment.maildir("BOUNCES_MAILDIR")
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Solstice <solstice@localhost>")

# --- the clock
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    # a person who rings while the broker is away does not wait for it: beat finds what is due
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "send-due-notices": {"task": "teams.tasks.send_due_notices", "schedule": 30.0},
    "follow-zones": {"task": "teams.tasks.follow_zones", "schedule": 60.0},
    "read-bounces": {"task": "teams.tasks.read_bounces", "schedule": 300.0},
    "open-near-cycles": {
        "task": "cycles.plan.tasks.open_near_cycles",
        "schedule": 3600.0,
    },
    "follow-teams": {"task": "cycles.plan.tasks.follow_teams", "schedule": 3600.0},
    "renew-proposals": {"task": "cycles.plan.tasks.renew_proposals", "schedule": 900.0},
    "close-due-polls": {"task": "cycles.plan.tasks.close_due_polls", "schedule": 60.0},
    "send-letters": {"task": "cycles.plan.tasks.send_letters", "schedule": 60.0},
    "freeze-asked-packets": {"task": "cycles.plan.tasks.freeze_asked_packets", "schedule": 60.0},
    "keep-maps": {"task": "cycles.listen.tasks.keep_maps", "schedule": 3600.0},
    "keep-plans": {"task": "cycles.plan.tasks.keep_plans", "schedule": 3600.0},
    "forget-old-draft-keys": {"task": "cycles.prepare.tasks.forget_old_keys", "schedule": 3600.0},
    "forget-old-words": {"task": "cycles.prepare.tasks.forget_old_words", "schedule": 86400.0},
    "purge-check-in-notes": {"task": "cycles.confer.tasks.purge_notes", "schedule": 86400.0},
    "finish-record-checks": {"task": "cycles.adjust.tasks.finish_due_checks", "schedule": 300.0},
    "purge-card-boxes": {"task": "cycles.meet.tasks.purge_boxes", "schedule": 86400.0},
    "purge-early-cards": {"task": "cycles.meet.tasks.purge_early_cards", "schedule": 86400.0},
    "close-due-surveys": {"task": "surveys.tasks.close_due_surveys", "schedule": 60.0},
    "purge-old-findings": {"task": "surveys.tasks.purge_old_findings", "schedule": 86400.0},
    "resume-uploads": {"task": "data_imports.tasks.resume_uploads", "schedule": 60.0},
    "purge-outside": {"task": "cycles.plan.tasks.purge_outside", "schedule": 86400.0},
    "purge-old-uploads": {
        "task": "data_imports.tasks.purge_old_uploads",
        "schedule": 86400.0,
    },
}
# weeks before a term's close at which the calendar opens the cycle
CYCLE_OPENS_WEEKS_BEFORE = environment.number("CYCLE_OPENS_WEEKS_BEFORE", 6, low=0, high=26)

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secret_addresses": {"()": "reflection_site.logs.SecretAddresses"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secret_addresses"]},
    },
    "root": {
        "handlers": ["console"],
        "level": environment.text("LOG_LEVEL", "WARNING"),
    },
    # the web server's own lines go through the same formatter
}
