// @ts-check
// The popup's shell: loads its wasm, and a little later the part that is read. What the popup does is in
// src/web/popup/, what is read in src/web/pages/reading/.
import init, { open } from "./wasm/popup.js";

/** What could not be loaded leaves the picture as it is. @param {unknown} error */
const report = (error) => console.error("AskFirst:", error);

/** @type {Promise<typeof import("./reading.js")> | undefined} */
let reading;
const read = () => {
  reading ??= import("./reading.js");
  // Where nothing happened there is nothing to read but how to clean up.
  if (document.getElementById("reading")?.hidden === false) reading.then(({ follow }) => follow()).catch(report);
  else reading.catch(report);
};
/** What is folded is loaded when the visitor turns to the popup, and at the latest so long after the first picture. */
const SOON = 300;
let turned = false;
const turn = () => {
  if (!turned) read();
  turned = true;
};
// A fold's own event does not bubble, but is caught on its way down.
for (const sign of ["pointermove", "pointerdown", "wheel", "keydown", "toggle"]) addEventListener(sign, turn, { capture: true, once: true, passive: true });
new MutationObserver(() => void (turned ? read() : setTimeout(turn, SOON))).observe(document.body, { attributeFilter: ["data-shown"] });

/** The tab (the one in front, or the one that the address of the popup as a page names), and the background's answer about it. */
const ask = async () => {
  const named = new URLSearchParams(location.search).get("tab");
  const [front] = named ? [] : await chrome.tabs.query({ active: true, currentWindow: true });
  const tab = named ? Number(named) : front?.id;
  return { tab, answer: chrome.runtime.sendMessage({ what: "view", tab }) };
};
// Asked while the wasm is on its way. If it fails, the wasm says so.
const first = ask();
first.catch(() => {});

init()
  .then(() => open(first))
  .catch((error) => {
    // The words are the wasm's to fill in; without it there is one sentence left to say.
    document.body.dataset.state = "error";
    const site = document.getElementById("site");
    if (site) site.textContent = chrome.i18n.getMessage("error_title");
    report(error);
  });
