"""Trainings in the use of video, grants of cameras, what they open, how often they were used."""

from video.grants.models.grants import CameraGrant, GrantDay, GrantedCamera
from video.grants.models.trainings import TrainingRecord

__all__ = ["CameraGrant", "GrantDay", "GrantedCamera", "TrainingRecord"]
