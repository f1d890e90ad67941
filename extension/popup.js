// @ts-check
// The popup's shell: loads its wasm, and after the first picture the part that is read. What the popup does is in
// src/web/popup/, what is read in src/web/pages/reading/.
import init from "./wasm/popup.js";

/** What could not be loaded leaves the picture as it is. @param {unknown} error */
const report = (error) => console.error("AskFirst:", error);

/** A page that is not in front paints nothing. @type {() => Promise<void>} */
const painted = () => new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));
/** @type {Promise<typeof import("./reading.js")> | undefined} */
let reading;
const shown = () => {
  reading ??= painted().then(() => import("./reading.js"));
  reading.then(({ follow }) => follow()).catch(report);
};
new MutationObserver(shown).observe(document.body, { attributeFilter: ["data-shown"] });

init().catch((error) => {
  // The words are the wasm's to fill in; without it there is one sentence left to say.
  document.body.dataset.state = "error";
  const site = document.getElementById("site");
  if (site) site.textContent = chrome.i18n.getMessage("error_title");
  report(error);
});
