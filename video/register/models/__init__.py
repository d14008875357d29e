"""One camera, one file: points, cameras, platforms, companies."""

from video.register.models.cameras import Camera, CameraLink, CameraQuerySet, VideoPoint
from video.register.models.codes import (
    CameraType,
    Codec,
    Department,
    DeviceState,
    Direction,
    FileKind,
    FileState,
    ForbiddenPlace,
    FunctionType,
    Manufacturer,
    Network,
    PointType,
    PositionType,
    SiteCategory,
    SupplyLight,
)
from video.register.models.filing import FileCheck, Filing
from video.register.models.platforms import CatalogNode, Platform
from video.register.models.reference import REGISTER, CameraClass, Company, Contract

__all__ = [
    "REGISTER",
    "Camera",
    "CameraClass",
    "CameraLink",
    "CameraQuerySet",
    "CameraType",
    "CatalogNode",
    "Codec",
    "Company",
    "Contract",
    "Department",
    "DeviceState",
    "Direction",
    "FileCheck",
    "FileKind",
    "FileState",
    "Filing",
    "ForbiddenPlace",
    "FunctionType",
    "Manufacturer",
    "Network",
    "Platform",
    "PointType",
    "PositionType",
    "SiteCategory",
    "SupplyLight",
    "VideoPoint",
]
