"""The hours of the steps a city starts with; it makes its own from them.

A transfer is signed for within 24 hours and the parties told of the other ways at once (art. 26);
visits after 7 and 30 days; a course of mediation ends within a month of its beginning. The hours
to assign, to ask and to the first session stand in the rules of the grades.
"""

from datetime import date

from django.db import migrations

BEGINNING = date(2016, 1, 1)
HOURS = {
    "assess": 24,
    "assign": 24,
    "ask_consent": 48,
    "first_session": 168,
    "next_session": 168,
    "end_mediation": 720,
    "sign_agreement": 168,
    "perform": 24,
    "give_notice": 24,
    "revisit_7": 168,
    "revisit_30": 720,
    "sign_transfer": 24,
    "resume": 24,
    "close": 72,
    "archive": 720,
}


def _write(apps, _schema_editor):
    rule = apps.get_model("disputeflow", "StepRule")
    for kind, hours in HOURS.items():
        rule.objects.create(agency=None, valid_from=BEGINNING, kind=kind, hours=hours)


class Migration(migrations.Migration):
    dependencies = [("disputeflow", "0002_guards")]

    operations = [migrations.RunPython(_write, migrations.RunPython.noop)]
