// @ts-check
// Between the page's world and the background: in a world of its own, which no page can reach.
//
// Runs in every frame at document start, after guard.js and stub.js and before any script of the page. It hands both a node
// that nobody else has; what they say of the page arrives there, and what they are told of the site's mode is said there. It
// takes away what LivePerson left in the site's own storage before, and wakes the background only where LivePerson is.
(() => {
  "use strict";

  /** @typedef {"ask" | "chat" | "allow"} Mode */

  const LOCAL = /^(?:__LOCAL_NAMES__)$/i;
  const SESSION = /^(?:__SESSION_NAMES__)$/i;
  const DATABASE = /^(?:__DATABASE_NAMES__)$/i;
  const OWN = /__OWN_HOSTS__/i;
  const LONGEST_NAME = 512;
  const MOST_ROWS = 64;

  const port = document.createElement("i");
  const above = location.ancestorOrigins;
  const isTop = window === window.top;
  const isOwn = OWN.test(location.hostname);
  // LivePerson's own sites, where its customers work, are never touched.
  if (isOwn && (isTop || OWN.test(new URL(above?.[above.length - 1] ?? origin).hostname))) return;
  /** What is known of the tab's mode; a frame does not know it before it asks. @type {Mode | undefined} */
  let mode = isTop ? "ask" : undefined;

  /** @param {Mode} told */
  const tell = (told) => {
    mode = told;
    port.dispatchEvent(new Event(told));
  };

  /**
   * Says what was tried, or only that it was, and learns the mode of the tab.
   * @param {object[]} items @param {number} [more] @param {object[]} [tags] @returns {Promise<Mode | undefined>}
   */
  const say = async (items, more = 0, tags = []) => {
    try {
      const answer = await chrome.runtime.sendMessage({ what: "attempts", since: performance.timeOrigin, items, more, tags });
      if (answer?.mode && answer.mode !== mode) tell(answer.mode);
      return answer?.mode;
    } catch {
      // The extension was updated or taken away under this page: nobody listens any more.
      return undefined;
    }
  };

  port.addEventListener("attempts", (event) => {
    const [more, ...rows] = String(/** @type {CustomEvent} */ (event).detail).split("\n");
    const items = rows.slice(0, MOST_ROWS).flatMap((row) => {
      try {
        return [JSON.parse(row)];
      } catch {
        return [];
      }
    });
    void say(items, Number(more) || 0);
  });
  port.addEventListener("tag", (event) => {
    const [how, script] = String(/** @type {CustomEvent} */ (event).detail).split("\n");
    void say([], 0, [{ how, script, count: 1 }]);
  });

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
  /** Takes away what lies in the storages; in *Chat only* a tab's own storage is where the conversation is. @param {Mode} known */
  const sweepStorages = (known) => {
    /** @type {object[]} */
    const rows = [];
    for (const [kind, names] of /** @type {const} */ ([["localStorage", LOCAL], ["sessionStorage", SESSION]])) {
      if (known === "allow" || (known === "chat" && kind === "sessionStorage")) continue;
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
  const sweep = async () => {
    const databases = await theirDatabases();
    const inStorage = namesIn("localStorage", LOCAL).length + (mode === "chat" ? 0 : namesIn("sessionStorage", SESSION).length);
    if (inStorage + databases.length === 0) return;
    const known = await say([]);
    if (known === undefined || known === "allow") return;
    const rows = sweepStorages(known);
    for (const name of databases) if (await removeDatabase(name)) rows.push(removed("indexedDB", name));
    if (rows.length > 0) await say(rows.slice(0, MOST_ROWS));
  };
  port.addEventListener("tagged", () => {
    if (mode === undefined) void say([]);
  });

  // Same-origin frames share the storages of the page above them.
  const hasOwnStorage = () => {
    try {
      return isTop || /** @type {Window} */ (window.parent).origin !== origin;
    } catch {
      return true;
    }
  };
  const swept = () => {
    if (!hasOwnStorage() || mode === "allow") return;
    window.requestIdleCallback(() => void sweep(), { timeout: 2000 });
  };
  if (document.readyState === "complete") swept();
  else window.addEventListener("load", swept, { once: true });
  window.addEventListener("pagehide", () => {
    port.dispatchEvent(new Event("flush"));
    if ((mode === "ask" || mode === "chat") && hasOwnStorage()) sweepStorages(mode);
  });

  /**
   * Called by mode-chat.js or mode-allow.js, which the browser runs where an address fits a site with that mode. In a frame the
   * address may fit although the tab shows another site.
   * @param {Mode} told
   */
  const choose = (told) => {
    const last = above?.[above.length - 1];
    if (!isTop && !isOwn) {
      if (last === undefined || origin === "null") return;
      const [top, own] = [new URL(last).hostname, new URL(origin).hostname.replace(/^www\./, "")];
      if (top !== own && !top.endsWith(`.${own}`)) {
        // Most likely the choice is the whole site's. A chat's items go with the session, whatever the answer will be.
        if (told === "chat") port.dispatchEvent(new Event(told));
        return;
      }
    }
    tell(told);
  };
  Object.assign(globalThis, { askFirstMode: choose });

  window.dispatchEvent(new FocusEvent("askfirst", { relatedTarget: port }));
})();
