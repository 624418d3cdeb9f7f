"""The one settings file. Everything that differs between machines comes from the environment (see .env.example)."""

import secrets
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import loopback
from languages import table

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)
# What a running service writes: the embedded database and its key, the embedded broker, uploads.
VAR_DIR = env.path("VAR_DIR", default=BASE_DIR / "var")


NEW_KEY = 'python -c "import secrets; print(secrets.token_urlsafe(50))"'


def _kept_secret(path: Path) -> str:
    """A key that the embedded default makes for itself once, so that a fresh clone runs with no settings."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


# --- what kind of run this is ---------------------------------------------------------------------------------
DEMO = env.bool("DEMO", default=False)  # virtual phones; unapproved wordings may be sent; a clock that can jump
DEBUG = env.bool("DEBUG", default=False)
if env.bool("LOOPBACK_ONLY", default=DEMO):
    loopback.refuse_other_hosts()

# --- addresses ------------------------------------------------------------------------------------------------
PUBLIC_URL = env.str("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
_public_host = urlsplit(PUBLIC_URL).hostname or "localhost"
ALLOWED_HOSTS = [_public_host, "localhost", "127.0.0.1", *env.list("ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SERVED_SECURELY = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_SECURELY
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # a container's own health check speaks plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_SECURELY else 0

# Who answers for the data, as the privacy page says it; and an address or a number to write to or ring.
OPERATOR = env.str("OPERATOR", default="")
OPERATOR_CONTACT = env.str("OPERATOR_CONTACT", default="")

# --- services -------------------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'embedded.sqlite3'}")}
EMBEDDED = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if EMBEDDED:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE takes the write lock at BEGIN, so that a claim and a stop can never interleave.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")  # empty: a broker of files in var/, for one machine

# --- keys -----------------------------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", default="")
if EMBEDDED and not SECRET_KEY:
    SECRET_KEY = _kept_secret(VAR_DIR / "secret.key")
if not SECRET_KEY:
    raise ImproperlyConfigured(f"SECRET_KEY is not set. Make one with `{NEW_KEY}` and set it.")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
CONTACT_KEYS: list[str] = env.list("CONTACT_KEYS", default=[])  # newest first; empty: one made from SECRET_KEY
CONTACT_INDEX_KEY = env.str("CONTACT_INDEX_KEY", default="")

# --- channels -------------------------------------------------------------------------------------------------
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
TWILIO_AUTH_TOKEN_SECONDARY = env.str("TWILIO_AUTH_TOKEN_SECONDARY", default="")
TWILIO_MESSAGING_SERVICE_SID = env.str("TWILIO_MESSAGING_SERVICE_SID", default="")
TWILIO_API_URL = env.str("TWILIO_API_URL", default="")  # empty: the provider's own address
SMS_CHANNEL = env.str("SMS_CHANNEL", default="twilio" if TWILIO_ACCOUNT_SID else "virtual")

# The number that parents text to, as posters print it: spaced as it is to be read. Without one there are no posters.
TEXT_NUMBER = env.str("TEXT_NUMBER", default="07700 900000" if DEMO else "")

# What a network takes for one segment of a text, in pence; and how many segments a text may have, by its alphabet.
SMS_PENCE = env.decimal("SMS_PENCE", default=Decimal(4))
SMS_LIMIT = {"GSM-7": 2, "UCS-2": 5}
TRIO_LIMIT = {"GSM-7": 1, "UCS-2": 3}  # each of three texts a week

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "delivery.channels.virtual.InboxBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Messages of Hope <hope@{_public_host}>")

# --- public pages: kept by the web server, each of its processes for itself -------------------------------------------
KEEP_PAGES = 60  # seconds
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},  # two a page, of 10 to 80 kB
    },
}

# --- times ----------------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "Europe/London"
CLOCK = env.str("CLOCK", default="delivery.channels.virtual.now" if DEMO else "django.utils.timezone.now")
SLOTS = {"morning": time(10), "afternoon": time(14), "evening": time(18, 30)}  # local time
QUIET_HOURS = (time(21), time(8))  # local time; only replies to what a parent has just texted go out
VALIDITY = {"sms": timedelta(hours=24), "email": timedelta(hours=72)}  # after its hour a nudge is dropped
REPLY_VALIDITY = timedelta(hours=12)
REPLY_AT_ONCE = timedelta(minutes=30)  # a reply goes out at night for so long after what it answers
CAP_DAY, CAP_WEEK = 1, 3  # at most one message a person a day, and three in any seven days
REPEAT_DAYS = 28  # twins: the same message is not sent again about the other child within these days
PLAN_AHEAD = timedelta(hours=1)
TICK_SECONDS = env.int("TICK_SECONDS", default=30)
CLAIM_MARGIN = timedelta(minutes=2)  # nothing is claimed so shortly before the quiet hours, or before it expires
RECONCILE_SECONDS = 20  # for asking a provider about what is unknown, in one round
DECIDE_AFTER = timedelta(minutes=15)  # by then a sender that hangs has ended, and people may say what became of it
# What the providers take in a second, all senders together: segments, and e-mails. See delivery.pace.
RATES = {"sms": env.int("SMS_RATE", default=10), "email": env.int("EMAIL_RATE", default=10)}
LEASE = timedelta(seconds=env.int("LEASE_SECONDS", default=120))
IN_FLIGHT = 64  # calls to a provider at once, and the most that a crash can leave unknown
CONFIRM_WITHIN = timedelta(days=7)  # a question "reply YES" is open for so long, and a sign-up is kept
REMIND_AFTER = timedelta(days=1)  # of a sign-up that was not finished; once
PAUSE_DAYS, PAUSE_DAYS_MOST = 14, 182
CODE_VALID, CODE_TRIES = timedelta(minutes=10), 5
PAGE_LINK_VALID = timedelta(minutes=30)  # the link to a parent's own page
CONFIRM_LINK_VALID = timedelta(hours=24)
INVITATION_VALID = timedelta(days=14)
# The most messages that may be asked for (codes and links on the web, answers to calls), and within which time.
BUDGETS = {
    "visitor": (10, timedelta(hours=1)),  # from one network address
    "staff": (40, timedelta(hours=1)),  # by one member of staff, who may sign up a whole class of parents
    "address": (3, timedelta(hours=1)),  # to one phone or mailbox
    "address_day": (8, timedelta(days=1)),
    "prefix": (60, timedelta(hours=1)),  # to numbers that begin alike
    "everybody": (2000, timedelta(hours=1)),
    # Answers to "did this page help?", which are counted and nothing else.
    "helpful": (5, timedelta(hours=1)),  # about one campaign, from one network address, which a whole clinic may share
    "helpful_all": (500, timedelta(hours=1)),  # about one campaign
    # Suggestions for a translation, which are kept and read by staff.
    "suggestion": (5, timedelta(hours=1)),  # from one network address
    "suggestions": (200, timedelta(hours=1)),
    # Calls and pictures that we answer with a text.
    "caller": (3, timedelta(hours=1)),  # from one number
    "callers_alike": (30, timedelta(hours=1)),  # from numbers that begin alike
    "callers": (200, timedelta(hours=1)),
}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many stand before us and add to X-Forwarded-For
KEEP_INBOUND = timedelta(days=30)  # texts that parents sent us
KEEP_SUGGESTIONS = timedelta(days=180)  # what readers would put better in a draft of a translation
KEEP_STOPPED = timedelta(days=30)  # the address of whoever has stopped
KEEP_AFTER_THIRD_BIRTHDAY = timedelta(days=30)
KEEP_AFTER_DUE = timedelta(days=60)  # when nobody has said that the baby is here
KEEP_AFTER_LOSS = timedelta(days=90)  # the address of whoever hears about no other child
REPLIES_AN_HOUR = 20  # to one phone: whoever gets more is a machine that answers ours

# --- applications ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "scheduler",
    "cms",
    "portal",
    "campaigns",
    "delivery",
    "messages.apps.LibraryConfig",
    "subscribers",
    "directory",
    "languages",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "config.middleware.ClockMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- what a public page may load: our own files and nothing else. Wagtail's admin needs more, and has its own sign-in.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"] if DEMO else ["'none'"],
    },
}
SECURE_REFERRER_POLICY = "same-origin"  # an address may hold a token; forms need to know their own

# --- sign-in --------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "wagtailadmin_login"

# --- languages ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [(django, table.TABLE[code].autonym) for code, django in table.INTERFACE.items()]
# Django and Wagtail look a language up here; Tetum and Somali are not in Django's own list.
for _language in table.TABLE.values():
    LANG_INFO.setdefault(
        _language.django,
        {
            "code": _language.django,
            "name": _language.name,
            "name_local": _language.autonym,
            "bidi": _language.right_to_left,
        },
    )
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    (language.django, language.autonym) for language in table.TABLE.values() if language.for_staff
]
# What parents see is in every language of the interface; the staff's screens in fewer.
LOCALE_PATHS = [BASE_DIR / "locale" / "public", BASE_DIR / "locale" / "staff"]
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"

# --- files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = DEMO or DEBUG
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

AUDIO_BYTES = 10 * 1024 * 1024  # of a recording of one message, which takes about a minute

# --- spreadsheets of the library: 500 messages in 20 languages fit well -----------------------------------------
SHEET_BYTES = 50 * 1024 * 1024  # of a file that somebody sends
SHEET_UNPACKED = 400 * 1024 * 1024  # of a workbook, which is a zipped file, when it is unpacked
SHEET_ROWS, SHEET_CELLS = 20_000, 60  # rows of a file, and cells of a row
SHEET_KEPT = timedelta(hours=2)  # a file waits so long for the yes that imports it

# --- Wagtail --------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Messages of Hope"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
# The last approval publishes, unless parents are waiting for the words that it changes: then it asks first.
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.finishing.publish_approved"
# Both would make the staff's browser or this server call out to somebody else's host.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# A photograph keeps where it was taken in its JPEG; as WebP it is written anew, without.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp"}

# --- logs: one line each, never with an address, a number or the words of a text -----------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # These would write numbers and texts when more is logged.
    "loggers": {name: {"level": "WARNING"} for name in ("twilio", "urllib3", "django.db.backends", "asyncio")},
}
