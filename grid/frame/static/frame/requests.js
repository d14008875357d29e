// Requests to this host: timed out, repeated with the same key, refused in the user's language.

const TIMEOUT_MS = 8000;
const PAUSES_MS = [400, 1500];

// What the server would not do, in its words; status 0: it could not be reached.
export class Refusal extends Error {
  constructor(status, body, words) {
    super(body.message || words);
    this.status = status;
    this.body = body;
    this.errors = body.errors || [];
  }
}

// randomUUID needs a secure context, which a bare intranet address is not.
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const passing = (error) => !(error instanceof Refusal) || [502, 503, 504].includes(error.status);
const pause = (ms) => new Promise((done) => setTimeout(done, ms * (0.5 + Math.random())));

export function requests({ language, csrf, base = "/api/v1/", t }) {
  const refusal = (status, body = {}) => new Refusal(status, body, status ? t("The server refused (%(status)s).", { status }) : t("No connection to the server; nothing was lost."));

  function headers(method, { body, version, key }) {
    const all = { Accept: "application/json", "Accept-Language": language };
    if (body !== undefined) all["Content-Type"] = "application/json";
    if (method !== "GET") Object.assign(all, { "X-CSRFToken": csrf, "Idempotency-Key": key });
    if (version !== undefined) all["If-Match"] = `"${version}"`;
    return all;
  }

  async function once(method, url, options) {
    const limit = AbortSignal.timeout(options.timeout ?? TIMEOUT_MS);
    const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const answer = await fetch(url, { method, body, signal, headers: headers(method, options), credentials: "same-origin", redirect: "error" });
    const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (!answer.ok) throw refusal(answer.status, told);
    return told;
  }

  async function call(method, path, options = {}) {
    const url = path.startsWith("/") ? path : base + path;
    const kept = { ...options, key: options.key ?? newKey() };
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await once(method, url, kept);
      } catch (error) {
        if (options.signal?.aborted) throw error;
        if (!passing(error) || attempt >= PAUSES_MS.length) throw error instanceof Refusal ? error : refusal(0);
        await pause(PAUSES_MS[attempt]);
      }
    }
  }

  return {
    call,
    get: (path, options) => call("GET", path, options),
    post: (path, body = {}, options = {}) => call("POST", path, { ...options, body }),
    patch: (path, body, options = {}) => call("PATCH", path, { ...options, body }),
  };
}

export function query(path, values) {
  const filled = Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return `${path}?${new URLSearchParams(filled)}`;
}
