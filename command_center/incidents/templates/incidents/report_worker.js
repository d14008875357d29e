{% load static %}{% comment %}The service worker of the phone form: keeps its shell, sends what waits.{% endcomment %}
import { flush } from "{% static 'incidents/outbox.js' %}";

const SHELL = "anlan-report-shell";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("sync", (event) => event.waitUntil(flush()));

// The page names the files it is made of; they are kept so that it opens without a line.
self.addEventListener("message", (event) => {
  if (event.data?.shell) event.waitUntil(keep(event.data.shell));
});

async function keep(addresses) {
  const cache = await caches.open(SHELL);
  await Promise.allSettled(addresses.map((address) => cache.add(address)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const isStatic = new URL(request.url).pathname.startsWith("{% get_static_prefix %}");
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (isStatic) event.respondWith(file(request));
});

async function page(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.redirected || answer.type === "opaqueredirect") await cache.delete(request);
    else if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? Response.error();
  }
}

async function file(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request, { ignoreVary: true })) ?? Response.error();
  }
}
