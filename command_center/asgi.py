"""The ASGI entry: HTTP to Django, the live socket to the ledger's consumer."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
application = get_asgi_application()
