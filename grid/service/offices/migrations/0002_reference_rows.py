"""The templates of units that a city starts with.

The names of the teams and the heads are a start, to be replaced by the city's own rows.
"""

from django.db import migrations

TEMPLATES = (  # code, name, English name, kind, teams (kind, name, heads)
    (
        *("room_four_teams", "一室四队", "One room, four teams", "station"),
        (
            ("command", "综合指挥室", 4),
            ("community", "社区警务队", 8),
            ("cases", "案件办理队", 6),
            ("patrol", "巡逻防控队", 8),
            ("service", "综合服务队", 3),
        ),
    ),
    (
        *("room_two_teams", "一室二队", "One room, two teams", "station"),
        (
            ("command", "综合指挥室", 2),
            ("community", "社区警务队", 4),
            ("cases", "案件办理队", 4),
        ),
    ),
    (
        *("police_area", "警务区", "Police area", "area"),
        (("community", "社区警务组", 2), ("patrol", "巡逻组", 4)),
    ),
    (
        *("community_office", "社区警务室", "Community office", "office"),
        (("community", "社区警务组", 2), ("patrol", "辅警巡逻组", 4)),
    ),
)


def add_rows(apps, schema_editor):
    template_model = apps.get_model("offices", "OfficeTemplate")
    team_model = apps.get_model("offices", "TemplateTeam")
    for rank, (code, name, name_en, kind, teams) in enumerate(TEMPLATES, 1):
        row = template_model.objects.create(
            code=code, rank=rank, name=name, name_en=name_en, kind=kind
        )
        team_model.objects.bulk_create(
            team_model(template=row, rank=number, kind=team_kind, name=team, heads=heads)
            for number, (team_kind, team, heads) in enumerate(teams, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
