// @ts-check
// Runs before the page where only some tab, or a private window, has a choice: no address tells the mode, so relay.js, in the
// same world, is told to ask at once.
/** @type {any} */ (globalThis).askFirstMode?.("tab");
