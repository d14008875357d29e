{% load static %}{% comment %}The service worker of the community officer's phone: keeps its shell, sends what waits.{% endcomment %}
import { box } from "{% static 'ground/box.js' %}";
import { keepShell } from "{% static 'frame/shell.js' %}";

keepShell({ name: "anlan-ground-shell", prefix: "{% get_static_prefix %}", flush: () => box.flush() });
