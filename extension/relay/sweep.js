// @ts-check
// Takes away what LivePerson left in the site's own storage before.

import { isOwn, isTop, mode, MOST_ROWS, port, say } from "./line.js";
/** @typedef {import("./line.js").Mode} Mode */

const LOCAL = /^(?:__LOCAL_NAMES__)$/i;
/** In *Chat only* a tab's own storage holds what was meant for the site's too. */
const IN_TAB = /^(?:__SESSION_NAMES__|__LOCAL_NAMES__)$/i;
const DATABASE = /^(?:__DATABASE_NAMES__)$/i;
const LONGEST_NAME = 512;

/** Whether there was a conversation, and it has ended: nothing of it stays. */
let isOver = false;

/** Names of LivePerson's in a storage of this origin. @param {"localStorage" | "sessionStorage"} kind @param {RegExp} names */
const namesIn = (kind, names) => {
  try {
    const storage = window[kind];
    return Object.keys(storage).filter((name) => name.length <= LONGEST_NAME && (isOwn || names.test(name)));
  } catch {
    // Storage is refused here.
    return [];
  }
};
/** @param {"localStorage" | "sessionStorage" | "indexedDB"} kind @param {string} name */
const removed = (kind, name) => ({
  kind,
  name: name.slice(0, 64),
  script: null,
  asked: kind === "sessionStorage" ? "tab" : "no-expiry",
  outcome: "removed",
  count: 1,
  by: "found",
  attributed: isOwn,
});
/** Whether a conversation may be in the tab's own storage. @param {Mode | undefined} known */
const isTalking = (known) => known === "chat" && !isOver;

/** Takes away what lies in the storages; in *Chat only* a tab's own storage is where the conversation is. @param {Mode} known */
const sweepStorages = (known) => {
  /** @type {object[]} */
  const rows = [];
  for (const [kind, names] of /** @type {const} */ ([["localStorage", LOCAL], ["sessionStorage", IN_TAB]])) {
    if (known === "allow" || (kind === "sessionStorage" && isTalking(known))) continue;
    for (const name of namesIn(kind, names)) {
      window[kind].removeItem(name);
      rows.push(removed(kind, name));
    }
  }
  return rows;
};
const theirDatabases = async () => {
  try {
    const all = (await indexedDB.databases()).map(({ name }) => name ?? "");
    return all.filter((name) => isOwn || DATABASE.test(name));
  } catch {
    return [];
  }
};
/** Takes a database away; one that a worker still holds open goes when it lets go, and is not spoken of. @param {string} name */
const removeDatabase = (name) =>
  new Promise((/** @type {(gone: boolean) => void} */ done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => done(true);
    request.onerror = request.onblocked = () => done(false);
  });

/** Takes away what LivePerson left in this origin's storages and databases, once it is known that the site is not allowed. */
export const sweep = async () => {
  const databases = await theirDatabases();
  const inStorage = namesIn("localStorage", LOCAL).length + (isTalking(mode) ? 0 : namesIn("sessionStorage", IN_TAB).length);
  if (inStorage + databases.length === 0) return;
  const known = await say();
  if (known === undefined || known === "allow") return;
  const rows = sweepStorages(known);
  for (const name of databases) if (await removeDatabase(name)) rows.push(removed("indexedDB", name));
  if (rows.length > 0) await say(rows.slice(0, MOST_ROWS));
};
/** Same-origin frames share the storages of the page above them. */
const hasOwnStorage = () => {
  try {
    return isTop || /** @type {Window} */ (window.parent).origin !== origin;
  } catch {
    return true;
  }
};

export const sweepWhenIdle = () => {
  if (!hasOwnStorage() || mode === "allow") return;
  window.requestIdleCallback(() => void sweep(), { timeout: 2000 });
};

/** The conversation has ended, or begun anew. @param {boolean} over */
export const ended = (over) => {
  isOver = over;
  if (over) void sweep();
};

/** The page goes. */
export const sweepAtEnd = () => {
  port.dispatchEvent(new Event("flush"));
  if ((mode === "ask" || mode === "chat") && hasOwnStorage()) sweepStorages(mode);
};
