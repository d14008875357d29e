"""Code tables of a camera's file; sources: GB/T 28181 and the 27 public-security fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PointType(models.IntegerChoices):
    """Kind of surveillance point (监控点位类型)."""

    CLASS1 = 1, _("Class 1")
    CLASS2 = 2, _("Class 2")
    CLASS3 = 3, _("Class 3")
    POLICE_INTERNAL = 4, _("Police internal")
    OTHER = 9, _("Other")


class CameraType(models.IntegerChoices):
    """Build of the camera (摄像机类型)."""

    DOME_PTZ = 1, _("Dome, moving")
    HALF_DOME = 2, _("Half dome")
    BULLET_FIXED = 3, _("Fixed bullet")
    BULLET_PTZ = 4, _("Moving bullet")
    TOLLGATE_BULLET = 5, _("Gate bullet")
    UNKNOWN = 99, _("Unknown")


class FunctionType(models.IntegerChoices):
    """What the camera is for (摄像机功能类型); several may hold; nothing is read by us."""

    VEHICLE_TOLLGATE = 1, _("Vehicle gate")
    PERSON_TOLLGATE = 2, _("Pedestrian gate")
    MICRO_TOLLGATE = 3, _("Small gate")
    FEATURE = 4, _("Feature camera")
    GENERAL = 5, _("General view")
    HIGH_POINT = 6, _("High lookout")
    OTHER = 99, _("Other")


class SupplyLight(models.IntegerChoices):
    """Fill light (补光属性)."""

    NONE = 1, _("None")
    INFRARED = 2, _("Infrared")
    WHITE = 3, _("White light")
    OTHER = 9, _("Other")


class Codec(models.IntegerChoices):
    """Encoding of the stream (摄像机编码格式)."""

    MPEG4 = 1, "MPEG-4"
    H264 = 2, "H.264"
    SVAC = 3, "SVAC"
    H265 = 4, "H.265"


class PositionType(models.IntegerChoices):
    """What is around the camera (摄像机位置类型); several may hold."""

    PROVINCIAL_CHECKPOINT = 1, _("Provincial checkpoint")
    GOVERNMENT = 2, _("Party or government office")
    STATION = 3, _("Station or pier")
    SQUARE = 4, _("Central square")
    STADIUM = 5, _("Stadium")
    COMMERCIAL = 6, _("Business centre")
    RELIGIOUS = 7, _("Religious site")
    SCHOOL = 8, _("Around a school")
    COMPLEX_AREA = 9, _("Area of complex order")
    TRUNK_ROAD = 10, _("Trunk road")
    HOSPITAL = 11, _("Around a hospital")
    FINANCE = 12, _("Around a bank")
    HAZARDOUS = 13, _("Around dangerous goods")
    MUSEUM = 14, _("Museum or exhibition")
    WATERS = 15, _("Waters or waterway")
    CITY_CHECKPOINT = 96, _("City checkpoint")
    FOREIGN = 97, _("Place with foreign visitors")
    BORDER = 98, _("Along the border")
    SCENIC = 99, _("Scenic area")


class Direction(models.IntegerChoices):
    """Where the camera looks (监控方位)."""

    EAST = 1, _("East")
    WEST = 2, _("West")
    SOUTH = 3, _("South")
    NORTH = 4, _("North")
    SOUTHEAST = 5, _("South-east")
    NORTHEAST = 6, _("North-east")
    SOUTHWEST = 7, _("South-west")
    NORTHWEST = 8, _("North-west")
    ALL = 9, _("All around")


class DeviceState(models.IntegerChoices):
    """State of the device in the file (设备状态); whether it answers now is another matter."""

    IN_USE = 1, _("In use")
    REPAIR = 2, _("Under repair")
    REMOVED = 3, _("Removed")


class Department(models.IntegerChoices):
    """Department or trade the camera serves (所属部门/行业); several may hold."""

    POLICE = 1, _("Police")
    ENVIRONMENT = 2, _("Environment")
    HERITAGE = 3, _("Heritage")
    HEALTH = 4, _("Health")
    TOURISM = 5, _("Tourism")
    BROADCASTING = 6, _("Press and broadcasting")
    FOOD_DRUG = 7, _("Food and drugs")
    EDUCATION = 8, _("Education")
    PROCURATORATE = 9, _("Procuratorate")
    COURT = 10, _("Court")
    FINANCE = 11, _("Finance")
    TRAFFIC = 12, _("Traffic")
    HOUSING = 13, _("Housing")
    WATER = 14, _("Water")
    FORESTRY = 15, _("Forestry")
    WORK_SAFETY = 16, _("Work safety")
    CITY_WORKS = 17, _("City works")
    LAND = 18, _("Land")


class Manufacturer(models.IntegerChoices):
    """Maker of the device (设备厂商), by the code of the exchange sheets."""

    HIKVISION = 1, "海康"
    DAHUA = 2, "大华"
    TIANDY = 3, "天地伟业"
    KEDACOM = 4, "科达"
    AXIS = 5, "安讯士"
    BOSCH = 6, "博世"
    YAAN = 7, "亚安"
    INFINOVA = 8, "英飞拓"
    UNIVIEW = 9, "宇视"
    HISENSE = 10, "海信"
    VIMICRO = 11, "中星电子"
    MINKING = 12, "明景"
    LENOVO = 13, "联想"
    ZTE = 14, "中兴"
    HUAWEI = 15, "华为"
    OTHER = 99, _("Other")


class Network(models.IntegerChoices):
    """Network the camera is reached over (接入网络): digit 14 of the national id."""

    POLICE_VIDEO_0 = 0, _("Police video network (0)")
    POLICE_VIDEO = 1, _("Police video network")
    INDUSTRY = 2, _("Network of a trade")
    POLITICAL_LEGAL = 3, _("Political and legal network")
    POLICE_MOBILE = 4, _("Police mobile network")
    POLICE_INFO = 5, _("Police information network")
    GOVERNMENT = 6, _("Government extranet")
    INTERNET = 7, _("Internet")
    DEDICATED = 8, _("Leased line")
    RESERVED = 9, _("Reserved")


class SiteCategory(models.TextChoices):
    """Where a system may stand at all: decree 799, article 7, and what else is public (art. 9)."""

    PUBLIC_ROAD = "public_road", _("Roads, squares, around key units (7, first paragraph)")
    VENUE = "venue", _("Shops, shows, schools, hospitals, parks (7, second paragraph, 1)")
    TRANSPORT_HUB = "transport_hub", _("Ports, airports, stations, metro (7, second paragraph, 2)")
    CONVEYANCE = "conveyance", _("Trains, coaches, ferries (7, second paragraph, 3)")
    SERVICE_AREA = "service_area", _("Service areas of main roads (7, second paragraph, 4)")
    OTHER_PUBLIC = "other_public", _("Another public place, by whom its safety is owed (9)")


class ForbiddenPlace(models.TextChoices):
    """Where no camera may stand: decree 799, article 8. A file that names one is refused."""

    GUEST_ROOM = "guest_room", _("Guest room or private dining room")
    DORMITORY = "dormitory", _("Dormitory or staff room")
    CHANGING_ROOM = "changing_room", _("Bath, toilet, changing or nursing room")
    PRIVATE = "private", _("Any place where privacy could be filmed or overheard")


class FileState(models.TextChoices):
    """How far the file was checked (档案审核状态)."""

    UNCHECKED = "unchecked", _("Not checked")
    TO_CORRECT = "to_correct", _("Checked, to be corrected")
    COMPLETE = "complete", _("Complete")


class FileKind(models.TextChoices):
    """How the file came to be (建档类型)."""

    NEW = "new", _("New")
    TAKEN_OVER = "taken_over", pgettext_lazy("file", "Taken over")
    SUPPLEMENTED = "supplemented", _("Supplemented")
