"""The WSGI application, for waitress (``./run``) and gunicorn (behind a proxy)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.config.settings")
application = get_wsgi_application()
