// What a service worker of a phone page does: keeps the page and its files, so that it opens
// without a line, and sends what waits when the line is back.

const PATIENCE_MS = 4000;

export function keepShell({ name, prefix, flush }) {
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("sync", (event) => event.waitUntil(flush()));

  // The page names the files it is made of.
  self.addEventListener("message", (event) => {
    if (event.data?.shell) event.waitUntil(keep(event.data.shell));
  });

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET") return;
    const isStatic = new URL(request.url).pathname.startsWith(prefix);
    if (request.mode === "navigate") event.respondWith(page(request));
    else if (isStatic) event.respondWith(file(request));
  });

  async function keep(addresses) {
    const cache = await caches.open(name);
    await Promise.allSettled(addresses.map((address) => cache.add(address)));
  }

  async function page(request) {
    const cache = await caches.open(name);
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
    const cache = await caches.open(name);
    try {
      const answer = await fetch(request);
      if (answer.ok) await cache.put(request, answer.clone());
      return answer;
    } catch {
      return (await cache.match(request, { ignoreVary: true })) ?? Response.error();
    }
  }
}
