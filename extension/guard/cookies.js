// @ts-check
// Cookies that scripts write.

import { apply, exec, getPrototypeOf, indexOf, now, parse, PlainPromise, resolve, slice, trim } from "./natives.js";
import { hold, isTheirs, mode } from "./mode.js";
import { isAttributed, report } from "./report.js";

/** Whether a cookie of theirs may be among those that a page reads. */
const COOKIE_HINT = /(?:^|; )=*(?:__COOKIE_NAMES__)=/i;
const ATTRIBUTE = /;\s*(?:(max-age)|expires)\s*=\s*([^;]*)|;\s*expires\s*(?=;|$)/gi;

/** What `cookieStore.set` reads of an object, in its order. */
const COOKIE_MEMBERS = ["domain", "expires", "maxAge", "name", "partitioned", "path", "sameSite", "value"];

/** The name that a cookie line gives; a line that begins with `=` is sent without it. @param {string} text */
const cookieName = (text) => {
  const end = indexOf(text, ";");
  let pair = end < 0 ? text : slice(text, 0, end);
  for (;;) {
    const at = indexOf(pair, "=");
    if (at < 0) return "";
    const name = trim(slice(pair, 0, at));
    if (name !== "") return name;
    pair = slice(pair, at + 1);
  }
};

/** Seconds that a cookie line asks to be kept; undefined: the session. @param {string} text */
const lifetime = (text) => {
  let age, until, match;
  ATTRIBUTE.lastIndex = 0;
  while ((match = exec(ATTRIBUTE, text))) {
    const value = trim(match[2] ?? "");
    if (!match[1]) until = parse(value);
    else if (exec(/^-?\d+$/, value)) age = +value;
  }
  return age ?? (until === undefined || until !== until ? undefined : (until - now()) / 1000);
};

/** How long a cookie asks to be kept, as it is reported. @param {number | undefined} seconds */
const askedFor = (seconds) => (seconds === undefined ? "session" : { __proto__: null, seconds: seconds > 1e10 ? 1e10 : seconds - (seconds % 1) });

/** A cookie line without what makes it outlive the session. @param {string} text */
const withoutExpiry = (text) => {
  let out = "";
  let from = 0;
  let match;
  ATTRIBUTE.lastIndex = 0;
  while ((match = exec(ATTRIBUTE, text))) {
    out += slice(text, from, match.index);
    from = match.index + match[0].length;
  }
  return out + slice(text, from);
};

/** What is written in place of a cookie line; undefined: nothing. @param {string} text @param {() => void} again */
const cookieLine = (text, again) => {
  const name = cookieName(text);
  let attributed = false;
  if (!isTheirs("cookie", name) && !(attributed = isAttributed("cookie", name))) return text;
  const seconds = lifetime(text);
  // Taking one away is never held back, and can never be a way to write one.
  if (seconds !== undefined && seconds <= 0) return withoutExpiry(text) + "; Max-Age=0";
  const asked = askedFor(seconds);
  if (mode === "ask") {
    report("cookie", name, asked, "blocked", attributed);
    return hold(again);
  }
  report("cookie", name, asked, seconds === undefined ? "allowed" : "session-only", attributed);
  return withoutExpiry(text);
};

/** What a page reads: nothing of LivePerson's in *Ask first*. @param {string} text */
const readable = (text) => {
  if (mode !== "ask" || exec(COOKIE_HINT, text) === null) return text;
  let out = "";
  for (let rest = text; rest !== ""; ) {
    const end = indexOf(rest, "; ");
    const pair = end < 0 ? rest : slice(rest, 0, end);
    rest = end < 0 ? "" : slice(rest, end + 2);
    if (!isTheirs("cookie", cookieName(pair))) out += (out === "" ? "" : "; ") + pair;
  }
  return out;
};

/** Guards `document.cookie` and `cookieStore` of a realm. @param {any} g @param {import("./disguise.js").Wrap} wrap */
export const guardCookies = (g, wrap) => {
  // document.cookie
  // (Every document's second prototype; asking the document is cheaper than asking for the interface.)
  const documents = /** @type {any} */ (getPrototypeOf(getPrototypeOf(g.document) ?? {}));
  wrap(documents, "cookie", { get: (native) => ({ f() { return readable(apply(native, this, arguments)); } }).f, set: (native) => ({ f(/** @type {any} */ value) {
    if (arguments.length === 0 || typeof value === "symbol") return apply(native, this, arguments);
    const text = `${value}`;
    const write = () => {
      const line = cookieLine(text, write);
      if (line !== undefined) apply(native, this, [line]);
    };
    write();
  } }).f });

  // cookieStore
  wrap(g.CookieStore?.prototype, "set", { value: (native) => ({ set(/** @type {any} */ first, /** @type {any} */ second) {
    if (arguments.length === 0 || typeof first === "symbol") return apply(native, this, arguments);
    // Each member is read once, in the native order: a getter could answer otherwise the second time.
    const init = /** @type {any} */ ({ __proto__: null });
    if (arguments.length === 1 && first !== null && (typeof first === "object" || typeof first === "function")) {
      for (let at = 0; at < COOKIE_MEMBERS.length; at++) {
        const member = /** @type {string} */ (COOKIE_MEMBERS[at]);
        const value = first[member];
        if (value !== undefined) init[member] = member === "name" ? `${value}` : value;
      }
      if (init.name === undefined) return apply(native, this, [init]);
    } else if (arguments.length > 1) {
      init.name = `${first}`;
      init.value = second;
    } else return apply(native, this, arguments);
    const name = trim(init.name) || cookieName(`=${init.value}`);
    const theirs = isTheirs("cookie", name);
    const attributed = !theirs && isAttributed("cookie", name);
    if (!theirs && !attributed) return arguments.length > 1 ? apply(native, this, [init.name, second]) : apply(native, this, [init]);
    const seconds = init.maxAge ?? (typeof init.expires === "number" ? (init.expires - now()) / 1000 : undefined);
    if (seconds !== undefined && seconds <= 0) return apply(native, this, [init]);
    const asked = askedFor(seconds);
    if (mode === "ask") {
      report("cookie", name, asked, "blocked", attributed);
      hold(() => {
        if (mode === "chat") init.expires = null;
        apply(native, this, [init]);
      });
      return apply(resolve, PlainPromise, []);
    }
    report("cookie", name, asked, seconds === undefined ? "allowed" : "session-only", attributed);
    init.expires = null;
    delete init.maxAge;
    return apply(native, this, [init]);
  } }).set });
};
