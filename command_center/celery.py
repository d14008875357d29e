"""The Celery application: analysis, imports and nightly jobs; nothing a live alert waits for."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

app = Celery("anlan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
