"""The shape of a bulletin's data object, the only source of its page, its PDF and its DOCX.

Counts are whole numbers of cases or calls, hours are local, lengths are metres, places WGS-84
longitude and latitude. A figure that is not known is None and is shown as "—". `open` holds the
filters of the list of what a figure counts: of cases, or of what its `of` says (calls, incident,
order).
"""

from typing import Any, NotRequired, TypedDict

Open = dict[str, Any]


class Count(TypedDict):
    """One figure of the period beside those it is compared with."""

    now: float | None
    previous: float | None
    last_year: float | None
    mean3: float | None  # mean of the same period of the last three years
    open: NotRequired[Open]
    open_previous: NotRequired[Open]
    open_last_year: NotRequired[Open]
    open_mean: NotRequired[Open]  # the rows of all three years


class Named(Count):
    """A figure with the code and the name of what it counts."""

    code: str
    name: str
    name_en: NotRequired[str]
    spark: NotRequired[list[float]]  # twelve periods, this one last
    zero_days: NotRequired[int]


class Total(Count):
    """The cases of the class set, with what was to be expected of them."""

    median4: float | None  # of the four periods before
    low: float | None
    high: float | None


class Key(TypedDict):
    """The four figures below the lead."""

    cases: Total
    zero_days: dict[str, int | None]  # now, year, last_year
    calls: dict[str, Any]  # valid, all, previous, open
    proposals: dict[str, Any]  # done, of, late, period


class Speed(TypedDict):
    """How many calls fell in each band of time; `known` of `of` have both stamps."""

    step: str  # sign, arrival, feedback
    bands: list[int]
    median_s: float | None
    known: int
    of: int
    open: NotRequired[list[Open]]  # of each band
    open_known: NotRequired[Open]


class HotCell(TypedDict):
    """A cell of the ranking; `level` is 99 or 95, or 0 where it is full but not hot."""

    rank: int
    code: str
    name: str
    cases: int  # of the four weeks
    expected: float
    z: float | None
    level: int
    hints: list[str]
    rings: list[list[list[float]]]
    open: NotRequired[Open]


class Zone(TypedDict):
    """A near-repeat zone: where and until when the risk is raised after fresh cases."""

    code: str  # of the class
    name: str
    name_en: NotRequired[str]
    cell: str
    lng: float
    lat: float
    radius_m: float
    cases: int
    expected: float | None
    p: float | None
    until: str  # local date
    open: NotRequired[Open]


class Advice(TypedDict):
    """A proposal as it stood when the bulletin was made; `id` is its row."""

    id: int | None
    rank: int
    kind: str
    reason: str
    class_name: str
    cells: list[str]
    hour_from: int | None
    hour_to: int | None
    first_day: str
    last_day: str
    agency: str
    basis: dict[str, Any]
    state: str


class Past(Advice):
    """A proposal of the period before, and what came of it."""

    effect: dict[str, Any]
    order_number: str


class Content(TypedDict):
    """All of it."""

    schema: int
    job: str
    period: dict[str, str]  # label, first, last
    agency: dict[str, str]  # code, name, kind
    made: dict[str, Any]  # snapshot_at, seed, code_version, parameters
    focus: dict[str, str]  # code and name of the class set, from when it holds
    key: Key
    calls: list[Named]
    types: list[Named]
    areas: list[Named]
    lists: dict[str, list[str]]  # zero, down, flat, up: names of areas
    subtypes: list[Named]
    important: list[dict[str, Any]]
    speed: list[Speed]
    orders: list[dict[str, Any]]
    hours: list[list[float]]  # seven days from Monday, 24 hours each, cases by their weight
    cells: list[HotCell]
    ground: list[list[list[float]]]  # outlines of cells around, thinned
    zones: list[Zone]
    series: list[dict[str, Any]]
    evaluation: dict[str, Any] | None
    trend: list[dict[str, Any]]
    holidays: NotRequired[list[dict[str, Any]]]  # of the period: name, days
    advice: list[Advice]
    past: list[Past]
    quality: dict[str, Any]
    methods: dict[str, Any]
    corrections: list[dict[str, Any]]
    off: list[str]  # methods that were switched off
