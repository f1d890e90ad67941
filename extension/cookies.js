// @ts-check
// Cookies that arrive by a server: the browser tells of each one after it was set, on whatever site. Those that may be
// LivePerson's are given to the core; all others end at two regular expressions.
import { DOMAINS, NAMES } from "./names.js";

/** @typedef {import("./wasm/background.js").Background} Background */

/**
 * Listens for as long as the worker lives. Has to be called in its first turn.
 * @param {() => Promise<Background>} awake
 * @param {(tab: number) => Promise<{ document?: string, since?: number }>} shownPage
 * @param {(error: unknown) => void} report
 */
export const watchCookies = (awake, shownPage, report) => {
  /** @param {Background} ready @param {number} [tab] */
  const place = async (ready, tab) => {
    for (const found of JSON.parse(await ready.place_cookies(tab))) {
      const { document, since } = await shownPage(found.tab).catch(() => ({ document: undefined, since: undefined }));
      // A page that began after the cookie came is not the one that it came with.
      if (since === undefined || since <= found.time + 1000) ready.cookies_placed(JSON.stringify({ ...found, document, since }));
    }
    const watched = chrome.tabs.onUpdated.hasListener(tabUpdated);
    if (ready.has_unplaced_cookies() && !watched) {
      chrome.tabs.onUpdated.addListener(tabUpdated);
      // What the browser told of between the look at its tabs and now was heard by nobody: they are looked at once more.
      await place(ready);
      return;
    }
    if (!ready.has_unplaced_cookies() && watched) chrome.tabs.onUpdated.removeListener(tabUpdated);
  };

  /** Is there only while a cookie waits for its page. @param {number} tab */
  const tabUpdated = (tab) => void awake().then((ready) => place(ready, tab)).catch(report);

  chrome.cookies.onChanged.addListener(({ removed, cookie }) => {
    if (removed) return;
    // LivePerson's own domains outside of other sites' pages are where its own people work.
    if (DOMAINS.test(cookie.domain) ? !cookie.partitionKey : !NAMES.test(cookie.name)) return;
    const time = Date.now();
    awake()
      .then(async (ready) => {
        await ready.cookie_changed(JSON.stringify(cookie), time);
        await place(ready);
      })
      .catch(report);
  });
};
