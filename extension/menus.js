// @ts-check
// The menus of the toolbar button and of pages, and the keys: the same choices as in the popup. Firefox for Android has
// neither menus nor keys.
import { follow } from "./tabs.js";

/** @typedef {import("./wasm/background.js").Background} Background */

const DURATIONS = /** @type {const} */ (["tab", "browser", "day", "always"]);
const START = "start-chat";
const START_IN_PAGE = "start-chat-in-page";
const ASK = "ask";

const { commands, contextMenus } = chrome;
/** @param {string} name */
const text = (name) => chrome.i18n.getMessage(name);
/** @param {string} mode @param {string} lasts */
const choiceId = (mode, lasts) => `${mode}:${lasts}`;

/** Makes the items; the browser keeps them while the worker sleeps. @param {(error: unknown) => void} report */
export const makeMenus = (report) => {
  if (!contextMenus) return;
  const done = () => {
    if (chrome.runtime.lastError) report(chrome.runtime.lastError.message);
  };
  contextMenus.removeAll(() => {
    contextMenus.create({ id: START, title: text("menu_start"), contexts: ["action"] }, done);
    contextMenus.create({ id: ASK, title: text("menu_ask"), contexts: ["action"], type: "checkbox", checked: true }, done);
    for (const [mode, title] of /** @type {const} */ ([["chat", text("menu_chat")], ["allow", text("menu_allow")]])) {
      contextMenus.create({ id: mode, title, contexts: ["action"] }, done);
      const titles = [text("menu_tab"), text("menu_browser"), text("menu_day"), text("menu_always")];
      DURATIONS.forEach((lasts, at) => {
        contextMenus.create({ id: choiceId(mode, lasts), parentId: mode, title: titles[at], contexts: ["action"], type: "checkbox" }, done);
      });
    }
    contextMenus.create({ id: START_IN_PAGE, title: text("menu_start"), contexts: ["page"], visible: false }, done);
  });
};

/**
 * Listens from the worker's first turn, as `watchTabs` does.
 * @param {() => Promise<Background>} awake
 * @param {(tab: number) => Promise<object>} shownPage
 * @param {(message: object) => Promise<object>} answer
 * @param {(error: unknown) => void} report
 */
export const watchMenus = (awake, shownPage, answer, report) => {
  let shown = "";
  /** @type {Promise<void> | undefined} */
  let looking;
  let isStale = false;

  /** Shows what holds for the tab in front. @param {Background} ready */
  const look = async (ready) => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    if (tab?.id === undefined) return;
    const page = ready.has_ledger(tab.id) ? await shownPage(tab.id) : { url: tab.url, private: tab.incognito, runs: true };
    const state = ready.menus(tab.id, JSON.stringify(page));
    if (state === shown) return;
    shown = state;
    const { chooses, mode, lasts, held } = JSON.parse(state);
    const updates = [contextMenus.update(ASK, { checked: mode === ASK, enabled: chooses }), contextMenus.update(START_IN_PAGE, { visible: held })];
    updates.push(contextMenus.update(START, { enabled: chooses }));
    for (const one of ["chat", "allow"]) {
      updates.push(contextMenus.update(one, { enabled: chooses }));
      for (const span of DURATIONS) updates.push(contextMenus.update(choiceId(one, span), { checked: mode === one && lasts === span }));
    }
    await Promise.all(updates);
  };
  /** A page's many requests are looked at together. @param {Background} ready */
  const refresh = async (ready) => {
    isStale = true;
    looking ??= (async () => {
      while (isStale) {
        isStale = false;
        await look(ready);
      }
    })().finally(() => (looking = undefined));
    return looking;
  };
  const looked = () => void awake().then(refresh).catch(report);

  /** @param {number | undefined} tab */
  const start = async (tab) => {
    const [front] = tab === undefined ? await chrome.tabs.query({ active: true, lastFocusedWindow: true }) : [{ id: tab }];
    if (front?.id !== undefined) await answer({ what: START, tab: front.id });
  };
  /** @param {any} item @param {chrome.tabs.Tab} [tab] */
  const pressed = async ({ menuItemId }, tab) => {
    const [mode, lasts] = String(menuItemId).split(":");
    if (mode === START || mode === START_IN_PAGE) await start(tab?.id);
    else if (tab?.id !== undefined) await answer({ what: "set-mode", tab: tab.id, mode, lasts });
    // A box that was pressed has changed by itself, whatever became of the choice.
    shown = "";
    looked();
  };

  commands?.onCommand.addListener((name, tab) => {
    if (name === START) start(tab?.id).catch(report);
  });
  if (!contextMenus) return () => undefined;
  contextMenus.onClicked.addListener((item, tab) => void pressed(item, tab).catch(report));
  /** @param {number} _tab @param {{ status?: string }} change @param {chrome.tabs.Tab} now */
  const updated = (_tab, { status }, now) => {
    if (status === "complete" && now.active) looked();
  };
  const { onActivated, onUpdated } = chrome.tabs;
  onActivated.addListener(looked);
  onUpdated.addListener(updated);
  let watches = true;
  /** @param {Background} ready */
  return (ready) => {
    const watched = watches;
    watches = ready.watches_menus();
    follow(onActivated, looked, watches);
    follow(onUpdated, updated, watches);
    if (watches || watched) refresh(ready).catch(report);
  };
};
