"""Settings: one file, everything a deployment may change comes from the environment."""

import logging
from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from command_center import hardening, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
env = environ.Env()
environ.Env.read_env(str(VAR / "env"))

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
if not SECRET_KEY or not FIELD_KEYS:
    raise ImproperlyConfigured(
        "SECRET_KEY and FIELD_KEYS must be set; script/server writes both to var/env."
    )
SALT_KEY = FIELD_KEYS  # django-fernet-encrypted-fields: the first encrypts, all decrypt
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", False)  # True where a proxy before us speaks TLS
if not DEBUG:
    hardening.refuse_weak(secret_key=SECRET_KEY, field_keys=FIELD_KEYS, hosts=ALLOWED_HOSTS)

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = hardening.ONE_YEAR_S if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = hardening.CONTENT_SECURITY_POLICY
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
LOGGING = logs.configure(debug=DEBUG)
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # the line at the end says it all

INSTALLED_APPS = [
    "grid.ledger",
    "grid.organisation",
    "grid.frame",
    "grid.territory",
    "grid.service.offices",
    "grid.service.visits",
    "grid.service.venues",
    "grid.service.teams",
    "grid.service.programmes",
    "grid.service.board",
    "checkpoints.register",
    "checkpoints.duty",
    "checkpoints.work",
    "checkpoints.lookout",
    "checkpoints.containment",
    "checkpoints.board",
    "patrol.units",
    "patrol.shifts",
    "patrol.rounds",
    "patrol.positions",
    "patrol.levels",
    "patrol.worklog",
    "video.register",
    "video.intake",
    "video.health",
    "video.repair",
    "video.footage",
    "video.alarms",
    "video.grants",
    "video.rates",
    "video.rounds",
    "video.board",
    "mediation.mediators",
    "mediation.register",
    "mediation.risk",
    "mediation.flow",
    "mediation.documents",
    "mediation.board",
    "mediation.phone",
    "command_center.incidents",
    "command_center.cases",
    "command_center.alerts",
    "command_center.dispatch.modes",
    "command_center.dispatch.assignments",
    "command_center.dispatch.orders",
    "command_center.dispatch.plans",
    "command_center.dispatch.coverage",
    "command_center.dispatch.safety",
    "command_center.dispatch.figures",
    "command_center.dispatch.phone",
    "command_center.dispatch.chain",
    "command_center.dispatch.watch",
    "command_center.dispatch.referral",
    "command_center.analysis.store",
    "command_center.analysis.runs",
    "command_center.analysis.sheets",
    "command_center.analysis.studies",
    "command_center.analysis.bulletins",
    "command_center.analysis.explorer",
    "command_center.safety_index",
    "command_center.dashboard",
    "command_center.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.gis",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "channels",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "encrypted_fields",
    "leaflet",
    "rest_framework",
]

MIDDLEWARE = [
    "command_center.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "grid.frame.middleware.OfficerLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "grid.organisation.gate.RightsGate",
    "grid.frame.middleware.Refusals",
]

ROOT_URLCONF = "command_center.urls"
ASGI_APPLICATION = "command_center.asgi.application"
HTTP_THREADS = env.int("HTTP_THREADS", 16)  # of one process, each with a database connection
# A connection used less than so many seconds ago is not asked first whether it still lives.
DATABASE_TRUST_S = env.float("DATABASE_TRUST_S", 1.0)
LIVE_SOCKETS_PER_OFFICER = env.int("LIVE_SOCKETS_PER_OFFICER", 8)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "grid.frame.context.frame",
            ]
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "django.contrib.gis.db.backends.postgis",
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"options": "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"},
}
SILENCED_SYSTEM_CHECKS = ["gis.W001"]  # GDAL never sees user input: it is parsed with json and GEOS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL")
REDIS_NAMESPACE = DATABASES["default"]["NAME"]  # two deployments may share one Redis

SESSION_ENGINE = "grid.organisation.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_ABSOLUTE_S", 12 * 3600)
SESSION_IDLE_S = env.int("SESSION_IDLE_S", 30 * 60)
SESSION_IDLE_ADMIN_S = env.int("SESSION_IDLE_ADMIN_S", 15 * 60)

AUTH_USER_MODEL = "organisation.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"grid.organisation.passwords.{name}"}
    for name in ("LongAndMixed", "NotTheBadge", "NotUsedBefore")
] + [{"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"}]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "badge_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "grid.organisation.adapters.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "grid.organisation.sign_in_forms.SignInForm",
    "change_password": "grid.organisation.sign_in_forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = False  # grid.organisation.throttle: per name and address, in PostgreSQL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "grid.organisation.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Anlan"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "grid.organisation.sign_in_forms.SecondFactorForm",
    "reauthenticate": "grid.organisation.sign_in_forms.SecondFactorAgainForm",
    "activate_totp": "grid.organisation.sign_in_forms.SetUpSecondFactorForm",
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "grid" / "frame" / "locale"]
TIME_ZONE = env.str("LOCAL_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": [42.89, 125.14],
    "DEFAULT_ZOOM": 11,
    "TILES": [],
    "RESET_VIEW": False,
}
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    (f"vendor/{package}", NODE_MODULES / package / folder)
    for package, folder in (
        ("htmx.org", "dist"),
        ("leaflet.markercluster", "dist"),
        ("idb", "build"),
        ("echarts", "dist"),
    )
    if (NODE_MODULES / package / folder).is_dir()
]
STATICFILES_FINDERS = [
    "command_center.static_files.VendorFiles",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
if not DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "command_center.static_files.HashedModules"},
    }

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "grid.organisation.tokens.ClientTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["grid.organisation.gate.HasRight"],
    "DEFAULT_PARSER_CLASSES": ["grid.rest.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "grid.rest.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "grid.rest.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Anlan",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "AgencyKind": "grid.organisation.models.Agency.Kind",
        "CellKind": "grid.territory.models.Cell.Kind",
        "PlaceKind": "grid.territory.models.Place.Kind",
        "StationKind": "patrol.units.models.Station.Kind",
        "UnitKind": "patrol.units.models.Unit.Kind",
        "UnitTier": "patrol.units.models.Unit.Tier",
        "CrewKind": "patrol.units.models.CrewPosting.Kind",
        "PatrolPointKind": "patrol.rounds.models.PatrolPoint.Kind",
        "ShiftNeedKind": "patrol.shifts.models.ShiftNeed.Kind",
        "UnitStatusChannel": "patrol.units.services.CHANNELS",
        "AssignmentChannel": "command_center.dispatch.assignments.serializers.CHANNELS",
        "DirectOrderKind": "command_center.dispatch.orders.models.DirectOrder.Kind",
        "DirectOrderLevel": "command_center.dispatch.orders.models.DirectOrder.Level",
        "OrderChannel": "command_center.dispatch.orders.serializers.CHANNELS",
        "PlanNeedKind": "command_center.dispatch.plans.models.PlanNeed.Kind",
        "EventKind": "command_center.dispatch.plans.models.EventPlan.Kind",
        "EventLevel": "command_center.dispatch.plans.models.EventPlan.Level",
        "CircleTier": "command_center.dispatch.coverage.serializers.TIER_CHOICES",
        "AssignmentStage": "command_center.dispatch.assignments.models.Assignment.Stage",
        "ObligationState": "grid.ledger.models.Obligation.State",
        "CaseFoundBy": "command_center.cases.models.Case.FoundBy",
        "CaseKind": "command_center.cases.models.CaseKind",
        "CaseState": "command_center.cases.models.Case.State",
        "CheckpointKind": "checkpoints.register.models.Checkpoint.Kind",
        "EquipmentState": "checkpoints.register.models.EquipmentItem.State",
        "CountKind": "checkpoints.work.models.rules.Kind",
        "DutyOrderState": "checkpoints.duty.models.SwitchOrder.State",
        "NoticeKind": "checkpoints.lookout.models.Kind",
        "NoticeState": "checkpoints.lookout.models.Notice.State",
        "ContainmentTrigger": "checkpoints.containment.models.Trigger",
        "ContainmentChannel": "checkpoints.containment.serializers.CHANNELS",
        "Role": "grid.organisation.roles.Role",
        "PatrolMode": "patrol.rounds.models.plans.Mode",
        "VideoContractKind": "video.register.models.Contract.Kind",
        "VideoPlatformLevel": "video.register.models.Platform.Level",
        "CameraState": "video.health.models.CameraStatus.State",
        "PictureFaultKind": "video.health.models.pictures.FaultKind",
        "ExclusionReason": "video.health.models.Exclusion.Reason",
        "UnseenReason": "video.rounds.models.rounds.UnseenReason",
        "AlarmDeviceKind": "video.alarms.models.DeviceKind",
        "AlarmDeviceState": "video.alarms.models.AlarmDevice.State",
        "FootageKind": "video.footage.models.FootageRequest.Kind",
        "FootageState": "video.footage.models.FootageRequest.State",
        "FootageMode": "video.footage.models.FootageIssue.Mode",
        "VideoCheckResult": "video.footage.models.VideoCheck.Result",
        "SamplePurpose": "video.health.models.Sample.Purpose",
        "CameraGrantPurpose": "video.grants.models.CameraGrant.Purpose",
        "CameraGrantState": "video.grants.models.CameraGrant.State",
        "OfficeKind": "grid.service.offices.models.reference.UnitKind",
        "VisitKind": "grid.service.visits.models.visits.Visit.Kind",
        "VisitOutcome": "grid.service.visits.models.visits.Visit.Outcome",
        "VisitPurpose": "grid.service.visits.models.campaigns.Purpose",
        "VisitQuestionKind": "grid.service.visits.models.campaigns.CampaignQuestion.Kind",
        "ErrandKind": "grid.service.visits.models.errands.Errand.Kind",
        "CounterKind": "grid.service.visits.models.counter.CounterKind",
        "HazardLevel": "grid.service.venues.models.checklists.Level",
        "TeamKind": "grid.service.teams.models.teams.Team.Kind",
        "FundEntryKind": "grid.service.teams.models.courage.FundEntry.Kind",
        "MeetingKind": "grid.service.programmes.models.supervisions.JointMeeting.Kind",
        "DisputeSource": "mediation.register.models.disputes.Dispute.Source",
        "ConsentAnswer": "mediation.flow.models.courses.Consent.Answer",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "grid.rest.schema.document_problems",
    ],
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_keepalive": True}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ROUTES = {"command_center.analysis.runs.tasks.run_agency": {"queue": "analysis"}}
# How long a worker may be silent before another takes its run over.
ANALYSIS_LEASE_S = env.int("ANALYSIS_LEASE_S", default=120)
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "nightly": {"task": "grid.ledger.tasks.nightly", "schedule": crontab(hour="2", minute="40")},
    "analysis": {
        "task": "command_center.analysis.runs.tasks.tick",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}

# Where facts may be sent: exact host names, and the networks a private address may lie in.
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])
AUDIT_ANCHORS = env.path("AUDIT_ANCHORS", str(VAR / "audit_anchors.txt"))

# A routing service for travel times: the dotted path of a class with the method of
# command_center.dispatch.assignments.travel.Router; empty: the rows of speeds and detours.
ROUTING = env("ROUTING", default="")
ROUTING_TIMEOUT_S = env.float("ROUTING_TIMEOUT_S", default=0.5)
