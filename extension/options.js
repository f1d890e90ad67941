// @ts-check
// The options page's shell: loads its wasm. What the page does is in src/web/pages/options/.
import init, { options } from "./wasm/pages.js";

init()
  .then(() => options())
  .catch((error) => {
    // The words are the wasm's to fill in; without it there is one sentence left to say.
    document.body.dataset.state = "error";
    const title = document.querySelector("h1");
    if (title) title.textContent = chrome.i18n.getMessage("error_title");
    console.error("AskFirst:", error);
  });
