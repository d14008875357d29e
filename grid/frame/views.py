"""Pages of the frame itself: the style page, the switch of language and theme."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from grid.frame.forms import PreferencesForm
from grid.frame.services import save_preferences
from grid.frame.style import STYLE_SHEET, palettes, ratios
from grid.organisation.models import Officer
from grid.rights import Right, requires

YEAR_S = 365 * 24 * 3600


@requires(Right.PUBLIC, Right.PUBLIC)
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep language and theme, then go back to where one was."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    answer = redirect(target)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return answer
    language, theme = form.cleaned_data["language"], form.cleaned_data["theme"]
    if isinstance(request.user, Officer):
        save_preferences(request.user, language=language, theme=theme)
    if language:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR_S,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return answer


@requires(Right.SIGNED_IN)
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Every token, part and state, in both themes side by side."""
    tokens = palettes(STYLE_SHEET.read_text(encoding="utf-8"))
    themes = [(name, ratios(tokens[name])) for name in ("dark", "light")]
    return render(request, "frame/style.html", {"themes": themes})
