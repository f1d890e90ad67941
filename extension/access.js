// @ts-check
// Whether AskFirst may see sites at all. The visitor can take that away in both browsers; it then still blocks requests, but
// neither guards pages nor can tell what they tried. The toolbar button says so on every page; the popup explains, and asks.

const EVERYWHERE = { origins: ["<all_urls>"] };

/** Asked each time: it can change while the worker sleeps. */
export const hasAccess = () => chrome.permissions.contains(EVERYWHERE);

/** Listens from the worker's first turn. @param {(error: unknown) => void} report */
export const watchAccess = (report) => {
  const show = async () => {
    const face = (await hasAccess()) ? "quiet" : "wrong";
    const title = face === "quiet" ? chrome.i18n.getMessage("action_title") : chrome.i18n.getMessage("action_title_wrong");
    await Promise.all([
      chrome.action.setIcon({ path: { 16: `/icons/${face}-16.png`, 32: `/icons/${face}-32.png` } }),
      chrome.action.setTitle({ title }),
    ]);
  };
  const look = () => void show().catch(report);
  chrome.permissions.onAdded.addListener(look);
  chrome.permissions.onRemoved.addListener(look);
  chrome.runtime.onInstalled.addListener(look);
  chrome.runtime.onStartup.addListener(look);
};
