// @ts-check
// Keeps LivePerson's identifiers from being written, and from being read back out of an earlier visit.
//
// Runs in the page's own world, at document start, in every frame. It decides alone: nothing waits for the background. The page
// may be hostile, so everything used later is taken here, before any of its scripts has run, and nothing of the page's is
// called but what the native function would call too. What stands between `__` is filled in from the catalogue (src/guard.rs).
(() => {
  "use strict";

  /** @typedef {"cookie" | "localStorage" | "sessionStorage" | "indexedDB"} Kind */

  /** Names that say enough anywhere, by where they lie. */
  const NAMES = {
    __proto__: null,
    cookie: /^(?:__COOKIE_NAMES__)$/i,
    localStorage: /^(?:__LOCAL_NAMES__)$/i,
    sessionStorage: /^(?:__SESSION_NAMES__)$/i,
    indexedDB: /^(?:__DATABASE_NAMES__)$/i,
  };
  /** Whether a cookie of theirs may be among those that a page reads. */
  const COOKIE_HINT = /(?:^|; )=*(?:__COOKIE_NAMES__)=/i;
  const OWN = /__OWN_HOSTS__/i;
  /** Paths that its scripts keep on other hosts. */
  const THEIR_PATH = /\/(?:tag\/tag\.js|lptag\/api\/account\/|le_(?:re|secure_storage|unified_window)\/)/;
  const LONGEST_NAME = 512;
  const LONGEST_SHOWN = 64;
  /** No function of ours has a longer source. */
  const LONGEST_TEXT = 4096;
  /** Items that are told apart in one report; the rest is counted. */
  const MOST_ROWS = 64;
  /** Names whose writer is looked for. */
  const MOST_LOOKS = 500;
  const FIRST_REPORT = 30;
  const NEXT_REPORT = 1000;
  /** Tells a storage of another frame's guard from a page's object. Says only which storage it stands for. */
  const KIND = Symbol.for("storage kind");

  const { apply, construct, get: getOf, set: setOf, getOwnPropertyDescriptor: descriptorOf, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;
  const { create, defineProperty, getOwnPropertyDescriptor, preventExtensions } = Object;
  const { parse } = Date;
  const now = Date.now;
  const { stringify } = JSON;
  /** @param {any} method @returns {any} The method, which takes at most two arguments, as a function of its `this`. */
  const free = (method) => (/** @type {any} */ self, /** @type {any} */ first, /** @type {any} */ second) => apply(method, self, [first, second]);
  const exec = free(RegExp.prototype.exec);
  const slice = free(String.prototype.slice);
  const indexOf = free(String.prototype.indexOf);
  const trim = free(String.prototype.trim);
  const mapGet = free(Map.prototype.get);
  const mapSet = free(Map.prototype.set);
  const mapEach = free(Map.prototype.forEach);
  const weakGet = free(WeakMap.prototype.get);
  const weakSet = free(WeakMap.prototype.set);
  const listen = free(EventTarget.prototype.addEventListener);
  const dispatch = free(EventTarget.prototype.dispatchEvent);
  const stop = free(Event.prototype.stopImmediatePropagation);
  const later = setTimeout;
  const PageEvent = CustomEvent;
  const PlainEvent = Event;
  const PlainError = /** @type {any} */ (Error);
  const PlainMap = Map;
  const PlainProxy = Proxy;
  const PlainPromise = Promise;
  const { resolve } = Promise;
  const nativeText = free(Function.prototype.toString);
  /** Storage's own members are not items, not even where every item is LivePerson's. */
  const members = Storage.prototype;

  const isTop = window === top;
  /** @param {string} address An origin; an opaque one is no host's. */
  const isOwnOrigin = (address) => {
    const host = exec(/^https?:\/\/([^/:?#]+)/, address);
    return host !== null && exec(OWN, host[1]) !== null;
  };
  const isOwn = isOwnOrigin(origin);
  // LivePerson's own sites, where its customers work, are never touched.
  if (isOwn && (isTop || isOwnOrigin(location.ancestorOrigins?.[location.ancestorOrigins.length - 1] ?? origin))) return;

  /** The mode of the tab's site. A frame of LivePerson's loads only in tabs where there is a chat, or all is allowed. @type {"ask" | "chat" | "allow"} */
  let mode = isOwn ? "chat" : "ask";
  /** A frame knows its own address, but not what was chosen for the tab: it is told when it asks. */
  let isSure = isTop;
  /** Whether the page has LivePerson's tag: only then it is looked who writes what. */
  let isTagged = false;
  /** What to write when the mode turns out to let it. @type {(() => void)[]} */
  let held = [];
  /** Whether the page holds a storage of ours. */
  let isLent = false;
  /** The properties that were changed, the latest first. @type {any} */
  let changed = null;

  /** @param {Kind} kind @param {string} name */
  const isTheirs = (kind, name) => mode !== "allow" && name.length <= LONGEST_NAME && (isOwn || exec(NAMES[kind], name) !== null);

  /** Whether no script of the page's has run yet in this turn. */
  let isPristine = true;
  /** An object of ours that inherits nothing: the page can put a `get` on every object. @param {any} descriptor @returns {any} */
  const bare = (descriptor) => {
    if (descriptor && !isPristine) setPrototypeOf(descriptor, null);
    return descriptor;
  };

  /** @param {any} ours @param {any} native @param {string} own */
  const like = (ours, native, own) => defineProperty(ours, own, bare(getOwnPropertyDescriptor(native, own)));

  /** Adds to a list without asking the page's `Array.prototype`. @param {any[]} list @param {any} value */
  const add = (list, value) => void defineProperty(list, list.length, /** @type {any} */ ({ __proto__: null, value, writable: true, enumerable: true, configurable: true }));

  // ---- What is said of it ----

  /** The relay's end of the private line: a node that no script of the page's has. @type {any} */
  let port = null;
  let rows = new Map();
  /** How many rows there are. */
  let count = 0;
  let more = 0;
  let isDue = false;
  let isLooking = false;
  /** Addresses of tags in disguise. */
  const tags = new Map();
  /** Names that nobody knows, and who wrote them. */
  const authors = new Map();
  let looked = 0;

  const flush = () => {
    isDue = false;
    if (!port || (count === 0 && more === 0)) return;
    let text = "" + more;
    mapEach(rows, (/** @type {any} */ row) => (text += "\n" + stringify(row)));
    rows = new PlainMap();
    count = more = 0;
    dispatch(port, new PageEvent("attempts", /** @type {any} */ ({ __proto__: null, detail: text })));
  };

  /** The addresses of the scripts at work, innermost first. */
  const scripts = () => {
    const found = /** @type {string[]} */ ([]);
    // The page can hang its own code on stack traces: it must not come back to here.
    if (isLooking) return found;
    isLooking = true;
    try {
      const text = new PlainError().stack;
      const address = /https?:\/\/[^\s()]+?(?=:\d+(?::\d+)?\)?(?:\n|$))/g;
      let match;
      while (typeof text === "string" && found.length < 20 && (match = exec(address, text))) add(found, match[0]);
    } catch {
      // Then it is not known.
    }
    isLooking = false;
    return found;
  };

  /** The script of LivePerson's that is at work, if there is one. */
  const theirScript = () => {
    const all = scripts();
    for (let at = 0; at < all.length; at++) {
      const address = /** @type {string} */ (all[at]);
      if (isOwnOrigin(address) || exec(THEIR_PATH, address) || mapGet(tags, address)) return address;
    }
    return "";
  };

  /**
   * Whether an item with a name that nobody knows is LivePerson's because its script writes it.
   * @param {Kind} kind @param {string} name
   */
  const isAttributed = (kind, name) => {
    if (!isTagged || mode === "allow" || name.length > LONGEST_NAME) return false;
    const key = kind + " " + name;
    const known = mapGet(authors, key);
    if (known !== undefined || looked > MOST_LOOKS) return !!known;
    looked++;
    const script = theirScript();
    mapSet(authors, key, script);
    return script !== "";
  };

  /** Whether a read or removal is of something that LivePerson keeps. @param {Kind} kind @param {string} name */
  const isKept = (kind, name) => isTheirs(kind, name) || (isTagged && mode !== "allow" && !!mapGet(authors, kind + " " + name));

  /**
   * @param {Kind} kind @param {string} name @param {any} asked @param {"blocked" | "session-only" | "allowed"} outcome @param {boolean} attributed
   */
  const report = (kind, name, asked, outcome, attributed) => {
    const shown = slice(name, 0, LONGEST_SHOWN);
    const key = kind + outcome + shown;
    const row = mapGet(rows, key);
    if (row) row.count++;
    else if (count >= MOST_ROWS) more++;
    else {
      count++;
      const all = scripts();
      mapSet(rows, key, { __proto__: null, kind, name: shown, script: all.length > 0 ? all[0] : null, asked, outcome, count: 1, by: "script", attributed });
    }
    if (!isDue) {
      isDue = true;
      later(flush, isTold ? NEXT_REPORT : FIRST_REPORT);
      isTold = true;
    }
  };
  let isTold = false;

  /** Keeps a write of a frame that does not know its mode yet. @param {() => void} write */
  const hold = (write) => {
    if (!isSure && held.length < MOST_ROWS) add(held, write);
  };

  // ---- Cookies ----

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
    const asked = seconds === undefined ? "session" : { __proto__: null, seconds: seconds > 1e10 ? 1e10 : seconds - (seconds % 1) };
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

  // ---- One realm: this window, or a frame's document that came before any content script ----

  /** Our functions, and the native ones that they are shown as. */
  const natives = new WeakMap();
  /** The same pairs, until somebody asks for a function's text. @type {any} */
  let unseen = null;
  /** Texts of our functions, which those of other realms have too, and the native texts that are shown for them. */
  const texts = new Map();
  /** @param {string} text */
  const shownText = (text) => {
    for (; unseen; unseen = unseen.before) mapSet(texts, nativeText(unseen.ours), nativeText(unseen.native));
    return text.length < LONGEST_TEXT ? (mapGet(texts, text) ?? text) : text;
  };

  /** @typedef {(native: any) => any} Make */

  /** Makes a function look like the native one that it stands for. @param {any} ours @param {any} native */
  const disguised = (ours, native) => {
    if (ours.length !== native.length) like(ours, native, "length");
    if (ours.name !== native.name) like(ours, native, "name");
    weakSet(natives, ours, native);
    unseen = { before: unseen, ours, native };
    return ours;
  };

  /** Gives every property back, unless the page has made it its own since. */
  const giveBack = () => {
    for (; changed; changed = changed.before) {
      const { holder, name, ours, value, get, set } = changed;
      const present = bare(getOwnPropertyDescriptor(holder, name));
      if (!present || present.value !== ours.value || present.get !== ours.get || present.set !== ours.set) continue;
      if (value) present.value = value;
      else {
        present.get = get;
        present.set = set;
      }
      defineProperty(holder, name, present);
    }
  };

  /** @param {any} g */
  const guard = (g) => {
    /**
     * Puts what each part of `makes` makes of a native function in its place, like it in everything that can be seen.
     * @param {any} holder @param {string} name @param {{ value?: Make, get?: Make, set?: Make }} makes
     */
    const wrap = (holder, name, makes) => {
      const descriptor = holder && bare(getOwnPropertyDescriptor(holder, name));
      if (!descriptor || !descriptor.configurable) return;
      const { value, get, set } = descriptor;
      bare(makes);
      if (makes.value && value) descriptor.value = disguised(makes.value(value), value);
      if (makes.get && get) descriptor.get = disguised(makes.get(get), get);
      if (makes.set && set) descriptor.set = disguised(makes.set(set), set);
      defineProperty(holder, name, descriptor);
      changed = { before: changed, holder, name, ours: descriptor, value, get, set };
    };
    wrap(g.Function.prototype, "toString", { value: (native) => ({ toString() {
      return shownText(apply(native, weakGet(natives, this) ?? this, arguments));
    } }).toString });

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
      const asked = seconds === undefined ? "session" : { __proto__: null, seconds: seconds > 1e10 ? 1e10 : seconds - (seconds % 1) };
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

    const seen = new WeakMap();
    /** @param {any} view */
    const reach = (view) => {
      try {
        if (!view || weakGet(seen, view)) return;
        weakSet(seen, view, true);
        if (mode !== "allow" && nativeText(view.Storage.prototype.setItem) !== nativeText(ourSetItem)) guard(view);
      } catch {
        // Of another origin: not for this page to touch either.
      }
    };
    guardStorage(g, wrap, reach);
    const ourSetItem = g.Storage.prototype.setItem;

    // indexedDB: an open that fails, as it does in a private window of some browsers.
    wrap(g.IDBFactory?.prototype, "open", { value: (native) => ({ open(/** @type {any} */ first) {
      if (arguments.length === 0 || typeof first === "symbol") return apply(native, this, arguments);
      const name = `${first}`;
      const opened = apply(native, this, arguments.length > 1 ? [name, arguments[1]] : [name]);
      const theirs = isTheirs("indexedDB", name);
      const attributed = !theirs && isAttributed("indexedDB", name);
      if (!theirs && !attributed) return opened;
      report("indexedDB", name, "no-expiry", "blocked", attributed);
      // Looked for only now, which spares every frame four interfaces: taken only if the page has not put its own in their place.
      const tail = slice(nativeText(native), "function open".length);
      /** @param {any} object @param {string} member @param {"get" | "value"} part */
      const genuine = (object, member, part) => {
        for (let holder = object; holder; holder = getPrototypeOf(holder)) {
          const found = bare(getOwnPropertyDescriptor(holder, member));
          const text = found && nativeText(found[part]);
          if (text === `function ${member}${tail}` || text === `function get ${member}${tail}`) return apply(found[part], object, []);
        }
        throw new PlainError("The database cannot be opened.");
      };
      listen(opened, "upgradeneeded", (/** @type {Event} */ event) => {
        stop(event);
        genuine(genuine(opened, "transaction", "get"), "abort", "value");
      });
      // One that lies there from before stays closed; the sweep takes it away.
      listen(opened, "success", (/** @type {Event} */ event) => {
        stop(event);
        genuine(genuine(opened, "result", "get"), "close", "value");
        dispatch(opened, new PlainEvent("error", /** @type {any} */ ({ __proto__: null, cancelable: true })));
      });
      return opened;
    } }).open });

    // A frame's first empty document comes before any content script: it is guarded when the page takes hold of it.
    wrap(g.HTMLIFrameElement.prototype, "contentWindow", { get: (native) => ({ f() {
      const view = apply(native, this, arguments);
      reach(view);
      return view;
    } }).f });
    wrap(g.HTMLIFrameElement.prototype, "contentDocument", { get: (native) => ({ f() {
      const document = apply(native, this, arguments);
      if (document) reach(defaultView(document));
      return document;
    } }).f });
  };
  const defaultView = free(/** @type {any} */ (getOwnPropertyDescriptor(getPrototypeOf(getPrototypeOf(document) ?? {}) ?? {}, "defaultView")).get);

  // ---- localStorage and sessionStorage ----

  /** @param {any} g @param {any} wrap @param {(view: any) => void} reach */
  const guardStorage = (g, wrap, reach) => {
    const { getItem, setItem, removeItem } = g.Storage.prototype;
    const raws = new WeakMap();
    const proxies = new WeakMap();
    const native = (/** @type {Kind} */ kind) => free(/** @type {any} */ (getOwnPropertyDescriptor(g, kind)).get);
    const local = native("localStorage");
    const session = native("sessionStorage");

    /** The native storage behind what a method is called on, and which one it is. @param {any} self @returns {{raw: any, kind: Kind}} */
    const behind = (self) => {
      const known = weakGet(raws, self);
      if (known) return known;
      let kind;
      try {
        kind = self[KIND];
      } catch {
        // No storage.
      }
      return kind === "localStorage" || kind === "sessionStorage" ? { raw: (kind === "localStorage" ? local : session)(g), kind } : { raw: self, kind: "localStorage" };
    };
    /** @param {Kind} kind @param {any} raw @param {string} name */
    const read = (kind, raw, name) => (mode === "ask" ? null : apply(getItem, kind === "localStorage" && mode === "chat" ? session(g) : raw, [name]));
    /** @param {Kind} kind @param {any} raw @param {string} name @param {string} value @param {boolean} attributed */
    const write = (kind, raw, name, value, attributed) => {
      const isLocal = kind === "localStorage";
      report(kind, name, isLocal ? "no-expiry" : "tab", mode === "ask" ? "blocked" : isLocal ? "session-only" : "allowed", attributed);
      const store = () => apply(setItem, isLocal && mode === "chat" ? session(g) : raw, [name, value]);
      mode === "ask" ? hold(store) : store();
    };
    /** @param {Kind} kind @param {any} name */
    const isItem = (kind, name) => typeof name === "string" && isKept(kind, name) && !(isOwn && name in members);

    /** @param {any} raw @param {Kind} kind */
    const proxyOf = (raw, kind) => {
      if (raw === null || mode === "allow") return raw;
      guardEvents();
      const known = weakGet(proxies, raw);
      if (known) return known;
      // Its target is an empty object of the same kind: what the engine checks about a target must not ask the native storage.
      const proxy = new PlainProxy(create(getPrototypeOf(raw)), /** @type {any} */ ({
        __proto__: null,
        get(/** @type {any} */ _, /** @type {any} */ name, /** @type {any} */ receiver) {
          if (receiver !== proxy) return isItem(kind, name) ? read(kind, raw, name) ?? undefined : getOf(raw, name, receiver);
          return name === KIND ? kind : isItem(kind, name) ? read(kind, raw, name) ?? undefined : getOf(raw, name);
        },
        set(/** @type {any} */ _, /** @type {any} */ name, /** @type {any} */ value, /** @type {any} */ receiver) {
          if (receiver !== proxy) return setOf(raw, name, value, receiver);
          if (typeof name !== "string" || (!isItem(kind, name) && !isAttributed(kind, name))) return setOf(raw, name, value);
          write(kind, raw, name, `${value}`, !isTheirs(kind, name));
          return true;
        },
        defineProperty(/** @type {any} */ _, /** @type {any} */ name, /** @type {any} */ descriptor) {
          if (!isItem(kind, name)) return !!defineProperty(raw, name, bare(descriptor));
          write(kind, raw, name, `${descriptor.value}`, !isTheirs(kind, name));
          return true;
        },
        has: (/** @type {any} */ _, /** @type {any} */ name) => (isItem(kind, name) ? read(kind, raw, name) !== null : name in raw),
        deleteProperty(/** @type {any} */ _, /** @type {any} */ name) {
          if (isItem(kind, name) && mode === "chat") apply(removeItem, session(g), [name]);
          return delete raw[name];
        },
        getOwnPropertyDescriptor(/** @type {any} */ _, /** @type {any} */ name) {
          if (!isItem(kind, name)) return bare(descriptorOf(raw, name));
          const value = read(kind, raw, name);
          return value === null ? undefined : { __proto__: null, value, writable: true, enumerable: true, configurable: true };
        },
        ownKeys: () => ownKeys(raw),
        getPrototypeOf: () => getPrototypeOf(raw),
        setPrototypeOf: (/** @type {any} */ _, /** @type {any} */ prototype) => setPrototypeOf(raw, prototype),
        preventExtensions: () => !!preventExtensions(raw),
      }));
      isLent = true;
      weakSet(proxies, raw, proxy);
      weakSet(raws, proxy, { __proto__: null, raw, kind });
      return proxy;
    };

    /** @param {any} self @param {any} raw @param {Kind} kind */
    const lend = (self, raw, kind) => {
      if (self === undefined || self === g) return proxyOf(raw, kind);
      // Another window's: that window's own.
      reach(self);
      return self[kind] ?? proxyOf(raw, kind);
    };
    // Each of these functions has a text of its own, by which other realms' `toString` knows what to show in its place.
    wrap(g, "localStorage", { get: (/** @type {any} */ native) => ({ local() { return lend(this, apply(native, this, arguments), "localStorage"); } }).local });
    wrap(g, "sessionStorage", { get: (/** @type {any} */ native) => ({ session() { return lend(this, apply(native, this, arguments), "sessionStorage"); } }).session });
    wrap(g.Storage.prototype, "setItem", { value: (/** @type {any} */ native) => ({ setItem(/** @type {any} */ first, /** @type {any} */ second) {
      const { raw, kind } = behind(this);
      if (arguments.length < 2 || typeof first === "symbol") return apply(native, raw, arguments);
      const name = `${first}`;
      const theirs = isTheirs(kind, name);
      if (!theirs && !isAttributed(kind, name)) return apply(native, raw, [name, second]);
      write(kind, raw, name, `${second}`, !theirs);
    } }).setItem });
    wrap(g.Storage.prototype, "getItem", { value: (/** @type {any} */ native) => ({ getItem(/** @type {any} */ first) {
      const { raw, kind } = behind(this);
      if (arguments.length === 0 || typeof first === "symbol") return apply(native, raw, arguments);
      const name = `${first}`;
      return isKept(kind, name) ? read(kind, raw, name) : apply(native, raw, [name]);
    } }).getItem });
    wrap(g.Storage.prototype, "removeItem", { value: (/** @type {any} */ native) => ({ removeItem(/** @type {any} */ first) {
      const { raw, kind } = behind(this);
      if (arguments.length === 0 || typeof first === "symbol") return apply(native, raw, arguments);
      const name = `${first}`;
      if (mode === "chat" && kind === "localStorage" && isKept(kind, name)) apply(native, session(g), [name]);
      return apply(native, raw, [name]);
    } }).removeItem });
    wrap(g.Storage.prototype, "key", { value: (/** @type {any} */ native) => ({ key() { return apply(native, behind(this).raw, arguments); } }).key });
    wrap(g.Storage.prototype, "clear", { value: (/** @type {any} */ native) => ({ clear() { return apply(native, behind(this).raw, arguments); } }).clear });
    wrap(g.Storage.prototype, "length", { get: (/** @type {any} */ native) => ({ length() { return apply(native, behind(this).raw, arguments); } }).length });

    // Where the browser gives a storage.
    wrap(g.StorageEvent.prototype, "storageArea", { get: (/** @type {any} */ native) => ({ f() {
      const raw = apply(native, this, arguments);
      return raw && (weakGet(proxies, raw) ?? proxyOf(raw, raw === session(g) ? "sessionStorage" : "localStorage"));
    } }).f });
    // Where it takes one: of no matter before the page holds one.
    let isReady = false;
    const guardEvents = () => {
      if (isReady) return;
      isReady = true;
      wrap(g.StorageEvent.prototype, "initStorageEvent", { value: (/** @type {any} */ native) => ({ initStorageEvent() {
        const known = weakGet(raws, arguments[7]);
        // In strict code `arguments` is a copy of what was given.
        if (known) arguments[7] = known.raw;
        return apply(native, this, arguments);
      } }).initStorageEvent });
      const NativeEvent = g.StorageEvent;
      const OurEvent = new PlainProxy(NativeEvent, /** @type {any} */ ({
        __proto__: null,
        construct(/** @type {any} */ target, /** @type {any[]} */ given, /** @type {any} */ newTarget) {
          const known = given[1] && weakGet(raws, given[1].storageArea);
          const init = known ? [given[0], { __proto__: given[1], storageArea: known.raw }] : given;
          return construct(target, init, newTarget === OurEvent ? target : newTarget);
        },
      }));
      weakSet(natives, OurEvent, NativeEvent);
      for (let holder = g, name = "StorageEvent"; holder; holder = holder === g ? NativeEvent.prototype : null, name = "constructor") {
        const descriptor = bare(getOwnPropertyDescriptor(holder, name));
        if (!descriptor || descriptor.value !== NativeEvent) continue;
        descriptor.value = OurEvent;
        defineProperty(holder, name, descriptor);
        changed = { before: changed, holder, name, ours: descriptor, value: NativeEvent };
      }
    };
  };

  // ---- What it is told ----

  // The relay (another world, in this same turn) hands over its node before any script of the page's runs.
  listen(window, "askfirst", (/** @type {any} */ event) => {
    if (port || !event.relatedTarget) return;
    port = event.relatedTarget;
    for (const told of /** @type {const} */ (["ask", "chat", "allow"])) {
      listen(port, told, () => {
        mode = told;
        isSure = true;
        const waiting = held;
        held = [];
        // A storage that was lent to the page goes on through what it was lent by.
        if (told === "allow" && !isLent) giveBack();
        if (told !== "ask") for (let at = 0; at < waiting.length; at++) waiting[at]?.();
      });
    }
    listen(port, "tagged", () => (isTagged = true));
    listen(port, "tag", () => mapSet(tags, port.tag, true));
    listen(port, "flush", flush);
  });

  guard(window);
  isPristine = false;
})();
//# sourceURL=askfirst-guard.js
