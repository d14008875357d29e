"""The ASGI entry: HTTP to Django, the live socket to its consumer.

A socket is let in only from a page of our own hosts (a missing or `null` Origin is refused
before accept) and with the session cookie of that page.
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
http = get_asgi_application()  # sets Django up: what follows needs its apps

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import (  # noqa: E402
    AllowedHostsOriginValidator,
    WebsocketDenier,
)
from django.urls import path, re_path  # noqa: E402

from command_center.alerts.consumers import EventsConsumer  # noqa: E402

routes = URLRouter(
    [
        path("ws/events/", EventsConsumer.as_asgi()),
        re_path("", WebsocketDenier.as_asgi()),
    ]
)
application = ProtocolTypeRouter(
    {"http": http, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(routes))}
)
