"""Django's settings: safe without any set-up, and every one that differs between places is an environment variable."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhilian.config.databases import database
from zhilian.config.secrets import secret
from zhilian.config.sqlite import use_current_sqlite

use_current_sqlite()

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ZHILIAN_VAR", PACKAGE.parent / "var"))
DEBUG = os.environ.get("ZHILIAN_DEBUG") == "1"
SECRET_KEY = secret("secret_key", VAR)
TRAIL_KEY = secret("trail_key", VAR)
ALLOWED_HOSTS = os.environ.get("ZHILIAN_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("ZHILIAN_ORIGINS", "").split()
SITE_URL = os.environ.get("ZHILIAN_SITE_URL", "http://localhost:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
PROXIED = os.environ.get("ZHILIAN_PROXIED") == "1"  # a reverse proxy of ours stands before us and says who asks
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIED else None

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "zhilian.core",
    "zhilian.accounts",
    "zhilian.files",
    "zhilian.notices",
    "zhilian.members",
    "zhilian.channels",
    "zhilian.triage",
    "zhilian.cases",
    "zhilian.desk",
    "zhilian.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhilian.core.middleware.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhilian.core.middleware.Language",
    "zhilian.core.middleware.PlainAddresses",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhilian.accounts.middleware.ActingPerson",
    "zhilian.accounts.middleware.SignedInOnly",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhilian.core.middleware.Refusals",
]
ROOT_URLCONF = "zhilian.config.urls"
WSGI_APPLICATION = "zhilian.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhilian.core.context.page",
            ],
        },
    }
]
DATABASES = {"default": database(os.environ.get("ZHILIAN_DATABASE_URL"), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
# house: allow chinese: a language is called by its own name
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # small enough to be served from the package: no collectstatic step
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 300  # seconds; names carry no hash, so an upgrade is seen soon
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
PAPER_FONTS = tuple(Path(folder) for folder in os.environ.get("ZHILIAN_FONTS", "").split(os.pathsep) if folder)
PAPER_WORDS = dict(word.split("=", 1) for word in os.environ.get("ZHILIAN_PAPER_WORDS", "").split() if "=" in word)
UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes, one file

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
SIGN_IN_FAILURES = 5  # wrong passwords before an account is locked
SIGN_IN_FAILURES_PER_ADDRESS = 50  # wrong passwords from one address (many firms share one) within the lock time
SIGN_IN_LOCK_MINUTES = 15
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds, absolute
SESSION_IDLE_MINUTES = 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhilian.accounts.views.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"

EMAIL_HOST = os.environ.get("ZHILIAN_SMTP_HOST", "")  # empty: no e-mail is sent, notices stay in the inbox
EMAIL_PORT = int(os.environ.get("ZHILIAN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ZHILIAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ZHILIAN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("ZHILIAN_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("ZHILIAN_MAIL_FROM", "zhilian@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
PRODUCT_NAME = _("Zhilian")

SILENCED_SYSTEM_CHECKS = ["models.W040"]  # columns carried along by an index: PostgreSQL has them, SQLite does without
