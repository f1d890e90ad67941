// @ts-check
// Between the page's world and the background: the node that the guard and the stub have, and what is known of the tab.

/** @typedef {"ask" | "chat" | "allow"} Mode */

export const OWN = /__OWN_HOSTS__/i;
/** LivePerson's chat in a window of its own is a page of this host. */
const POP_OUT = /(?:^|\.)__POP_OUT_DOMAIN__$/i;
export const MOST_ROWS = 64;

export const port = document.createElement("i");
export const above = location.ancestorOrigins;
export const isTop = window === window.top;
export const isOwn = OWN.test(location.hostname);
/** The host in the address bar, where the frame knows it. */
const topHost = above?.length ? new URL(/** @type {string} */ (above[above.length - 1])).hostname : location.hostname;
/** LivePerson's own sites, where its customers work, are never touched. The chat's own window is a visitor's. */
export const isUntouched = isOwn && OWN.test(topHost) && !POP_OUT.test(topHost);

/** What is known of the tab's mode; a frame does not know it before it asks. @type {Mode | undefined} */
export let mode = isTop && !isOwn ? "ask" : undefined;

/** @param {Mode} told */
export const tell = (told) => {
  mode = told;
  port.dispatchEvent(new Event(told));
};

/**
 * Says what was tried, or only that it was, and learns the mode of the tab.
 * @param {object[]} [items] @param {number} [more] @param {object[]} [tags] @param {object} [chat] @returns {Promise<Mode | undefined>}
 */
export const say = async (items = [], more = 0, tags = [], chat) => {
  try {
    const answer = await chrome.runtime.sendMessage({ what: "attempts", since: performance.timeOrigin, items, more, tags, chat });
    if (answer?.mode && answer.mode !== mode) tell(answer.mode);
    return answer?.mode;
  } catch {
    // The extension was updated or taken away under this page: nobody listens any more.
    return undefined;
  }
};
