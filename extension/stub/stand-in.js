// @ts-check
// What a page sees in place of LivePerson's tag, from the moment the tag would have run, so that the page's own calls on
// `lpTag` do not throw (which members throw without the tag, and what pages call, is measured: shared/facts/replay.md). It
// answers as an account does that has no agent. It sends and stores nothing, and steps aside when the visitor asks for the chat.

import { makeEvents } from "./events.js";
import { defineProperty, guarded } from "./line.js";
/** @typedef {import("./line.js").Bag} Bag */

/** What the snippet queues for the tag, in the order in which it is served: bindings, then what is triggered, then the rest. */
const QUEUES = ["_defB", "_defT", "_defL"];

/**
 * An object on which every call of an unknown name is answered with nothing.
 * @param {Bag} known
 */
const answering = (known) =>
  new Proxy(known, {
    get(target, name) {
      if (name in target || typeof name === "symbol" || name === "then" || name === "toJSON") return target[/** @type {string} */ (name)];
      return (target[name] = () => undefined);
    },
  });

/** The page's list under a name, with the methods that the tag adds to it. @param {Bag} lpTag @param {string} name @param {Bag} [methods] */
const list = (lpTag, name, methods = {}) => Object.assign(Array.isArray(lpTag[name]) ? lpTag[name] : [], methods);

/** @param {any} list The page's attributes. */
const attributeMethods = (list) => ({
  // Sent to nobody, but the page's word all the same: the popup says what lay ready.
  send: (/** @type {any[]} */ ...given) => void guarded(() => list().push(...given.flat())),
  /** @param {any} [type] */
  get: (type) => (type === undefined ? list().slice() : list().filter((/** @type {any} */ entry) => entry?.type === type)),
  reset: () => void (list().length = 0),
});

/** Takes the tag's place. What comes back takes it all away again, and leaves to the real tag what the page said meanwhile. @param {Bag} lpTag */
const install = (lpTag) => {
  const nothing = () => undefined;
  const none = () => "";
  const { events, bindings, fired } = makeEvents();
  const lists = {
    sdes: attributeMethods(() => lpTag.sdes),
    vars: { send: (/** @type {any[]} */ ...given) => void guarded(() => lpTag.vars.push(...given)) },
    hooks: { exec: (/** @type {any} */ _name, /** @type {any} */ data) => data },
    identities: {},
  };
  const taglets = {
    // 2 is "offline" in the tag's own states: there is no agent.
    rendererStub: answering({ click: () => false, getEngagementInfo: nothing, getEngagementState: () => 2 }),
    lp_monitoringSDK: answering({ getVid: none, getSid: none }),
    lp_sdes: answering({ ...attributeMethods(() => lpTag.sdes), push: (/** @type {any[]} */ ...given) => guarded(() => lpTag.sdes.push(...given)) }),
    lpUnifiedWindow: answering({}),
  };
  /** @type {Bag} */
  const members = {
    events,
    newPage: (/** @type {any} */ url, /** @type {any} */ options) => {
      if (url !== undefined) lpTag.url = url;
      if (options?.section !== undefined) lpTag.section = options.section;
      if (Array.isArray(options?.sdes)) guarded(() => lpTag.sdes.push(...options.sdes));
    },
    loadTaglet: nothing,
    loadTaglets: nothing,
    log: nothing,
    getDomain: none,
    csds: answering({ getDomain: none }),
    device: answering({}),
    features: answering({ hasFeature: () => false }),
    storageMethods: answering({}),
    cookieMethods: answering({}),
    taglets: Object.assign(lpTag.taglets ?? {}, taglets),
    /** @param {any} func */
    defer: (func) => void (typeof func === "function" && guarded(func)),
    loaded: true,
  };
  const before = Object.keys(members).map((name) => /** @type {const} */ ([name, Object.getOwnPropertyDescriptor(lpTag, name)]));
  Object.assign(lpTag, members);
  for (const [name, methods] of Object.entries(lists)) lpTag[name] = list(lpTag, name, methods);
  for (const queue of QUEUES) {
    const waiting = lpTag[queue];
    if (!Array.isArray(waiting)) continue;
    for (const func of waiting.splice(0)) if (typeof func === "function") guarded(func);
  }

  return () => {
    for (const [name, methods] of Object.entries(lists)) for (const method of Object.keys(methods)) delete lpTag[name]?.[method];
    for (const name of Object.keys(taglets)) delete members.taglets[name];
    for (const [name, descriptor] of before) {
      if (lpTag[name] !== members[name]) continue;
      delete lpTag[name];
      if (descriptor && !(name === "taglets" && Object.keys(members.taglets).length === 0)) defineProperty(lpTag, name, descriptor);
    }
    /** @param {string} queue @param {(() => void)[]} calls */
    const leave = (queue, calls) => (lpTag[queue] = [...calls, ...(Array.isArray(lpTag[queue]) ? lpTag[queue] : [])]);
    leave("_defB", bindings().map(({ appName, eventName, func, context, triggerOnce }) => () => lpTag.events.bind({ appName, eventName, func, context, triggerOnce })));
    leave("_defT", fired.map(({ appName, eventName, data }) => () => lpTag.events.trigger(appName, eventName, data)));
  };
};

/** The tag objects that have these members, and how they are rid of them. @type {WeakMap<object, () => void>} */
const installed = new WeakMap();
/** @param {object} lpTag */
export const isReplaced = (lpTag) => installed.has(lpTag);

/** @param {Bag} lpTag */
export const replace = (lpTag) => {
  if (installed.has(lpTag)) return;
  installed.set(lpTag, () => undefined);
  guarded(() => installed.set(lpTag, install(lpTag)));
};

/** @param {Bag} lpTag */
export const stepAside = (lpTag) => {
  guarded(installed.get(lpTag) ?? (() => undefined));
  installed.delete(lpTag);
};
