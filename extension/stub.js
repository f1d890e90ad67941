// @ts-check
// What a page sees in place of LivePerson's tag, from the moment the tag would have run.
//
// Runs in the page's own world at document start. It does nothing until a tag script could not be loaded, or until a tag comes
// in disguise, which no rule could know: then it takes the tag's place, so that the page's own calls on `lpTag` do not throw
// (which members throw without the tag, and what pages call, is measured: shared/facts/replay.md). It answers as an account
// does that has no agent. It sends and stores nothing. Where the visitor allows the site it stays out.
(() => {
  "use strict";

  /** @typedef {Record<string, any>} Bag */
  /** @typedef {{id: string, app: string, name: string, func: Function, context: any, once: boolean}} Binding */

  const TAG_HOST = /^(lptag|tags)(-[a-z0-9-]+)?\.liveperson\.net\.?$/;
  const TAG_PATH = /\/tag\/tag\.js$/;
  const ACCOUNT = /[?&]site=\d{5,}\b/;
  const OWN = /__OWN_HOSTS__/i;

  /**
   * Whether a script's address is the tag's, on LivePerson's host or in disguise.
   * @param {string} address
   */
  const isTag = (address) => {
    try {
      const url = new URL(address);
      return TAG_PATH.test(url.pathname) && (TAG_HOST.test(url.hostname) || ACCOUNT.test(url.search));
    } catch {
      return false;
    }
  };

  /** Calls a page's function as the tag does: what it throws is its own matter. @param {() => any} call */
  const guarded = (call) => {
    try {
      return call();
    } catch {
      return undefined;
    }
  };

  /**
   * An object on which every call of an unknown name is answered with nothing.
   * @param {Bag} known
   */
  const answering = (known) =>
    new Proxy(known, {
      get(target, name) {
        if (name in target || typeof name === "symbol" || name === "then" || name === "toJSON") return target[/** @type {string} */ (name)];
        return (target[name] = () => undefined);
      },
    });

  const events = () => {
    /** @type {Binding[]} */
    let bindings = [];
    /** @type {{appName: string, eventName: string, data: any}[]} */
    const fired = [];
    let number = 0;
    /** @param {Binding} binding @param {string} app @param {string} name */
    const isFor = (binding, app, name) => (binding.app === app || binding.app === "*") && (binding.name === name || binding.name === "*");
    /** @param {any} app @param {any} [name] @param {any} [func] @param {any} [context] @param {boolean} [once] */
    const bind = (app, name, func, context, once = false) => {
      const given = app && typeof app === "object" ? app : { appName: app, eventName: name, func, context, triggerOnce: once };
      if (typeof given.func !== "function") return null;
      const id = `${given.appName}_${given.eventName}_${++number}`;
      bindings.push({ id, app: given.appName, name: given.eventName, func: given.func, context: given.context, once: given.triggerOnce === true });
      return id;
    };
    return {
      bind,
      /** @param {any} app @param {any} [name] @param {any} [func] @param {any} [context] */
      once: (app, name, func, context) => bind(app && typeof app === "object" ? { ...app, triggerOnce: true } : app, name, func, context, true),
      /** @param {any} what */
      unbind: (what) => {
        const before = bindings.length;
        bindings = bindings.filter((b) => b.id !== what && b.func !== what?.func && !(what && what.appName === b.app && !what.func));
        return bindings.length < before;
      },
      /** @param {any} app @param {any} [name] @param {any} [data] */
      trigger: (app, name, data) => {
        const given = app && typeof app === "object" ? app : { appName: app, eventName: name, data };
        fired.push({ appName: given.appName, eventName: given.eventName, data: given.data });
        if (fired.length > 200) fired.shift();
        for (const binding of bindings.filter((b) => isFor(b, given.appName, given.eventName))) {
          if (binding.once) bindings = bindings.filter((b) => b !== binding);
          guarded(() => binding.func.call(binding.context ?? null, given.data, { appName: given.appName, eventName: given.eventName }));
        }
        return true;
      },
      /** @param {any} app @param {any} [name] */
      hasFired: (app, name) => fired.filter((event) => (app === "*" || event.appName === app) && (name === undefined || name === "*" || event.eventName === name)),
    };
  };

  /** The page's list of attributes, with the methods that the tag adds to it. @param {any} list */
  const attributes = (list) => {
    const sdes = Array.isArray(list) ? /** @type {any[] & Bag} */ (list) : /** @type {any[] & Bag} */ ([]);
    sdes.send = () => undefined;
    /** @param {any} [type] */
    sdes.get = (type) => (type === undefined ? sdes.slice() : sdes.filter((entry) => entry?.type === type));
    sdes.reset = () => void (sdes.length = 0);
    return sdes;
  };

  /** @param {Bag} lpTag */
  const install = (lpTag) => {
    const nothing = () => undefined;
    const none = () => "";
    Object.assign(lpTag, {
      events: events(),
      sdes: attributes(lpTag.sdes),
      vars: Object.assign(Array.isArray(lpTag.vars) ? lpTag.vars : [], { send: nothing }),
      hooks: Object.assign(Array.isArray(lpTag.hooks) ? lpTag.hooks : [], { exec: (/** @type {any} */ _name, /** @type {any} */ data) => data }),
      identities: Array.isArray(lpTag.identities) ? lpTag.identities : [],
      newPage: nothing,
      loadTaglet: nothing,
      loadTaglets: nothing,
      log: nothing,
      getDomain: none,
      csds: answering({ getDomain: none }),
      device: answering({}),
      features: answering({ hasFeature: () => false }),
      storageMethods: answering({}),
      cookieMethods: answering({}),
      taglets: Object.assign(lpTag.taglets ?? {}, {
        // 2 is "offline" in the tag's own states: there is no agent.
        rendererStub: answering({ click: () => false, getEngagementInfo: nothing, getEngagementState: () => 2 }),
        lp_monitoringSDK: answering({ getVid: none, getSid: none }),
        lp_sdes: answering({ get: () => [], send: nothing, reset: nothing, push: nothing }),
        lpUnifiedWindow: answering({}),
      }),
      /** @param {any} func */
      defer: (func) => void (typeof func === "function" && guarded(func)),
      loaded: true,
    });
    // What the snippet queued for the tag: bindings first, then what is triggered, then the rest.
    for (const queue of ["_defB", "_defT", "_defL"]) {
      const waiting = lpTag[queue];
      if (!Array.isArray(waiting)) continue;
      for (const func of waiting.splice(0)) if (typeof func === "function") guarded(func);
    }
  };

  /** Tag objects that have their members already. @type {WeakSet<object>} */
  const installed = new WeakSet();
  /** @type {"ask" | "chat" | "allow"} */
  let mode = "ask";
  /** A frame is told the mode of its tab after its tag has shown itself; until then nothing is done that could not be undone. */
  let isSure = window === window.top;
  /** The way to relay.js, which no script of the page has. @type {EventTarget | null} */
  let port = null;
  const { defineProperty } = Object;
  const { dispatchEvent } = EventTarget.prototype;
  const { apply } = Reflect;

  /** @param {Bag} lpTag */
  const replace = (lpTag) => {
    if (installed.has(lpTag)) return;
    installed.add(lpTag);
    guarded(() => install(lpTag));
  };

  window.addEventListener(
    "error",
    (event) => {
      const script = event.target;
      if (!event.isTrusted || mode === "allow") return;
      if (/** @type {ErrorEvent} */ (event).error === STOPPED) {
        event.stopImmediatePropagation();
        event.preventDefault();
        return;
      }
      if (!(script instanceof HTMLScriptElement) || !isTag(script.src)) return;
      // The page must not take it for a fault of its own: to the page, its tag has run.
      event.stopImmediatePropagation();
      const page = /** @type {any} */ (window);
      if (!page.lpTag || typeof page.lpTag !== "object") page.lpTag = {};
      replace(page.lpTag);
      script.dispatchEvent(new Event("load"));
    },
    true,
  );

  // ---- Tags in disguise ----

  /** What a tag in disguise runs into at its first step. Nobody else is told. */
  const STOPPED = {};
  /** @type {any} */
  let tag;
  /** The script that made it: the page's snippet. @type {Element | null} */
  let maker = null;
  /** Told once of each. @type {Set<string>} */
  const told = new Set();

  /** @param {string} type @param {string} [detail] */
  const say = (type, detail) => {
    if (port && !told.has(type + detail) && told.size < 20) {
      told.add(type + detail);
      // The guard reads it off the node, in this world; the relay, in another, off the event.
      /** @type {any} */ (port).tag = detail?.slice(detail.indexOf("\n") + 1);
      apply(dispatchEvent, port, [new CustomEvent(type, { detail })]);
    }
  };

  /**
   * Whether the script that runs now is the tag, from whatever host: the snippet has made its object before, and this script's
   * address is where that object says the tag comes from, or has the tag's own path or account number.
   */
  const tagAtWork = () => {
    const script = document.currentScript;
    if (!(script instanceof HTMLScriptElement) || !script.src || script === maker) return "";
    const { host, pathname, searchParams } = new URL(script.src);
    const own = tag.ovr ?? {};
    const known = TAG_PATH.test(pathname) || (tag.site && searchParams.get("site") === String(tag.site)) || (own.domain && own.domain === host) || (own.tagjs && script.src.includes(own.tagjs));
    return known ? script.src : "";
  };

  /** The members that the real tag has and the snippet has not. */
  const isReal = () => typeof tag.events?.hasFired === "function" && !installed.has(tag);

  /** @param {string} [loaded] The script that has just loaded. */
  const seen = (loaded) => {
    if (mode !== "ask" || !isSure || !tag || typeof tag !== "object") return;
    const script = guarded(tagAtWork);
    if (script && !installed.has(tag)) {
      say("tag", `tag-script\n${script}`);
      replace(tag);
      throw STOPPED;
    }
    // It came in one script with the page's own: its switches kept it from starting; now its members go.
    if (guarded(isReal)) {
      say("tag", `lptag\n${loaded ?? guarded(() => /** @type {any} */ (document.currentScript)?.src) ?? ""}`);
      replace(tag);
    }
  };

  /** Holds the tag's own switches: it loads and does nothing until it is started. Source: replay.md, "Own host, late start". */
  const hold = () => {
    const nothing = () => undefined;
    for (const [name, value] of /** @type {const} */ ([["autoStart", false], ["start", nothing]])) {
      guarded(() => defineProperty(tag, name, { configurable: true, enumerable: true, get: () => value, set: nothing }));
    }
  };

  /** @param {boolean} enumerable */
  const watch = (enumerable) =>
    defineProperty(window, "lpTag", {
      configurable: true,
      enumerable,
      get() {
        seen();
        return tag;
      },
      set(value) {
        tag = value;
        maker = document.currentScript;
        if (!enumerable) watch((enumerable = true));
        if (!value || typeof value !== "object") return;
        say("tagged");
        if (mode === "ask" && isSure) hold();
      },
    });

  window.addEventListener(
    "askfirst",
    (/** @type {any} */ event) => {
      port = event.relatedTarget;
      for (const word of /** @type {const} */ (["ask", "chat", "allow"])) {
        port?.addEventListener(word, () => {
          mode = word;
          isSure = true;
          if (word === "ask" && tag && typeof tag === "object") {
            hold();
            guarded(seen);
          }
          if (word === "allow" && tag === undefined) delete (/** @type {any} */ (window).lpTag);
        });
      }
    },
    { once: true },
  );
  // The page's next look at the tag may be long in coming. (An element's load event does not come by the window.)
  document.addEventListener(
    "load",
    (event) => {
      const script = event.target;
      if (tag && script instanceof HTMLScriptElement) guarded(() => seen(script.src));
    },
    true,
  );

  if (!OWN.test(location.hostname) && !Object.hasOwn(window, "lpTag")) watch(false);
})();
//# sourceURL=askfirst-stub.js
