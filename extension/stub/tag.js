// @ts-check
// `window.lpTag`: sees each version of the snippet make its object, and the tag come to it, from whatever host.

import { isTag, OWN, TAG_PATH } from "./address.js";
import { attend, awaitChat } from "./chat.js";
import { defineProperty, guarded, isSure, mode, say, sayOnce } from "./line.js";
import { isReplaced, replace, stepAside } from "./stand-in.js";
/** @typedef {import("./line.js").Bag} Bag */

/** What a tag in disguise runs into at its first step. Nobody else is told. */
export const STOPPED = {};
/** @type {any} */
let tag;
/** The script that made it: the page's snippet. @type {Element | null} */
let maker = null;
/** The tag's script that was held back: address, character set, nonce. */
let held = ["", "", ""];
/** Whether the tag was asked for again after that. */
let isStarted = false;

/** @param {HTMLScriptElement} script */
const keep = (script) => (held = [script.src, script.charset, script.nonce]);

/**
 * The script that runs now, if it is the tag, from whatever host: the snippet has made its object before, and this script's
 * address is where that object says the tag comes from, or has the tag's own path or account number.
 */
const tagAtWork = () => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || !script.src || script === maker) return null;
  const { host, pathname, searchParams } = new URL(script.src);
  const own = tag.ovr ?? {};
  const known = TAG_PATH.test(pathname) || (tag.site && searchParams.get("site") === String(tag.site)) || (own.domain && own.domain === host) || (own.tagjs && script.src.includes(own.tagjs));
  return known ? script : null;
};

const isObject = () => tag && typeof tag === "object";
/** The members that the real tag has and the snippet has not. */
const isReal = () => typeof tag.events?.hasFired === "function" && !isReplaced(tag);

/** What the page and the tag said of the tag's switches while these were held. @type {WeakMap<object, Bag>} */
const switches = new WeakMap();
/** Holds the tag's own switches: it loads and does nothing until it is started. Source: replay.md, "Own host, late start". */
const hold = () => {
  // A page's first, empty object is not the snippet's yet: it would take our switches for the page's own.
  if (switches.has(tag) || typeof tag.defer !== "function") return;
  const nothing = () => undefined;
  /** @type {Bag} */
  const said = {};
  switches.set(tag, said);
  for (const [name, value] of /** @type {const} */ ([["autoStart", false], ["start", nothing]])) {
    guarded(() => {
      said[name] = tag[name];
      defineProperty(tag, name, { configurable: true, enumerable: true, get: () => value, set: (given) => void (said[name] = given) });
    });
  }
};

/** @param {string} [loaded] The script that has just loaded. */
const seen = (loaded) => {
  if (!isSure || !isObject()) return;
  if (mode === "chat") return void guarded(() => attend(tag, isReal()));
  if (mode !== "ask") return;
  guarded(hold);
  const script = guarded(tagAtWork);
  if (script && !isReplaced(tag)) {
    sayOnce("tag", `tag-script\n${script.src}`);
    replace(tag);
    keep(script);
    say("held");
    throw STOPPED;
  }
  // It came in one script with the page's own: its switches kept it from starting; now its members go.
  if (guarded(isReal)) {
    sayOnce("tag", `lptag\n${loaded ?? guarded(() => /** @type {any} */ (document.currentScript)?.src) ?? ""}`);
    replace(tag);
    say("held");
  }
};

const letGo = () => {
  const said = switches.get(tag);
  switches.delete(tag);
  for (const name of Object.keys(said ?? {})) {
    delete tag[name];
    if (said?.[name] !== undefined) tag[name] = said[name];
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
      if (!isObject()) return;
      sayOnce("tagged");
      if (mode === "ask" && isSure) guarded(hold);
      if (mode === "chat") guarded(() => attend(tag, isReal()));
    },
  });

/** A script could not be loaded. Whether it was the tag's, whose place is taken then. @param {HTMLScriptElement} script */
export const missed = (script) => {
  if (!isTag(script.src) && script.src !== held[0]) return false;
  // A page that has nothing there yet gets an object of its own: to the page, its tag has run.
  const page = /** @type {any} */ (window);
  if (!page.lpTag || typeof page.lpTag !== "object") page.lpTag = {};
  replace(page.lpTag);
  // Asked for again and still not there: LivePerson does not answer.
  keep(script);
  say(isStarted ? "missed" : "held");
  isStarted = false;
  return true;
};

/** The page's next look at the tag may be long in coming. @param {string} script */
export const loaded = (script) => {
  if (tag) guarded(() => seen(script));
};

/** The tab's mode is known, or has changed. */
export const told = () => {
  if (mode === "ask" && isObject()) guarded(() => seen());
  if (mode === "allow" && tag === undefined) delete (/** @type {any} */ (window).lpTag);
};

/** Asks for the tag's script again, as the snippet did: by the page's own policy. */
const insert = () => {
  const script = document.createElement("script");
  const [src, charset, nonce] = held;
  Object.assign(script, { async: true, charset, nonce, src });
  (document.head ?? document.documentElement).append(script);
};

/**
 * Starts the tag that was held back, in the living page: its stand-in steps aside, and it is asked for again.
 * @param {boolean} isAsked Whether the visitor waits for the chat to open.
 */
export const start = (isAsked) => {
  if (isAsked) awaitChat();
  if (mode !== "chat" || !isObject()) return;
  letGo();
  if (isAsked) tag.autoStart = true;
  if (!isReplaced(tag)) return;
  stepAside(tag);
  guarded(() => attend(tag, isReal()));
  isStarted = true;
  if (held[0]) guarded(insert);
  else guarded(() => tag.start());
};

if (!OWN.test(location.hostname) && !Object.hasOwn(window, "lpTag")) watch(false);
