"""The ASGI entry: HTTP to Django, the live socket to its consumer.

A socket is let in only from a page of our own hosts (a missing or `null` Origin is refused
before accept) and with the session cookie of that page.
"""

import gc
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
django.setup(set_prefix=False)  # what follows needs its apps

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import (  # noqa: E402
    AllowedHostsOriginValidator,
    WebsocketDenier,
)
from django.urls import path, re_path  # noqa: E402

from command_center.alerts.consumers import EventsConsumer  # noqa: E402
from command_center.http_threads import ThreadedHandler  # noqa: E402


class DirectSend:
    """Keeps the server's own `send` in the scope, below the layers that only open a socket.

    Channels' session layer looks at the session before each message although a socket cannot
    carry a cookie; with a thousand screens that look would cost more than the message.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await self.inner(scope | {"direct_send": send}, receive, send)


events: Any = EventsConsumer.as_asgi()  # an ASGI application where Django expects a view
refuse: Any = WebsocketDenier.as_asgi()
addresses: list[Any] = [path("ws/events/", events), re_path("", refuse)]
routes = URLRouter(addresses)
application = ProtocolTypeRouter(
    {
        "http": ThreadedHandler(),
        "websocket": DirectSend(AllowedHostsOriginValidator(AuthMiddlewareStack(routes))),
    }
)

# What is loaded now stays: without this every full collection walks all of Django again, in the
# middle of a burst as likely as not.
gc.collect()
gc.freeze()
