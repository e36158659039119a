"""``web``: the site, served by waitress. ``./run`` starts it; tests do too."""

import signal
import socket
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from waitress.server import create_server

from gehoor.config import env, static
from gehoor.config.family import die_with

THREADS = 8
CONNECTIONS = 1000
LARGEST_REQUEST = 110 * 1024 * 1024
"""Five attachments of 20 MB, and the form around them."""


class Command(BaseCommand):
    help = "Serve the site with waitress until it is told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port on this machine to listen on")
        parser.add_argument("--fd", type=int, help="an open listening socket to use instead of a port")
        parser.add_argument("--parent", type=int, help="the process to end with")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["parent"]:
            die_with(options["parent"])
        listening = socket.socket(fileno=options["fd"]) if options["fd"] is not None else _listen(options["port"])
        static.collect()
        from gehoor.config.wsgi import application  # after the files: whitenoise reads their list once

        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        proxy: dict[str, Any] = {"clear_untrusted_proxy_headers": True}
        if env.BEHIND_PROXY.get():
            headers = {"x-forwarded-for", "x-forwarded-proto"}
            proxy |= {"trusted_proxy": "127.0.0.1", "trusted_proxy_count": 1, "trusted_proxy_headers": headers}
        server = create_server(
            application,
            sockets=[listening],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_body_size=LARGEST_REQUEST,
            channel_timeout=60,
            asyncore_use_poll=True,
            ident=None,
            **proxy,
        )
        server.run()


def _listen(port: int) -> socket.socket:
    listening = socket.create_server(("127.0.0.1", port), backlog=512)
    listening.setblocking(False)
    return listening
