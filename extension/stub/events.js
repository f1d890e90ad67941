// @ts-check
// The tag's events, as far as the page uses them while the tag is not there.

import { guarded } from "./line.js";

/** @typedef {{appName: string, eventName: string, func: Function, context: any, triggerOnce: boolean}} Binding */
/** @typedef {{appName: string, eventName: string, data: any}} Fired */

/** Events that are remembered. */
const MOST_FIRED = 200;

/** Events of one tag object, and what is in them: the real tag takes it over when it comes. */
export const makeEvents = () => {
  /** @type {(Binding & {id: string})[]} */
  let bindings = [];
  /** @type {Fired[]} */
  const fired = [];
  let number = 0;
  /** @param {Binding} binding @param {string} app @param {string} name */
  const isFor = (binding, app, name) => (binding.appName === app || binding.appName === "*") && (binding.eventName === name || binding.eventName === "*");
  /** @param {any} app @param {any} [name] @param {any} [func] @param {any} [context] @param {boolean} [once] */
  const bind = (app, name, func, context, once = false) => {
    const given = app && typeof app === "object" ? app : { appName: app, eventName: name, func, context, triggerOnce: once };
    if (typeof given.func !== "function") return null;
    const id = `${given.appName}_${given.eventName}_${++number}`;
    bindings.push({ id, appName: given.appName, eventName: given.eventName, func: given.func, context: given.context, triggerOnce: given.triggerOnce === true });
    return id;
  };
  const events = {
    bind,
    /** @param {any} app @param {any} [name] @param {any} [func] @param {any} [context] */
    once: (app, name, func, context) => bind(app && typeof app === "object" ? { ...app, triggerOnce: true } : app, name, func, context, true),
    /** @param {any} what */
    unbind: (what) => {
      const before = bindings.length;
      bindings = bindings.filter((b) => b.id !== what && b.func !== what?.func && !(what && what.appName === b.appName && !what.func));
      return bindings.length < before;
    },
    /** @param {any} app @param {any} [name] @param {any} [data] */
    trigger: (app, name, data) => {
      const given = app && typeof app === "object" ? app : { appName: app, eventName: name, data };
      fired.push({ appName: given.appName, eventName: given.eventName, data: given.data });
      if (fired.length > MOST_FIRED) fired.shift();
      for (const binding of bindings.filter((b) => isFor(b, given.appName, given.eventName))) {
        if (binding.triggerOnce) bindings = bindings.filter((b) => b !== binding);
        guarded(() => binding.func.call(binding.context ?? null, given.data, { appName: given.appName, eventName: given.eventName }));
      }
      return true;
    },
    /** @param {any} app @param {any} [name] */
    hasFired: (app, name) => fired.filter((event) => (app === "*" || event.appName === app) && (name === undefined || name === "*" || event.eventName === name)),
  };
  return { events, bindings: () => bindings, fired };
};
