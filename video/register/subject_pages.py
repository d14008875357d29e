"""Where a camera and a platform can be read."""

from grid.ledger.subject_pages import register
from video.register.models import Camera, Platform

register("camera", "camera_detail", Camera.objects.visible_to, key="code")
for word in ("platform", "video_platform"):
    register(word, "platform_list", Platform.objects.visible_to, key="code", is_search=True)
