// @ts-check
// The background's shell: listeners only. What an event means is the core's to say (src/web/background.rs).
//
// Every listener is registered in this first turn, because an event that wakes the worker is lost on one that is registered
// later. Events that come before the core is ready are written down at once, so that stopping the worker loses none.
import init, { Background } from "./wasm/background.js";
import initEngine, { Engine } from "./wasm/engine.js";
import { hasAccess, watchAccess } from "./access.js";
import { watchCookies } from "./cookies.js";
import { askPage } from "./laid-out/ask.js";
import { makeMenus, watchMenus } from "./menus.js";
import { OBSERVED } from "./observed.js";
import { watchTabs } from "./tabs.js";

/** @type {Background | undefined} The core, once it can take in events. */
let core;
/** @type {Promise<Background> | undefined} */
let starting;
/** @type {Promise<Background> | undefined} */
let explaining;
/** @type {object[]} Events of this worker's life that came before that. */
const early = [];
const journal = `journal:${performance.timeOrigin}`;

/** Made by what failed once, and tried again when it is next needed. @param {() => void} forget */
const forgetting = (forget) => (/** @type {unknown} */ error) => {
  forget();
  throw error;
};

const started = () =>
  (starting ??= init()
    .then(() => Background.start(journal))
    .catch(forgetting(() => (starting = undefined))));

/** The core with the engine that explains requests, which is loaded only when there is a request to explain. */
const explained = () =>
  (explaining ??= Promise.all([started(), initEngine()])
    .then(([ready]) => {
      ready.use_engine(new Engine());
      core = ready;
      for (const event of early.splice(0)) ready.observe(JSON.stringify(event));
      ready.forget_journal(journal);
      watched(ready);
      return ready;
    })
    .catch(forgetting(() => (explaining = undefined))));

/** The core, with everything taken in that has happened. */
const awake = async () => {
  const ready = await started();
  if (early.length || ready.is_waiting()) return explained();
  watched(ready);
  return ready;
};

/** Told as a function so that a failed start is reported and nothing else. @param {unknown} error */
const report = (error) => console.error("AskFirst:", error);

/** @param {"started" | "completed" | "failed"} phase */
const observed = (phase) => (/** @type {any} */ details) => {
  const event = {
    phase,
    request: String(details.requestId),
    tab: details.tabId,
    frame: details.frameId,
    parentFrame: details.parentFrameId,
    document: details.documentId,
    parentDocument: details.parentDocumentId,
    url: details.url,
    kind: details.type,
    // Chromium tells the origin, Firefox the document.
    initiator: details.documentUrl ?? details.initiator ?? details.originUrl,
    time: details.timeStamp,
    error: details.error,
    status: details.statusCode,
  };
  if (core) {
    core.observe(JSON.stringify(event));
    watched(core);
  } else {
    early.push(event);
    chrome.storage.session.set({ [journal]: JSON.stringify(early) }).catch(report);
    explained().catch(report);
  }
  // Observed, never decided on.
  return undefined;
};

const filter = { urls: OBSERVED };
chrome.webRequest.onBeforeRequest.addListener(observed("started"), filter);
chrome.webRequest.onCompleted.addListener(observed("completed"), filter);
chrome.webRequest.onErrorOccurred.addListener(observed("failed"), filter);

// Session rules and choices are put in order at each start of the browser and after an update; what LivePerson left is removed
// at the installation, and what a restored session brought back at the start.
/** Opens the first-run page, once: an extension that is loaded unpacked is installed again at each start of the browser. */
const welcome = async () => {
  const { welcomed } = await chrome.storage.local.get("welcomed");
  if (welcomed) return;
  // It shows what the clean-up finds when that is done.
  await chrome.tabs.create({ url: "welcome.html" });
  await chrome.storage.local.set({ welcomed: true });
};
/** @type {Promise<void> | undefined} What is done at the installation, as long as it takes. */
let installing;
chrome.runtime.onInstalled.addListener(({ reason }) => {
  makeMenus(report);
  if (reason === "install") {
    installing = awake().then((ready) => ready.installed());
    installing.catch(report);
    welcome().catch(report);
  } else if (reason === "update") {
    awake()
      .then((ready) => ready.updated())
      .catch(report);
  }
});
chrome.runtime.onStartup.addListener(() => {
  makeMenus(report);
  awake()
    .then((ready) => ready.browser_started())
    .catch(report);
});
// A choice ends, also while the worker sleeps.
chrome.alarms.onAlarm.addListener(() => void awake().then((ready) => ready.time_passed()).catch(report));

/**
 * What the popup's tab shows: which document, since when, and whether extensions may run there.
 * @param {number} tabId
 */
const shownPage = async (tabId) => {
  const [{ url, incognito }, access] = await Promise.all([chrome.tabs.get(tabId), hasAccess()]);
  // Chromium answers only when the visitor lets it in, which may be never.
  if (!access && url === undefined) return { runs: false, private: incognito, access };
  try {
    const [frame] = await chrome.scripting.executeScript({ target: { tabId }, func: () => performance.timeOrigin, injectImmediately: true });
    return { url, document: frame?.documentId, since: frame?.result, runs: true, private: incognito, access };
  } catch {
    return { url, runs: false, private: incognito, access };
  }
};

watchCookies(awake, shownPage, report);
watchAccess(report);

/** What the options page asks, which is about no tab. */
const SETTINGS = /^(?:settings|set-default|set-site|forget-site|set-button|set-button-on|export|import|reset)$/;

/** @param {any} message @returns {Promise<object>} */
const answer = async (message) => {
  if (message?.what === "installed") {
    await installing;
    return {};
  }
  if (SETTINGS.test(message?.what)) {
    const ready = await awake();
    const answered = JSON.parse(await ready.settings(JSON.stringify(message)));
    watched(ready);
    return answered;
  }
  if (message?.what === "clean-up") return JSON.parse(await (await awake()).clean_up(JSON.stringify(message)));
  const [ready, page] = await Promise.all([awake(), shownPage(message.tab)]);
  if (message.what === "evidence") return JSON.parse(ready.evidence(JSON.stringify({ tab: message.tab }), JSON.stringify(page)));
  if (message.what === "laid-out") {
    const frames = await askPage(message.tab);
    return JSON.parse(ready.evidence(JSON.stringify({ tab: message.tab, frames }), JSON.stringify(page)));
  }
  const answered = JSON.parse(await ready.answer(JSON.stringify(message), JSON.stringify(page)));
  watched(ready);
  return answered;
};

const watching = [watchTabs(awake, report), watchMenus(awake, shownPage, answer, report)];
/** What the browser tells of tabs is heard, and may wake the worker, only while it matters. @param {Background} ready */
const watched = (ready) => {
  for (const watch of watching) watch(ready);
};

/** The visitor asks for the chat on the page itself. @param {chrome.tabs.Tab} tab */
const asked = async (tab) => {
  const [ready, page] = await Promise.all([awake(), shownPage(/** @type {number} */ (tab.id))]);
  const answered = JSON.parse(await ready.start_chat(/** @type {number} */ (tab.id), JSON.stringify(page)));
  watched(ready);
  return answered;
};

/**
 * What a frame says that its page tried to keep; who says so is the browser's word, not the page's.
 * @param {any} message @param {chrome.runtime.MessageSender} sender
 */
const attempted = async (message, sender) => {
  const { since, items, more, tags, chat } = message;
  const where = { tab: sender.tab?.id, frame: sender.frameId, document: sender.documentId, url: sender.url, page: sender.tab?.url };
  const ready = await awake();
  const told = JSON.stringify({ since, items, more, tags, chat, ...where, time: Date.now() });
  const answered = JSON.parse(await ready.attempts(told, sender.tab?.incognito ?? false));
  watched(ready);
  return answered;
};

/**
 * What the chat button on a page says: whether it may be there, and that the visitor does not want it.
 * @param {any} message @param {chrome.runtime.MessageSender} sender
 */
const placed = async (message, sender) => {
  const { what, since, scope } = message;
  const where = { tab: sender.tab?.id, document: sender.documentId, url: sender.url, private: sender.tab?.incognito === true };
  const ready = await awake();
  const answered = JSON.parse(await ready.placeholder(JSON.stringify({ what, since, scope, ...where })));
  watched(ready);
  return answered;
};

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  if (sender.id !== chrome.runtime.id) return false;
  /** @param {Promise<object>} answered */
  const reply = (answered) => {
    answered.then(respond, (error) => respond({ error: String(error?.message ?? error) }));
    return true;
  };
  // A content script's sender is a web page: it is heard on its own tab, and on nothing else.
  const isOwnPage = sender.url?.startsWith(chrome.runtime.getURL("")) === true;
  if (sender.tab && message?.what === "attempts") return reply(attempted(message, sender));
  if (sender.tab && !isOwnPage && message?.what === "start-chat") return reply(asked(sender.tab));
  if (sender.tab && sender.frameId === 0 && !isOwnPage && /^(?:placeholder|dismiss)$/.test(message?.what)) return reply(placed(message, sender));
  return isOwnPage && reply(answer(message));
});
