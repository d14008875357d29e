{% load static %}{% comment %}The service worker of a post's phone: keeps its shell, sends what waits.{% endcomment %}
import { box } from "{% static 'gateboard/box.js' %}";
import { keepShell } from "{% static 'frame/shell.js' %}";

keepShell({ name: "anlan-post-shell", prefix: "{% get_static_prefix %}", flush: () => box.flush() });
