"""The WSGI door: what the web server calls."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhilian.config.settings")

from django.core.wsgi import get_wsgi_application

import zhilian.config.settings  # noqa: F401  (swaps SQLite before Django imports it)

application = get_wsgi_application()
