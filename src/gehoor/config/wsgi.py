"""The WSGI application, for waitress (``./run``) and gunicorn (behind a proxy)."""

import os

from django.core.wsgi import get_wsgi_application

from gehoor.config import env
from gehoor.config.proxy import behind_proxy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.config.settings")
application = behind_proxy(get_wsgi_application()) if env.BEHIND_PROXY.get() else get_wsgi_application()
