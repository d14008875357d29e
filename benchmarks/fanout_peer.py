"""The naive peer of the fan-out benchmark: a Channels consumer on RedisPubSubChannelLayer.

Served by the same uvicorn as the product; one group, no rights, no filtering. The address of
Redis comes from PEER_REDIS_PORT.
"""

import os

from django.conf import settings

ADDRESS = {
    "address": f"redis://127.0.0.1:{os.environ.get('PEER_REDIS_PORT', '0')}/0",
    "socket_timeout": None,
}
LAYER = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [ADDRESS]}}
settings.configure(CHANNEL_LAYERS={"default": LAYER}, ALLOWED_HOSTS=["*"], DATABASES={})

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402


class AlertConsumer(AsyncWebsocketConsumer):
    """As the tutorials write it."""

    async def connect(self) -> None:
        await self.channel_layer.group_add("alerts", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard("alerts", self.channel_name)

    async def alert(self, event: dict[str, str]) -> None:
        await self.send(text_data=event["text"])


application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/", AlertConsumer.as_asgi())])})
