"""The classes of cameras a city starts with; the counts are those the city reports.

The named public classes sum to 6,764 of 6,962: what is missing stands under "other".
"""

from django.db import migrations

PUBLIC = (  # code, name, English name, as reported
    ("city", "城区监控", "City streets", 1944),
    ("rural", "农村监控", "Rural", 719),
    ("estate", "小区监控", "Housing estates", 3040),
    ("gate", "治安卡口", "Gates", 825),
    ("traffic", "交通监控", "Traffic", 226),
    ("lookout", "高空瞭望", "High lookouts", 10),
    ("other", "其他公共", "Other public", None),
)
SOCIAL = (
    ("finance", "金融机构", "Banks", None),
    ("medical", "医疗机构", "Hospitals", None),
    ("education", "学校", "Schools", None),
    ("commerce", "商铺企业", "Shops and firms", None),
    ("property", "物业小区", "Estates of managers", None),
    ("other_social", "其他社会", "Other social", None),
)
TREE = (
    (("public", "公共视频", "Public", 6962), PUBLIC, True),
    (("social", "社会视频", "Social", 48463), SOCIAL, False),
)


def add(apps, _schema_editor):
    model = apps.get_model("video", "CameraClass")
    rank = 0
    for (code, name, english, expected), below, is_public in TREE:
        plain = {"is_public": is_public}
        rank += 1
        top = model.objects.create(
            code=code, name=name, name_en=english, expected=expected, rank=rank, **plain
        )
        for row in below:
            rank += 1
            code, name, english, expected = row
            model.objects.create(
                code=code, name=name, name_en=english, expected=expected, rank=rank, parent=top,
                **plain,
            )


class Migration(migrations.Migration):
    dependencies = [("video", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
