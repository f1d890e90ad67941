// @ts-check
// Putting a function in a native one's place so that it looks like it, and taking it back.

import { apply, bare, defineProperty, getOwnPropertyDescriptor, like, mapGet, mapSet, nativeText, weakGet, weakSet } from "./natives.js";

/** No function of ours has a longer source. */
const LONGEST_TEXT = 4096;
/** Our functions, and the native ones that they are shown as. */
const natives = new WeakMap();
/** The same pairs, until somebody asks for a function's text. @type {any} */
let unseen = null;
/** Texts of our functions, which those of other realms have too, and the native texts that are shown for them. */
const texts = new Map();
/** @param {string} text */
const shownText = (text) => {
  for (; unseen; unseen = unseen.before) mapSet(texts, nativeText(unseen.ours), nativeText(unseen.native));
  return text.length < LONGEST_TEXT ? (mapGet(texts, text) ?? text) : text;
};

/** @typedef {(native: any) => any} Make */
/** @typedef {(holder: any, name: string, makes: { value?: Make, get?: Make, set?: Make }) => void} Wrap */

/** Makes a function look like the native one that it stands for. @param {any} ours @param {any} native */
const disguised = (ours, native) => {
  if (ours.length !== native.length) like(ours, native, "length");
  if (ours.name !== native.name) like(ours, native, "name");
  weakSet(natives, ours, native);
  unseen = { before: unseen, ours, native };
  return ours;
};

/** The properties that were changed, the latest first. @type {any} */
let changed = null;
/** Gives every property back, unless the page has made it its own since. */
export const giveBack = () => {
  for (; changed; changed = changed.before) {
    const { holder, name, ours, value, get, set } = changed;
    const present = bare(getOwnPropertyDescriptor(holder, name));
    if (!present || present.value !== ours.value || present.get !== ours.get || present.set !== ours.set) continue;
    if (value) present.value = value;
    else {
      present.get = get;
      present.set = set;
    }
    defineProperty(holder, name, present);
  }
};

/**
 * Puts what each part of `makes` makes of a native function in its place, like it in everything that can be seen.
 * @type {Wrap}
 */
export const wrap = (holder, name, makes) => {
  const descriptor = holder && bare(getOwnPropertyDescriptor(holder, name));
  if (!descriptor || !descriptor.configurable) return;
  const { value, get, set } = descriptor;
  bare(makes);
  if (makes.value && value) descriptor.value = disguised(makes.value(value), value);
  if (makes.get && get) descriptor.get = disguised(makes.get(get), get);
  if (makes.set && set) descriptor.set = disguised(makes.set(set), set);
  defineProperty(holder, name, descriptor);
  changed = { before: changed, holder, name, ours: descriptor, value, get, set };
};

/** Puts an interface of ours in the place of a native one wherever its name is. @param {any} g @param {string} name @param {any} native @param {any} ours */
export const replaceInterface = (g, name, native, ours) => {
  weakSet(natives, ours, native);
  for (let holder = g, at = name; holder; holder = holder === g ? native.prototype : null, at = "constructor") {
    const descriptor = bare(getOwnPropertyDescriptor(holder, at));
    if (!descriptor || descriptor.value !== native) continue;
    descriptor.value = ours;
    defineProperty(holder, at, descriptor);
    changed = { before: changed, holder, name: at, ours: descriptor, value: native };
  }
};

/** Guards the look of functions in a realm. @param {any} g */
export const guardTexts = (g) => {
  wrap(g.Function.prototype, "toString", { value: (native) => ({ toString() {
    return shownText(apply(native, weakGet(natives, this) ?? this, arguments));
  } }).toString });
};
