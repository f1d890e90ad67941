// @ts-check
// What is said of an attempt, and who made it.

import { add, dispatch, exec, later, listen, mapEach, mapGet, mapSet, PageEvent, PlainError, PlainMap, slice, stringify } from "./natives.js";
import { isOwnOrigin, isTagged, isTheirs, LONGEST_NAME, mode } from "./mode.js";
/** @typedef {import("./mode.js").Kind} Kind */

/** Paths that its scripts keep on other hosts. */
const THEIR_PATH = /\/(?:tag\/tag\.js|lptag\/api\/account\/|le_(?:re|secure_storage|unified_window)\/)/;
const LONGEST_SHOWN = 64;
/** Items that are told apart in one report; the rest is counted. */
const MOST_ROWS = 64;
/** Names whose writer is looked for. */
const MOST_LOOKS = 500;
const FIRST_REPORT = 30;
const NEXT_REPORT = 1000;

/** The relay's end of the private line: a node that no script of the page's has. @type {any} */
export let port = null;
let rows = new Map();
/** How many rows there are. */
let count = 0;
let more = 0;
let isDue = false;
let isLooking = false;
let isTold = false;
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
export const isAttributed = (kind, name) => {
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
export const isKept = (kind, name) => isTheirs(kind, name) || (isTagged && mode !== "allow" && !!mapGet(authors, kind + " " + name));

/**
 * @param {Kind} kind @param {string} name @param {any} asked @param {"blocked" | "session-only" | "allowed"} outcome @param {boolean} attributed
 */
export const report = (kind, name, asked, outcome, attributed) => {
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

/** Takes the way to the relay: reports go there from now on. @param {any} node */
export const reportTo = (node) => {
  port = node;
  listen(node, "flush", flush);
  listen(node, "tag", () => mapSet(tags, node.tag, true));
};
