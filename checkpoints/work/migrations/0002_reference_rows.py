"""The codes and the defaults a city starts with, and the guard of the custody chain."""

from datetime import date

from django.db import migrations

BEGINNING = date(2016, 1, 1)
CODES = {
    "reason": (
        ("routine", "例行抽查", "Routine"),
        ("signal", "研判指令", "On a lead"),
        ("documents", "证照核验", "Documents"),
        ("dangerous_goods", "危险物品", "Dangerous goods"),
        ("overload", "超员超载", "Overload"),
        ("event", "大型活动安保", "Event security"),
        ("containment", "封控查缉", "Containment"),
        ("other", "其他", "Other"),
    ),
    "outcome": (
        ("warned", "口头警告", "Warned"),
        ("fined", "处罚", "Fined"),
        ("handed_over", "移交处理", "Handed over"),
        ("questioned", "继续盘问", "Questioned further"),
        ("turned_back", "劝返", "Turned back"),
        ("caught", "抓获", "Caught"),
        ("helped", "救助", "Helped"),
    ),
    "item": (
        ("blade", "管制刀具", "Controlled blade"),
        ("firearm", "枪支弹药", "Firearm or ammunition"),
        ("explosive", "易燃易爆物品", "Flammable or explosive"),
        ("drug", "毒品", "Drug"),
        ("stolen", "涉案财物", "Property of a case"),
        ("forged", "伪造证件", "Forged document"),
        ("contraband", "违禁品", "Contraband"),
        ("vehicle", "涉案车辆", "Vehicle of a case"),
        ("other", "其他", "Other"),
    ),
    "disposal": (
        ("returned", "发还", "Returned"),
        ("to_case", "移交办案单位", "Handed to the case unit"),
        ("to_court", "移送司法机关", "Sent to court"),
        ("destroyed", "销毁", "Destroyed"),
        ("confiscated", "没收上缴", "Confiscated"),
    ),
    "suspension": (
        ("congestion", "交通拥堵", "Congestion"),
        ("accident", "交通事故", "Accident"),
        ("weather", "恶劣天气", "Weather"),
        ("convoy", "警卫任务", "Convoy"),
        ("equipment", "设备故障", "Equipment failure"),
        ("other", "其他", "Other"),
    ),
}
CEILINGS = (("people", 5000, 20000), ("vehicles", 2000, 10000), ("goods", 5000, 20000))

# A step may be answered once while it waits; nothing else of it ever changes, and none is removed.
GUARD = """
CREATE FUNCTION checkwork_custody_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'waiting'
       AND (to_jsonb(NEW) - '{state,answered_at,answered_by,answer_note}'::text[])
         = (to_jsonb(OLD) - '{state,answered_at,answered_by,answer_note}'::text[]) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND current_setting('anlan.flush', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'custody: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER checkwork_custody_guard BEFORE UPDATE OR DELETE ON checkwork_custodystep
    FOR EACH ROW EXECUTE FUNCTION checkwork_custody_guard();
"""
UNGUARD = """
DROP TRIGGER checkwork_custody_guard ON checkwork_custodystep;
DROP FUNCTION checkwork_custody_guard();
"""


def add(apps, _schema_editor):
    code = apps.get_model("checkwork", "CheckCode")
    code.objects.bulk_create(
        code(group=group, code=c, name=name, name_en=en, place=place, is_result=c == "caught")
        for group, rows in CODES.items()
        for place, (c, name, en) in enumerate(rows)
    )
    apps.get_model("checkwork", "CountRule").objects.create(valid_from=BEGINNING)
    ceiling = apps.get_model("checkwork", "CountCeiling")
    ceiling.objects.bulk_create(
        ceiling(kind=kind, most_checked=checked, most_passing=passing, valid_from=BEGINNING)
        for kind, checked, passing in CEILINGS
    )


class Migration(migrations.Migration):
    dependencies = [("checkwork", "0001_initial")]
    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
