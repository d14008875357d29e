"""The checklist and the rules of the four grades a city starts with; it makes its own from them.

Sources: domain.md 8.2 (red is reported at once, orange handled the same day, yellow at the
station, blue by early contact); a general term of one month.
"""

from datetime import date

from django.db import migrations

BEGINNING = date(2016, 1, 1)
# Code, question, in English, weight, least grade, what the register knows by itself.
ITEMS = (
    ("weapon", "有凶器或可用作凶器的工具", "Weapons or tools used as such", 40, "red", ""),
    ("threat", "有伤人、自伤或毁物的扬言", "Threats to hurt, self-harm or destroy", 30, "orange", ""),
    ("injury", "已有人受伤", "Somebody was hurt already", 25, "orange", ""),
    ("home_violence", "涉及家庭暴力", "Violence at home", 25, "orange", "home"),
    ("group", "涉及十人以上", "Ten people or more", 20, "", "group"),
    ("minor", "涉及未成年人", "A minor is part of it", 10, "", "minor"),
    ("repeated", "同一地点或当事人再次报警", "The same place or parties called again", 15, "", "repeated"),
    ("often", "三次以上报警", "Called three times or more", 20, "orange", "often"),
    ("broken", "曾达成协议又反悔，或调解未成", "An agreement broken or mediation failed", 15, "", ""),
    ("livelihood", "涉及工资、住房等基本生活", "Wages, a home or what one lives by", 10, "", ""),
    ("amount", "争议金额十万元以上", "100,000 yuan or more in dispute", 10, "", "amount"),
    ("deadline", "近日有激化节点（开工、搬离、开庭等）", "A day near on which it may grow", 15, "", ""),
    ("stuck", "双方拒绝对话", "The sides refuse to talk", 10, "", ""),
    ("long", "持续三个月以上", "Going on for three months or more", 5, "", ""),
    ("several", "涉及多个部门", "Several departments are needed", 5, "", ""),
)  # fmt: skip
# Grade: deadline, assign, consent, session, visit, by whom, leader, level, escalate (hours).
RULES = {
    "red": (168, 2, 12, 48, 12, "leader", 2, "county", 72),
    "orange": (360, 8, 24, 72, 24, "officer", 24, "town", 168),
    "yellow": (720, 24, 48, 168, 72, "officer", None, "town", 360),
    "blue": (720, 48, 48, 240, None, "anybody", None, "community", None),
}


def _write(apps, _schema_editor):
    checklist = apps.get_model("disputerisk", "RiskChecklist").objects.create(
        agency=None, name="矛盾纠纷风险评估清单", number=1, valid_from=BEGINNING, written_by="Anlan"
    )
    item = apps.get_model("disputerisk", "RiskItem")
    for rank, (code, text, text_en, weight, floor, sign) in enumerate(ITEMS, start=1):
        item.objects.create(
            checklist=checklist,
            code=code,
            text=text,
            text_en=text_en,
            weight=weight,
            floor=floor,
            sign=sign,
            rank=rank,
        )
    rule = apps.get_model("disputerisk", "GradeRule")
    for grade, (ends, assign, consent, session, visit, who, lead, level, up) in RULES.items():
        rule.objects.create(
            agency=None,
            valid_from=BEGINNING,
            grade=grade,
            deadline_hours=ends,
            assign_hours=assign,
            consent_hours=consent,
            session_hours=session,
            visit_hours=visit,
            visit_rank=who,
            leader_hours=lead,
            level=level,
            escalate_hours=up,
        )


class Migration(migrations.Migration):
    dependencies = [("disputerisk", "0001_initial")]

    operations = [migrations.RunPython(_write, migrations.RunPython.noop)]
