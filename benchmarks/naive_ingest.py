"""The peer of `ingest.py`: the same call, checks and rows by DRF serializers and the ORM alone.

It is written the way a Django tutorial would: a ModelSerializer with related fields, one
`create` per row, look-ups by queryset. Mounted beside the platform's own addresses, so that both
run in the same server behind the same middleware, gate and token check. It writes what the
platform writes: incident, first timeline line, fact, chained audit entry, key with its answer.
`BareIncidents` is the same view that keeps the incident alone: no line, fact, audit entry or key.
"""

import hashlib
import json
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from command_center.incidents import callers, screening, search, selectors
from command_center.incidents.models import Category, Incident, NumberCounter, TimelineEntry
from command_center.urls import urlpatterns as own
from grid.ledger.models import AuditEntry, EventEntry, IdempotencyKey
from grid.rights import Right, requires
from grid.territory.models import Cell


class CallSerializer(serializers.ModelSerializer):
    category = serializers.SlugRelatedField("code", queryset=Category.objects.all())
    main_incident = serializers.SlugRelatedField(
        "number", queryset=Incident.objects.all(), required=False, allow_null=True
    )
    lng = serializers.FloatField(min_value=-180, max_value=180, write_only=True)
    lat = serializers.FloatField(min_value=-90, max_value=90, write_only=True)
    level = serializers.IntegerField(min_value=1, max_value=4, required=False)
    reported_at = serializers.DateTimeField(required=False)
    source = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    class Meta:
        model = Incident
        validators = ()
        fields = (
            *("category", "main_incident", "lng", "lat", "level", "address", "narrative"),
            *("reported_at", "answered_at", "intake_done_at", "caller_name", "caller_phone"),
            *("source", "source_number", "is_valid_call", "link_type", "position_error_m"),
            *("has_weapon", "has_hazard", "offenders", "trapped", "injured", "dead"),
        )

    def validate_reported_at(self, value):
        if value > timezone.now() + timedelta(minutes=2):
            raise serializers.ValidationError("future")
        return value

    def validate(self, attrs):
        viewer = self.context["request"].user
        point = Point(attrs.pop("lng"), attrs.pop("lat"), srid=4326)
        today = timezone.localdate()
        cell = (
            Cell.objects.select_related("agency")
            .filter(is_leaf=True, valid_from__lte=today, outline__covers=point)
            .first()
        )
        if cell is None or not cell.agency.path.startswith(viewer.agency_path):
            raise serializers.ValidationError({"lng": "outside"})
        if attrs.get("source_number"):
            before = Incident.objects.filter(
                source_agency=viewer.agency.code,
                source=attrs["source"],
                source_number=attrs["source_number"],
            )
            if before.exists():
                raise serializers.ValidationError({"source_number": "already reported"})
        screening.warnings(attrs.get("narrative", ""))
        attrs |= {"point": point, "cell": cell, "agency": cell.agency}
        attrs |= {"source_lng": point.x, "source_lat": point.y, "source_crs": "wgs84"}
        return attrs

    @transaction.atomic
    def create(self, validated):
        viewer, now = self.context["request"].user, timezone.now()
        actor = viewer.as_actor()
        counter, _new = NumberCounter.objects.select_for_update().get_or_create(year=now.year)
        counter.last += 1
        counter.save()
        validated.setdefault("level", validated["category"].default_level)
        validated.setdefault("reported_at", now)
        number = f"{now.year % 100:02d}-{counter.last:04d}"
        incident = Incident.objects.create(
            **validated,
            number=number,
            channel="api",
            since=validated["reported_at"],
            source_agency=viewer.agency.code,
            caller_phone_index=callers.phone_index(validated.get("caller_phone")),
            created_by=actor.label,
        )
        terms = search.vector(number, incident.address, incident.narrative)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE incidents_incident SET search = %s::tsvector WHERE id = %s",
                [terms, incident.pk],
            )
        if self.context.get("is_bare"):
            return incident
        who = {
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_label": actor.label,
            "channel": actor.channel,
        }
        TimelineEntry.objects.create(
            incident=incident, happened_at=incident.reported_at, kind="received", **who
        )
        self._log(incident, who)
        return incident

    def _log(self, incident, who):
        payload = selectors.brief(incident)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7241990)")
        EventEntry.objects.create(
            kind="incidents.received",
            happened_at=incident.reported_at,
            priority=incident.level,
            agency_path=incident.agency.path,
            subject_type="incident",
            subject_id=incident.number,
            payload=payload,
        )
        last = AuditEntry.objects.order_by("-seq").values_list("seq", "hash").first()
        seq, before = last or (0, "0" * 64)
        digest = hashlib.sha256(f"{before}{json.dumps(payload)}".encode()).hexdigest()
        AuditEntry.objects.create(
            seq=seq + 1,
            at=timezone.now(),
            action="incidents.received",
            subject_type="incident",
            subject_id=incident.number,
            agency_path=incident.agency.path,
            prev_hash=before,
            hash=digest,
            **who,
        )


@requires(Right.INCIDENT_READ, Right.INCIDENT_REPORT)
class NaiveIncidents(APIView):
    @transaction.atomic
    def post(self, request):
        key, is_new = IdempotencyKey.objects.get_or_create(
            client=f"naive:{request.user.pk}",
            key=request.headers["Idempotency-Key"],
            defaults={"request_hash": hashlib.sha256(str(request.data).encode()).hexdigest()},
        )
        if not is_new:
            return Response(json.loads(key.body), status=key.status)
        many = isinstance(request.data, list)
        form = CallSerializer(data=request.data, many=many, context={"request": request})
        form.is_valid(raise_exception=True)
        form.save()
        made = form.instance if many else [form.instance]
        body = [selectors.detail(incident) for incident in made]
        key.status, key.body = 201, json.dumps(body if many else body[0])
        key.save()
        return Response(body if many else body[0], status=201)


@requires(Right.INCIDENT_READ, Right.INCIDENT_REPORT)
class BareIncidents(APIView):
    def post(self, request):
        context = {"request": request, "is_bare": True}
        form = CallSerializer(data=request.data, context=context)
        form.is_valid(raise_exception=True)
        form.save()
        return Response(selectors.detail(form.instance), status=201)


urlpatterns = [
    path("api/v1/naive-incidents/", NaiveIncidents.as_view()),
    path("api/v1/bare-incidents/", BareIncidents.as_view()),
    *own,
]
