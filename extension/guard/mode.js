// @ts-check
// Which items are LivePerson's, and what holds for this frame. What stands between `__` is filled in from the catalogue
// (src/guard.rs).

import { add, exec } from "./natives.js";

/** @typedef {"cookie" | "localStorage" | "sessionStorage" | "indexedDB"} Kind */
/** @typedef {"ask" | "chat" | "allow"} Mode */

/** Names that say enough anywhere, by where they lie. */
const NAMES = {
  __proto__: null,
  cookie: /^(?:__COOKIE_NAMES__)$/i,
  localStorage: /^(?:__LOCAL_NAMES__)$/i,
  sessionStorage: /^(?:__SESSION_NAMES__)$/i,
  indexedDB: /^(?:__DATABASE_NAMES__)$/i,
};
const OWN = /__OWN_HOSTS__/i;
export const LONGEST_NAME = 512;
/** Writes of a frame that are held until it knows its mode. */
const MOST_HELD = 64;

export const isTop = window === top;
/** @param {string} address An origin; an opaque one is no host's. */
export const isOwnOrigin = (address) => {
  const host = exec(/^https?:\/\/([^/:?#]+)/, address);
  return host !== null && exec(OWN, host[1]) !== null;
};
export const isOwn = isOwnOrigin(origin);
/** The origin in the address bar, where the frame knows it. */
const topOrigin = location.ancestorOrigins?.[location.ancestorOrigins.length - 1] ?? origin;
/** LivePerson's own sites, where its customers work, are never touched. The chat's own window is a visitor's. */
export const isUntouched = isOwn && isOwnOrigin(topOrigin) && exec(/[/.]__POP_OUT_DOMAIN__(?::|$)/i, topOrigin) === null;

/** The mode of the tab's site. A frame of LivePerson's loads only in tabs where there is a chat, or all is allowed. @type {Mode} */
export let mode = isOwn ? "chat" : "ask";
/** A frame knows its own address, but not what was chosen for the tab: it is told when it asks. */
let isSure = isTop;
/** Whether the page has LivePerson's tag: only then it is looked who writes what. */
export let isTagged = false;
/** What to write when the mode turns out to let it. @type {(() => void)[]} */
let held = [];

/** @param {Kind} kind @param {string} name */
export const isTheirs = (kind, name) => mode !== "allow" && name.length <= LONGEST_NAME && (isOwn || exec(NAMES[kind], name) !== null);

/** Keeps a write of a frame that does not know its mode yet. @param {() => void} write */
export const hold = (write) => {
  if (!isSure && held.length < MOST_HELD) add(held, write);
};

/** Learns that the page has LivePerson's tag. */
export const tagged = () => void (isTagged = true);

/** Takes in what the tab's mode is; what was held back on an assumption is written if that lets it. @param {Mode} told */
export const learn = (told) => {
  mode = told;
  isSure = true;
  const waiting = held;
  held = [];
  if (told !== "ask") for (let at = 0; at < waiting.length; at++) waiting[at]?.();
};
