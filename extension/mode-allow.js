// @ts-check
// Runs before the page where the visitor lets all of LivePerson through; says so to relay.js, in the same world.
/** @type {any} */ (globalThis).askFirstMode?.("allow");
