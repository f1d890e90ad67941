// @ts-check
// The first-run page's shell: loads its wasm. What the page does is in src/web/pages/welcome.rs.
import init, { welcome } from "./wasm/pages.js";

init()
  .then(() => welcome())
  .catch((error) => {
    document.body.dataset.state = "error";
    const title = document.querySelector("h1");
    if (title) title.textContent = chrome.i18n.getMessage("error_title");
    console.error("AskFirst:", error);
  });
