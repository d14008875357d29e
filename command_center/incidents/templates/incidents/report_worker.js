{% load static %}{% comment %}The service worker of the phone form: keeps its shell, sends what waits.{% endcomment %}
import { keepShell } from "{% static 'frame/shell.js' %}";
import { flush } from "{% static 'incidents/outbox.js' %}";

keepShell({ name: "anlan-report-shell", prefix: "{% get_static_prefix %}", flush });
