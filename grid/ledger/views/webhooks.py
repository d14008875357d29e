"""Pages on which webhooks are managed and what they did not take is sent again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from grid.errors import DomainError
from grid.ledger import webhooks
from grid.ledger.actors import actor_of, viewer_of
from grid.ledger.idempotency import once_per_form
from grid.ledger.models import Webhook, WebhookDelivery
from grid.ledger.webhooks import KIND_PATTERN, Subscription
from grid.rest.pages import page_of
from grid.rights import Right, requires


class WebhookForm(forms.Form):
    """What a webhook is to be."""

    name = forms.CharField(label=gettext_lazy("Receiver"), max_length=80)
    url = forms.CharField(label=gettext_lazy("Address"), max_length=300)
    kinds = forms.CharField(
        label=gettext_lazy("Kinds of facts"),
        help_text=gettext_lazy("One a line: incidents.received, incidents.* or *"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Active"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def clean_kinds(self) -> list[str]:
        kinds = str(self.cleaned_data["kinds"]).split()
        check = RegexValidator(KIND_PATTERN, _("A kind looks like incidents.received."))
        for kind in kinds:
            check(kind)
        return kinds


@requires(Right.WEBHOOK_MANAGE)
def webhook_list(request: HttpRequest) -> HttpResponse:
    """All webhooks in scope and how many dead letters each has."""
    rows = Webhook.objects.visible_to(viewer_of(request))
    page = page_of(request, rows)
    for webhook in page:
        webhook.dead = webhook.deliveries.filter(state=WebhookDelivery.State.DEAD).count()
    return render(request, "ledger/webhook_list.html", {"rows": page})


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
def webhook_add(request: HttpRequest) -> HttpResponse:
    """A new webhook; its secret is on the answer and nowhere else."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    made: list[Webhook] = []

    def change() -> str:
        actor = actor_of(request)
        made.append(webhooks.create_webhook(actor, _wanted(form, actor.agency_path)))
        return reverse("webhook_detail", args=[made[0].pk])

    answer = _answer(request, form, change)
    return _show_secret(request, made[0]) if made else answer


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
def webhook_detail(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One webhook, its form and its deliveries."""
    known = _found(request, webhook_id)
    initial = {"kinds": "\n".join(known.kinds)} | {
        name: getattr(known, name) for name in ("name", "url", "is_active", "version")
    }
    form = WebhookForm(request.POST if request.method == "POST" else None, initial=initial)

    def change() -> str:
        version = form.cleaned_data["version"]
        wanted = _wanted(form, known.agency_path)
        webhooks.edit_webhook(actor_of(request), known, wanted, version=version)
        return reverse("webhook_detail", args=[known.pk])

    rows = page_of(request, known.deliveries.all())
    return _answer(request, form, change, webhook=known, rows=rows)


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
@require_POST
def webhook_rotate(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """A new secret; the old one signs along for two days."""
    known = _found(request, webhook_id)
    seen = request.POST.get("version", "")
    try:
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        rotated = webhooks.rotate_secret(actor_of(request), known, version=version)
    except DomainError as refusal:
        # A second click would otherwise push out the secret the receiver still uses.
        messages.error(request, refusal.message)
        return redirect("webhook_detail", webhook_id)
    return _show_secret(request, rotated)


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
@require_POST
def webhook_delete(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """End a subscription."""
    webhooks.delete_webhook(actor_of(request), _found(request, webhook_id))
    messages.success(request, _("The webhook is gone."))
    return redirect("webhook_list")


@requires(Right.WEBHOOK_MANAGE, Right.WEBHOOK_MANAGE)
@require_POST
def delivery_resend(request: HttpRequest, webhook_id: int, delivery_id: int) -> HttpResponse:
    """Put a dead letter on its way again."""
    delivery = get_object_or_404(_found(request, webhook_id).deliveries, pk=delivery_id)
    try:
        webhooks.resend(actor_of(request), delivery)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("webhook_detail", webhook_id)


def _found(request: HttpRequest, webhook_id: int) -> Webhook:
    return get_object_or_404(Webhook.objects.visible_to(viewer_of(request)), pk=webhook_id)


def _wanted(form: WebhookForm, agency_path: str) -> Subscription:
    given = {name: form.cleaned_data[name] for name in ("name", "url", "kinds", "is_active")}
    return Subscription(agency_path=agency_path, **given)


def _answer(
    request: HttpRequest, form: WebhookForm, change: Callable[[], str], **context: Any
) -> HttpResponse:
    """Show the form, or change and go on; a refusal comes back to the field it is about."""
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                return redirect(once_per_form(request, change))
            status = 400
        except DomainError as refusal:
            _add_errors(form, refusal)
            status = refusal.status
    known_key = request.POST.get("form_key")
    context |= {"form": form, "form_key_known": known_key}
    return render(request, "ledger/webhook_form.html", context, status=status)


def _add_errors(form: forms.Form, refusal: DomainError) -> None:
    for error in refusal.errors:
        name = error["pointer"].removeprefix("/")
        form.add_error(name if name in form.fields else None, error["message"])
    if not refusal.errors:
        form.add_error(None, refusal.message)


def _show_secret(request: HttpRequest, webhook: Webhook) -> HttpResponse:
    return render(request, "ledger/webhook_secret.html", {"webhook": webhook})
