{% load static %}{% comment %}The service worker of the unit's phone: keeps its shell, sends what waits.{% endcomment %}
import { box } from "{% static 'phone/box.js' %}";
import { keepShell } from "{% static 'frame/shell.js' %}";

keepShell({ name: "anlan-unit-shell", prefix: "{% get_static_prefix %}", flush: () => box.flush() });
