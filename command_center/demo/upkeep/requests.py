"""A dozen requests for footage in all states; nobody in them exists."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.utils import timezone

from command_center.demo.upkeep.people import Staff
from command_center.incidents.models import Incident
from video.footage import services as footage
from video.footage.drafts import Window
from video.footage.handing import MASKED
from video.footage.models import FootageRequest
from video.health.models import CameraStatus
from video.register.models import Camera

Kind = FootageRequest.Kind
_APPLICANT: Final = {
    "name": "示例申请人甲",
    "document_number": "示例证件0000",
    "phone": "0000-0200",
    "relation": "self",
    "consent_document": "示例广场管理单位同意书 0001",
    "has_undertaken": True,
}
_MASKED_FILE: Final = "footage of the demo city, masked"


def create_requests(staff: Staff) -> int:
    """Each state once at least; how many requests."""
    desk = _Desk(staff)
    desk.ask("查找走失人员最后出现的路口与方向")
    desk.ask("核实两车剐蹭事故的先后与责任", basis="handling")
    desk.signed("核实商铺门前盗窃案件的进出时间")
    desk.approved("还原示例路口斗殴警情的经过")
    desk.out("固定示例小区入室盗窃案件的证据")
    desk.settled("固定示例市场扒窃案件的证据", "returned")
    desk.settled("固定示例桥头寻衅滋事案件的证据", "destroyed")
    footage.refuse(
        desk.ask("了解周边人流情况，供其他部门参考"),
        by=staff.chief, reason="与案件无关，不符合调取依据",
    )  # fmt: skip
    footage.withdraw(
        desk.ask("核实示例停车场车辆刮擦情况"), by=staff.asker, reason="当事人已自行和解"
    )
    desk.citizen()
    desk.publication()
    desk.in_danger()
    return FootageRequest.objects.count()


class _Desk:
    """Asks, signs and hands out; each request is about other cameras."""

    def __init__(self, staff: Staff) -> None:
        self.staff, self.since = staff, timezone.now() - timedelta(hours=30)
        self._cameras = self._working()
        self._cases = iter(_cases(staff))
        self._number = 0

    def _working(self) -> Iterator[str]:
        rows = Camera.objects.filter(
            is_public=True, status__state=CameraStatus.State.ONLINE,
            agency__path__startswith=self.staff.city.path,
        )  # fmt: skip
        yield from list(rows.order_by("code").values_list("code", flat=True)[200:260])

    def ask(self, purpose: str, *, kind: str = Kind.OFFICER, **said: Any) -> FootageRequest:
        self._number += 1
        until = self.since + timedelta(minutes=40)
        windows = [Window(next(self._cameras), self.since, until) for _n in range(2)]
        case = next(self._cases) if kind in (Kind.OFFICER, Kind.BREAK_GLASS) else ""
        return footage.request_footage(
            by=self.staff.asker, kind=kind, windows=windows, purpose=purpose, case_number=case,
            basis_type=said.get("basis", "evidence"), basis_number=f"示例证〔{self._number:04}〕号",
            applicant=said.get("applicant"), channel="system",
        )  # fmt: skip

    def signed(self, purpose: str, **said: Any) -> FootageRequest:
        return footage.sign(self.ask(purpose, **said), by=self.staff.chief)

    def approved(self, purpose: str, **said: Any) -> FootageRequest:
        return footage.sign(self.signed(purpose, **said), by=self.staff.leader)

    def out(self, purpose: str) -> Any:
        return self._hand_out(self.approved(purpose), mode="copy")

    def settled(self, purpose: str, how: str) -> None:
        """A copy that was signed for and came back, or was destroyed before a witness."""
        made = self.out(purpose)
        footage.receive(made, by=self.staff.asker, sha256=made.sha256)
        footage.settle(
            made, by=self.staff.operator, settled_as=how, witness=self.staff.chief.badge_number
        )
        footage.close(made.request, by=self.staff.operator, reason="案件办结，材料已归还")

    def citizen(self) -> None:
        asked = self.approved(
            "本人在示例广场遗失物品，申请查看", kind=Kind.CITIZEN, basis="protection",
            applicant=_APPLICANT,
        )  # fmt: skip
        self._hand_out(asked, mode="viewing")

    def publication(self) -> None:
        asked = self.approved(
            "发布示例路口交通安全提示短片", kind=Kind.PUBLICATION, basis="public_notice"
        )
        masked = footage.confirm_masking(asked, by=self.staff.operator, masked=MASKED)
        self._hand_out(masked, mode="publication")

    def in_danger(self) -> None:
        """One that two others have reviewed, one that still waits for its second look."""
        for purpose, reviewers in (
            ("有人扬言跳桥，立即确定所在位置", (self.staff.chief, self.staff.leader)),
            ("幼童走失不足一小时，立即寻找去向", (self.staff.chief,)),
        ):
            asked = self.ask(purpose, kind=Kind.BREAK_GLASS, basis="danger")
            self._hand_out(asked, mode="viewing")
            for one in reviewers:
                footage.sign(asked, by=one)

    def _hand_out(self, request: FootageRequest, *, mode: str) -> Any:
        until = self.since + timedelta(minutes=30)
        said: dict[str, Any] = {"recipient_unit": self.staff.city.name}
        if request.kind != Kind.CITIZEN:
            said["recipient_badge"] = self.staff.asker.badge_number
        if mode != "viewing":
            said |= {"copies": 1, "medium": "加密光盘", "watermark": request.number}
            said["sha256"] = sha256(f"{_MASKED_FILE} {request.number}".encode()).hexdigest()
        return footage.issue(
            request, by=self.staff.operator, mode=mode, covers_from=self.since, covers_to=until,
            **said,
        )  # fmt: skip


def _cases(staff: Staff) -> list[str]:
    """Numbers of calls of the last days, the newest first."""
    rows = Incident.objects.filter(agency__path__startswith=staff.city.path)
    return list(rows.order_by("-reported_at").values_list("number", flat=True)[:40])[10:]
