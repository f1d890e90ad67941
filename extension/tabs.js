// @ts-check
// Tabs that are closed, go to another page, or are opened in a private window.

/** @typedef {import("./wasm/background.js").Background} Background */

/**
 * Listens from the worker's first turn. What is returned has to be called when something changed: it keeps only the listeners
 * that matter, because each may wake the worker.
 * @param {() => Promise<Background>} awake @param {(error: unknown) => void} report
 */
export const watchTabs = (awake, report) => {
  /** @param {(ready: Background) => Promise<void>} tell */
  const told = (tell) =>
    void awake()
      .then(async (ready) => {
        await tell(ready);
        keep(ready);
      })
      .catch(report);
  /** @param {number} tab */
  const removed = (tab) => told((ready) => ready.forget_tab(tab));
  /** @param {number} tab @param {chrome.tabs.OnUpdatedInfo} change @param {chrome.tabs.Tab} now */
  const updated = (tab, { status, url }, now) => {
    if (status === "loading" || url) told((ready) => ready.tab_shows(tab, now.url));
    // Only now: the browser forgets what a tab's button shows while it goes to another page.
    if (status === "complete") told(async (ready) => ready.tab_loaded(tab, now.url));
  };
  /** @param {chrome.tabs.Tab} tab */
  const created = ({ id, incognito }) => {
    if (incognito && id !== undefined) told((ready) => ready.private_tab_opened(id));
  };
  const { onCreated, onRemoved, onUpdated } = chrome.tabs;
  onRemoved.addListener(removed);
  onUpdated.addListener(updated);
  onCreated.addListener(created);
  /** @param {Background} ready */
  const keep = (ready) => {
    follow(onRemoved, removed, ready.watches_closing());
    follow(onUpdated, updated, ready.watches_pages());
    follow(onCreated, created, ready.watches_private());
  };
  return keep;
};

/** @param {any} event @param {Function} listener @param {boolean} matters */
export const follow = (event, listener, matters) => {
  const is = event.hasListener(listener);
  if (matters && !is) event.addListener(listener);
  if (!matters && is) event.removeListener(listener);
};
