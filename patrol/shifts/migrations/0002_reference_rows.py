"""The rows a city begins with: kinds of certificates and levels of force."""

from typing import Any

from django.db import migrations

CERTIFICATES = (
    ("firearm", "持枪证", "Firearm"),
    ("driving", "驾驶证", "Driving"),
    ("motorcycle", "摩托车驾驶证", "Motorcycle"),
    ("first_aid", "急救证", "First aid"),
    ("drone", "无人机驾驶证", "Drone"),
    ("dog", "警犬训导员证", "Dog handler"),
)
LEVELS = (
    ("normal", "常态", "Normal", 1),
    ("reinforced", "加强", "Reinforced", 2),
    ("wartime", "战时", "Wartime", 3),
)


def add(apps: Any, _editor: Any) -> None:
    """Rows that are there already stay as they are."""
    for code, name, name_en in CERTIFICATES:
        known = {"name": name, "name_en": name_en}
        apps.get_model("shifts", "CertificateKind").objects.get_or_create(code=code, defaults=known)
    for code, name, name_en, rank in LEVELS:
        known = {"name": name, "name_en": name_en, "rank": rank}
        apps.get_model("shifts", "ForceLevel").objects.get_or_create(code=code, defaults=known)


class Migration(migrations.Migration):
    dependencies = [("shifts", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
