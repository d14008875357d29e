"""Event plans: what is guarded, with which posts, crews and resources, and what came of it."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from patrol.units.models import Unit

_ARCHIVE = Keep(days=None, basis="the archive of events; the next one is planned from it")


class EventPlan(models.Model):
    """An event plan (安保任务): a match, a festival, an exam; drafted, approved, run, closed.

    Its ground is a circle around `point` in metres; whoever drafted it does not approve it.
    """

    class Kind(models.TextChoices):
        SPORTS = "sports", _("Sports")
        FESTIVAL = "festival", _("Festival")
        CEREMONY = "ceremony", _("Ceremony")
        CONFERENCE = "conference", _("Conference")
        EXAM = "exam", _("Examination")
        FAIR = "fair", _("Fair or market")
        OTHER = "other", _("Other event")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        RUNNING = "running", _("Running")
        CLOSED = "closed", _("Over")
        CANCELLED = "cancelled", _("Cancelled")

    class Level(models.IntegerChoices):
        FIRST = 1, _("First level")
        SECOND = 2, _("Second level")
        THIRD = 3, _("Third level")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _ARCHIVE

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="event_plans")
    place = models.CharField(max_length=120)
    point = models.PointField(srid=4326, geography=True)
    radius_m = models.PositiveIntegerField(default=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    level = models.SmallIntegerField(choices=Level, default=Level.THIRD)
    expected_people = models.PositiveIntegerField(default=0)
    commander = models.ForeignKey(Officer, models.PROTECT, related_name="commanded_events")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies"
    )
    drafted_by = models.CharField(max_length=100)
    drafted_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=100, blank=True)
    approved_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    report = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_forward"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("drafted_by")),
                name="event_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EventPost(models.Model):
    """A post of an event (岗位): where, what for, how many people, from when to when."""

    scope_path: ClassVar[str] = "event__agency__path"
    retention: ClassVar[Keep] = _ARCHIVE

    event = models.ForeignKey(EventPlan, models.CASCADE, related_name="posts")
    name = models.CharField(max_length=60)
    duty = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True)
    required_people = models.PositiveSmallIntegerField(default=2)
    units = models.ManyToManyField(Unit, blank=True, related_name="event_posts")
    manned_from = models.DateTimeField()
    manned_to = models.DateTimeField()
    equipment = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(manned_to__gt=F("manned_from")), name="event_post_forward"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostDuty(Obligation):
    """A unit's duty to man a post by a time (到岗任务); done when it stands there."""

    facts: ClassVar[str] = "dispatch.post"
    retention: ClassVar[Keep] = _ARCHIVE

    post = models.ForeignKey(EventPost, models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="post_duties")

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["post", "unit"],
                condition=~Q(state__in=["cancelled", "returned"]),
                name="post_duty_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.unit_id} {self.state}"


class PostMove(models.Model):
    """A post moved on the map (岗位调整): from where to where, why, and the order that said so."""

    scope_path: ClassVar[str] = "post__event__agency__path"
    retention: ClassVar[Keep] = _ARCHIVE

    post = models.ForeignKey(EventPost, models.CASCADE, related_name="moves")
    moved_at = models.DateTimeField(default=timezone.now)
    moved_by = models.CharField(max_length=100)
    from_point = models.PointField(srid=4326, geography=True)
    to_point = models.PointField(srid=4326, geography=True)
    reason = models.CharField(max_length=200, blank=True)
    order_number = models.CharField(max_length=30, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-moved_at", "-pk")

    def __str__(self) -> str:
        return f"{self.post_id} {self.moved_at:%H:%M:%S}"


class EventOrder(models.Model):
    """An order given for an event (安保指令), by the number it has on the order board."""

    scope_path: ClassVar[str] = "event__agency__path"
    retention: ClassVar[Keep] = _ARCHIVE

    event = models.ForeignKey(EventPlan, models.CASCADE, related_name="orders")
    order_number = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    issued_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at", "-pk")

    def __str__(self) -> str:
        return self.order_number


class EventCrew(models.Model):
    """People an agency or a partner force lends to an event (安保力量), and when they are there."""

    scope_path: ClassVar[str] = "event__agency__path"
    retention: ClassVar[Keep] = _ARCHIVE

    event = models.ForeignKey(EventPlan, models.CASCADE, related_name="crews")
    name = models.CharField(max_length=80)
    duty = models.CharField(max_length=120, blank=True)
    people = models.PositiveSmallIntegerField()
    there_from = models.DateTimeField()
    there_to = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("there_from", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(there_to__gt=F("there_from")), name="event_crew_forward"
            )
        ]

    def __str__(self) -> str:
        return self.name


class EventResource(models.Model):
    """A thing an event needs (保障物资): barriers, radios, a command car; who brings it."""

    scope_path: ClassVar[str] = "event__agency__path"
    retention: ClassVar[Keep] = _ARCHIVE

    event = models.ForeignKey(EventPlan, models.CASCADE, related_name="resources")
    name = models.CharField(max_length=80)
    required = models.PositiveSmallIntegerField()
    ready = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class EventMilestone(models.Model):
    """One line of an event's timeline (任务节点): due when, done when, by whom."""

    class State(models.TextChoices):
        OPEN = "open", _("Not done yet")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")

    scope_path: ClassVar[str] = "event__agency__path"
    retention: ClassVar[Keep] = _ARCHIVE

    event = models.ForeignKey(EventPlan, models.CASCADE, related_name="milestones")
    due_at = models.DateTimeField()
    text = models.CharField(max_length=200)
    owner = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")

    def __str__(self) -> str:
        return self.text
