"""Pages of the scale of levels: what each is called and means."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from patrol.levels import wording
from patrol.levels.models import PatrolLevel
from patrol.rounds.forms import PatrolForm
from patrol.rounds.views.shared import answer_form, who


class WordsForm(PatrolForm):
    """A level's words in both languages."""

    name = forms.CharField(label=gettext_lazy("Name of the level (Chinese)"), max_length=30)
    name_en = forms.CharField(label=gettext_lazy("Name of the level (English)"), max_length=30)
    means = forms.CharField(
        label=gettext_lazy("What it means"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Shown beside the level wherever it holds."),
    )


@requires(Right.PATROL_READ)
def level_scale(request: HttpRequest) -> HttpResponse:
    """The levels there are, the highest first."""
    officer = officer_of(request)
    context = {
        "levels": PatrolLevel.objects.order_by("rank"),
        "may_word": officer.has_right(Right.LEVEL_APPROVE) and wording.may_word(officer),
        "now": timezone.now(),
    }
    return render(request, "levels/scale.html", context)


@requires(Right.LEVEL_APPROVE, Right.LEVEL_APPROVE)
def level_words(request: HttpRequest) -> HttpResponse:
    """Change the words of one level, `rank` of the address."""
    rank = request.GET.get("rank", "1")
    if not (rank.isdecimal() and len(rank) < 4):
        raise Http404
    level = get_object_or_404(PatrolLevel, pk=int(rank))
    initial = {"name": level.name, "name_en": level.name_en, "means": level.means}
    initial["version"] = wording.version_of(level)  # type: ignore[assignment]  # a number
    form = WordsForm(request.POST or None, viewer=officer_of(request), initial=initial)

    def keep() -> str:
        version = form.cleaned_data["version"] or 0
        wording.put_words(**who(request), rank=level.rank, version=version, **form.said)
        messages.success(request, _("The scale was saved."))
        return reverse("level_scale")

    heading = _("Words of “%s”") % level
    return answer_form(request, form, keep, heading=heading, back=reverse("level_scale"))
