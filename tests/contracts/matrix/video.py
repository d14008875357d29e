"""Routes of the video floor, with the right to read and the right to write."""

from grid.rights import Right

R = Right

REGISTER: dict[str, tuple[Right | None, Right | None]] = {
    "api_cameras": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_camera": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_camera_removal": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "api_camera_filings": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_camera_checks": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_camera_stock": (R.CAMERA_READ, None),
    "api_camera_growth": (R.CAMERA_READ, None),
    "api_camera_points": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_camera_point": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_video_platforms": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_video_platform": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_video_companies": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_video_company": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_video_contracts": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_video_contract": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "camera_list": (R.CAMERA_READ, None),
    "camera_export": (R.CAMERA_READ, None),
    "camera_detail": (R.CAMERA_READ, None),
    "camera_new": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "camera_edit": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "camera_remove": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "camera_file": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "camera_check": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "camera_compliance": (R.CAMERA_READ, None),
    "camera_growth": (R.CAMERA_READ, None),
    "camera_classes": (R.CAMERA_READ, None),
    "video_point_list": (R.CAMERA_READ, None),
    "video_point_export": (R.CAMERA_READ, None),
    "video_point_new": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "video_point_edit": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "platform_list": (R.CAMERA_READ, None),
    "platform_export": (R.CAMERA_READ, None),
    "platform_new": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "platform_edit": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "company_list": (R.CAMERA_READ, None),
    "company_export": (R.CAMERA_READ, None),
    "company_new": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "company_edit": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "video_contract_list": (R.CAMERA_READ, None),
    "video_contract_export": (R.CAMERA_READ, None),
    "video_contract_new": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "video_contract_edit": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "platform_detail": (R.CAMERA_READ, None),
}
INTAKE: dict[str, tuple[Right | None, Right | None]] = {}
HEALTH: dict[str, tuple[Right | None, Right | None]] = {}
RATES: dict[str, tuple[Right | None, Right | None]] = {}
REPAIR: dict[str, tuple[Right | None, Right | None]] = {}
FOOTAGE: dict[str, tuple[Right | None, Right | None]] = {}
ALARMS: dict[str, tuple[Right | None, Right | None]] = {
    "alarm_device_list": (R.CAMERA_READ, None),
    "alarm_device_export": (R.CAMERA_READ, None),
    "alarm_device_import": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "alarm_device_new": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "alarm_device_detail": (R.CAMERA_READ, None),
    "alarm_device_edit": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "alarm_test_begin": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "alarm_rule": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "alarm_press_list": (R.CAMERA_READ, None),
    "alarm_press_export": (R.CAMERA_READ, None),
    "alarm_press_judge": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
    "api_alarm_devices": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_alarm_device": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_alarm_tests": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_alarm_presses": (R.CAMERA_READ, R.ALARM_PRESS),
    "api_alarm_press": (R.CAMERA_READ, R.CAMERA_MANAGE),
    "api_alarm_import": (R.CAMERA_MANAGE, R.CAMERA_MANAGE),
}
ROUNDS: dict[str, tuple[Right | None, Right | None]] = {}
BOARD: dict[str, tuple[Right | None, Right | None]] = {}

ROUTES = {
    **REGISTER, **INTAKE, **HEALTH, **RATES, **REPAIR, **FOOTAGE, **ALARMS, **ROUNDS, **BOARD,
}  # fmt: skip
