// Words, moments and lengths of time as a page's language writes them; all come from the server.

const two = (n) => String(n).padStart(2, "0");

// `words` are the page's messages by their English text; a message not among them is said as it is.
export function speech({ language, time_zone: timeZone, words }) {
  function t(message, values = {}) {
    const text = words[message] ?? message;
    return text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
  }

  const zone = { timeZone, hour12: false };
  const clock = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const minute = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(language, { timeZone, month: "short", day: "numeric", weekday: "short" });
  const date = new Intl.DateTimeFormat("sv-SE", { timeZone });

  const hms = (at) => (at ? clock.format(new Date(at)) : "—");
  const hm = (at) => (at ? minute.format(new Date(at)) : "—");
  const dayOf = (at) => day.format(new Date(at));

  // A stamp of another day carries its date, because 14:07 of last week is not 14:07.
  function stamp(at, now) {
    if (!at) return "—";
    const day_ = date.format(new Date(at));
    return day_ === date.format(now) ? hms(at) : `${day_.slice(5)} ${hm(at)}`;
  }

  function length(seconds) {
    const s = Math.max(0, Math.floor(seconds));
    if (s >= 172800) return t("%(n)s d", { n: Math.floor(s / 86400) });
    if (s >= 3600) return `${Math.floor(s / 3600)}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`;
    return `${two(Math.floor(s / 60))}:${two(s % 60)}`;
  }

  const span = (seconds) => (seconds >= 120 ? t("%(n)s min", { n: Math.floor(seconds / 60) }) : t("%(n)s s", { n: Math.floor(seconds) }));

  return { t, hms, hm, dayOf, stamp, length, span };
}
