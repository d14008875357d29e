"""What the platform refuses to be (PROHIBITED.md): the build fails when a piece of it appears."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from command_center.urls import APPS
from grid.ledger.retention import rule_of

OURS = ("grid.", "command_center.", "checkpoints", "patrol", "video", "mediation")
FORBIDDEN_NAMES = re.compile(
    r"biometr|(?<!sur)face(?!t)|facial|gait|iris|fingerprint|voice_?print|\bdna|"
    r"ethnic|religio|belief|opinion|political|petition(?!s_count)|sentiment|"
    r"health_status|diagnosis|sexual|key_person|blacklist|"
    r"person_score|risk_score|suspicion|credit_score|associat(?:e|ion)_of",
    re.IGNORECASE,
)
IMAGE_ANALYSIS = {
    "opencv", "face-recognition", "dlib", "insightface", "deepface", "facenet", "mediapipe",
    "torch", "torchvision", "tensorflow", "keras", "onnxruntime", "ultralytics", "paddleocr",
    "paddlepaddle", "easyocr", "pytesseract", "hyperlpr3", "openalpr", "speechrecognition",
    "librosa", "openai-whisper", "scikit-image", "transformers",
}  # fmt: skip
FEATURES = re.compile(r"face_?id|faceapi|tracking\.js|clmtrackr|tesseract", re.IGNORECASE)


OWN_MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith(OURS)
]
STORED_MODELS = [model for model in apps.get_models() if model._meta.managed]


def locked_packages(lock: str) -> set[str]:
    text = (settings.BASE_DIR / "requirements" / lock).read_text()
    return set(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE))


def test_the_walk_over_the_models_finds_them() -> None:
    found = {model._meta.label for model in OWN_MODELS}
    assert {"incidents.Incident", "organisation.Officer", "ledger.AuditEntry"} <= found


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_no_table_or_column_describes_a_body_a_belief_or_a_rating_of_a_person(
    model: type[models.Model],
) -> None:
    names = [model.__name__, *(field.name for field in model._meta.get_fields())]
    assert [name for name in names if FORBIDDEN_NAMES.search(name)] == []


@pytest.mark.parametrize("name", ["face_vector", "religion", "ethnicity", "person_score", "gait"])
def test_the_rule_itself_would_catch_such_a_column(name: str) -> None:
    assert FORBIDDEN_NAMES.search(name)


@pytest.mark.parametrize("name", ["surface", "facets", "place", "category", "score_of_area"])
def test_the_rule_lets_ordinary_words_pass(name: str) -> None:
    assert not FORBIDDEN_NAMES.search(name)


# What an officer photographs by hand at one inspection, visit or dispute: read with that one row,
# without what the camera wrote into it, to an end. Nothing compares, searches or analyses it.
BY_HAND = {"visits.VisitPhoto", "venues.VenuePhoto", "groundphone.DisputePhoto"}


def pictures(model: type[models.Model]) -> list[str]:
    kinds = (models.ImageField, models.BinaryField)
    fields = [f for f in model._meta.get_fields() if isinstance(f, models.Field)]
    text = [f for f in fields if isinstance(f, models.TextField) and f.name in PICTURE_NAMES]
    return [f.name for f in fields if isinstance(f, kinds)] + [f.name for f in text]


PICTURE_NAMES = {"picture", "image", "photo", "video", "recording", "voice"}


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_no_table_stores_pictures_or_recordings(model: type[models.Model]) -> None:
    assert bool(pictures(model)) == (model._meta.label in BY_HAND)


@pytest.mark.parametrize("label", sorted(BY_HAND))
def test_photographs_taken_by_hand_hang_on_one_row_and_have_an_end(label: str) -> None:
    model = apps.get_model(label)
    rule = rule_of(model)
    assert rule is not None
    assert rule.by
    assert len(pictures(model)) == 1
    about = {f.related_model for f in model._meta.get_fields() if f.is_relation}
    assert apps.get_model("organisation.Officer") not in about
    assert apps.get_model("mediation.Party") not in about


@pytest.mark.parametrize("model", STORED_MODELS, ids=lambda model: model._meta.label)
def test_every_table_says_how_long_it_keeps_its_rows_and_why(model: type[models.Model]) -> None:
    rule = rule_of(model)
    assert rule is not None, f"{model._meta.label} needs a retention rule"
    assert len(rule.basis) > 10, "a rule without its ground cannot be reviewed"
    if rule.by:
        model._meta.get_field(rule.by)


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt"])
def test_nothing_that_analyses_pictures_or_voices_is_installed(lock: str) -> None:
    packages = locked_packages(lock)
    assert len(packages) > 40
    assert {
        p for p in packages if any(p.lower().startswith(bad) for bad in IMAGE_ANALYSIS)
    } == set()


def test_no_front_end_package_analyses_pictures() -> None:
    assert not FEATURES.search((settings.BASE_DIR / "package-lock.json").read_text())


def test_no_route_looks_up_persons_or_rates_them() -> None:
    from tests.contracts.routes import every_route

    routes = [route for route, _view in every_route()]
    assert len(routes) > len(APPS)
    bad = re.compile(r"face|person(?!al)s?/|suspect|watch-?list|score", re.IGNORECASE)
    assert [route for route in routes if bad.search(route)] == []
