"""REST of alarm devices: the register, presses, tests."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.frame.sheet_import import take
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.sheet_shapes import SheetIn, SheetOut
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.alarms import selectors, services
from video.alarms import serializers as s
from video.alarms.sheets import TABLE


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class AlarmDevices(Idempotent, ApiView):
    """Alarm poles and one-key alarms of the viewer's area."""

    @extend_schema(
        operation_id="alarm_devices_list",
        parameters=[s.AlarmDeviceQuery],
        responses={200: s.AlarmDeviceOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.AlarmDeviceQuery, request.query_params)
        return self.paged(selectors.devices(viewer_of(request), **query), s.device_row)

    @extend_schema(
        operation_id="alarm_devices_create",
        request=s.AlarmDeviceFields,
        responses={201: s.AlarmDeviceOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.AlarmDeviceFields, request.data), viewer_of(request)
        row = services.save_device(None, by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(s.device_row(row), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class OneAlarmDevice(Idempotent, ApiView):
    """One device; a PATCH corrects it or says that it is faulty or removed."""

    @extend_schema(operation_id="alarm_devices_read", responses={200: s.AlarmDeviceOut})
    def get(self, request: Request, alarm_code: str) -> Response:
        return Response(s.device_row(selectors.find_device(viewer_of(request), alarm_code)))

    @extend_schema(
        operation_id="alarm_devices_edit",
        request=s.AlarmDeviceChange,
        responses={200: s.AlarmDeviceOut},
    )
    def patch(self, request: Request, alarm_code: str) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_device(who, alarm_code), expected_version(request)
        said = checked(s.AlarmDeviceChange, request.data) | {"version": version}
        by = who.as_actor(channel="api")
        return Response(s.device_row(services.save_device(row, by=by, viewer=who, **said)))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class AlarmDeviceTests(Idempotent, ApiView):
    """Tests of a device; a POST lets its next press be one."""

    @extend_schema(operation_id="alarm_tests_list", responses={200: s.AlarmTestOut(many=True)})
    def get(self, request: Request, alarm_code: str) -> Response:
        row = selectors.find_device(viewer_of(request), alarm_code)
        return self.paged(row.tests.all(), lambda test: _test_row(test, row.code))

    @extend_schema(
        operation_id="alarm_tests_begin", request=None, responses={201: s.AlarmDeviceOut}
    )
    def post(self, request: Request, alarm_code: str) -> Response:
        who = viewer_of(request)
        row = selectors.find_device(who, alarm_code)
        services.begin_tests([row], by=who.as_actor(channel="api"))
        return Response(s.device_row(row), status=201)


def _test_row(test: object, code: str) -> dict[str, object]:
    named = ("state", "begun_at", "until")
    return {"device": code} | {name: getattr(test, name) for name in named}


@requires(Right.CAMERA_READ, Right.ALARM_PRESS)
class AlarmPresses(Idempotent, ApiView):
    """Presses, the newest first; a POST tells one, and is refused for hardly anything."""

    @extend_schema(
        operation_id="alarm_presses_list",
        parameters=[s.AlarmPressQuery],
        responses={200: s.AlarmPressOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.AlarmPressQuery, request.query_params)
        return self.paged(selectors.presses(viewer_of(request), **query), s.press_row)

    @extend_schema(
        operation_id="alarm_presses_create",
        request=s.AlarmPressIn,
        responses={201: s.AlarmPressOut},
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.AlarmPressIn, request.data), viewer_of(request)
        made = services.press(by=who.as_actor(channel="api"), viewer=who, **said)
        return Response(s.press_row(made), status=201)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
class OneAlarmPress(Idempotent, ApiView):
    """One press; a PATCH says what it was."""

    @extend_schema(operation_id="alarm_presses_read", responses={200: s.AlarmPressOut})
    def get(self, request: Request, press_id: int) -> Response:
        return Response(s.press_row(selectors.find_press(viewer_of(request), press_id)))

    @extend_schema(
        operation_id="alarm_presses_judge",
        request=s.AlarmJudgementIn,
        responses={200: s.AlarmPressOut},
    )
    def patch(self, request: Request, press_id: int) -> Response:
        who = viewer_of(request)
        row, version = selectors.find_press(who, press_id), expected_version(request)
        said = checked(s.AlarmJudgementIn, request.data) | {"version": version}
        return Response(s.press_row(services.judge(row, by=who.as_actor(channel="api"), **said)))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class AlarmSheet(Idempotent, ApiView):
    """A CSV file of devices: checked whole, every bad row named, upsert by code."""

    @extend_schema(operation_id="alarm_device_import", request=SheetIn, responses={200: SheetOut})
    def post(self, request: Request) -> Response:
        said, who = checked(SheetIn, request.data), viewer_of(request)
        by = who.as_actor(channel="import")
        return Response(take(TABLE, said.pop("csv"), by=by, viewer=who, **said).as_row())
