// @ts-check
// What the guard uses, taken before any script of the page's has run: the page may put its own in every place.

export const { apply, construct, get: getOf, set: setOf, getOwnPropertyDescriptor: descriptorOf, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;
export const { create, defineProperty, getOwnPropertyDescriptor, preventExtensions } = Object;
export const { parse } = Date;
export const now = Date.now;
export const { stringify } = JSON;
/** @param {any} method @returns {any} The method, which takes at most two arguments, as a function of its `this`. */
export const free = (method) => (/** @type {any} */ self, /** @type {any} */ first, /** @type {any} */ second) => apply(method, self, [first, second]);
export const exec = free(RegExp.prototype.exec);
export const slice = free(String.prototype.slice);
export const indexOf = free(String.prototype.indexOf);
export const trim = free(String.prototype.trim);
export const mapGet = free(Map.prototype.get);
export const mapSet = free(Map.prototype.set);
export const mapEach = free(Map.prototype.forEach);
export const weakGet = free(WeakMap.prototype.get);
export const weakSet = free(WeakMap.prototype.set);
export const listen = free(EventTarget.prototype.addEventListener);
export const dispatch = free(EventTarget.prototype.dispatchEvent);
export const stop = free(Event.prototype.stopImmediatePropagation);
export const later = setTimeout;
export const PageEvent = CustomEvent;
export const PlainEvent = Event;
export const PlainError = /** @type {any} */ (Error);
export const PlainMap = Map;
export const PlainProxy = Proxy;
export const PlainPromise = Promise;
export const { resolve } = Promise;
export const nativeText = free(Function.prototype.toString);

/** Whether no script of the page's has run yet. */
let isPristine = true;
/** From now on scripts of the page's may have run. */
export const endTurn = () => void (isPristine = false);
/** An object of ours that inherits nothing: the page can put a `get` on every object. @param {any} descriptor @returns {any} */
export const bare = (descriptor) => {
  if (descriptor && !isPristine) setPrototypeOf(descriptor, null);
  return descriptor;
};

/** @param {any} ours @param {any} native @param {string} own */
export const like = (ours, native, own) => defineProperty(ours, own, bare(getOwnPropertyDescriptor(native, own)));

/** Adds to a list without asking the page's `Array.prototype`. @param {any[]} list @param {any} value */
export const add = (list, value) => void defineProperty(list, list.length, /** @type {any} */ ({ __proto__: null, value, writable: true, enumerable: true, configurable: true }));
