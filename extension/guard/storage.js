// @ts-check
// localStorage and sessionStorage: the page gets a proxy, because nothing else sees a property that is assigned.

import { apply, bare, construct, create, defineProperty, descriptorOf, free, getOf, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, PlainProxy, preventExtensions, setOf, setPrototypeOf, weakGet, weakSet } from "./natives.js";
import { hold, isOwn, isTheirs, mode } from "./mode.js";
import { isAttributed, isKept, report } from "./report.js";
import { replaceInterface } from "./disguise.js";
/** @typedef {import("./mode.js").Kind} Kind */

/** Tells a storage of another frame's guard from a page's object. Says only which storage it stands for. */
const KIND = Symbol.for("storage kind");
/** Storage's own members are not items, not even where every item is LivePerson's. */
const members = Storage.prototype;
/** Whether the page holds a storage of ours. */
export let isLent = false;

/** Guards the storages of a realm. @param {any} g @param {import("./disguise.js").Wrap} wrap @param {(view: any) => void} reach */
export const guardStorage = (g, wrap, reach) => {
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
    replaceInterface(g, "StorageEvent", NativeEvent, OurEvent);
  };
};
