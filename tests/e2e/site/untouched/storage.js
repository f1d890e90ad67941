// An ordinary page's storage: every way of writing and reading, its exceptions and its events.

/** What is stored, by the prototype's own means: an item may be named like a method, and then hides it. */
const content = (storage) => {
  const { key, getItem } = Storage.prototype;
  const length = Object.getOwnPropertyDescriptor(Storage.prototype, 'length').get.call(storage);
  const names = Array.from({ length }, (_, at) => key.call(storage, at)).sort();
  return JSON.stringify(names.map((name) => [name, getItem.call(storage, name)]));
};

const operations = (storage, name) => {
  const after = (work) => () => [tried(work), content(storage)];
  const descriptor = (value) => ({ value, configurable: true, enumerable: true, writable: true });
  const strictDelete = (key) => { 'use strict'; return delete storage[key]; };
  const strictSet = (key, value) => { 'use strict'; storage[key] = value; };
  const loop = () => { const keys = []; for (const key in storage) keys.push(key); return keys; };
  const getter = Object.getOwnPropertyDescriptor(window, name).get;
  const setter = Object.getOwnPropertyDescriptor(window, name).set;
  class Fielded extends (class { constructor(made) { return made; } }) { field = 1; }
  return {
    setItem: after(() => storage.setItem('a', '1')), overwrite: after(() => storage.setItem('a', '2')), property: after(() => { storage.b = 3; }),
    bracket: after(() => { storage['c d'] = null; }), undefined: after(() => { storage.e = undefined; }), strict: after(() => strictSet('f', [1, 2])),
    empty: after(() => storage.setItem('', '')), emptyProperty: after(() => { storage[''] = 'x'; }), number: after(() => { storage[7] = 7; }), index: () => storage['7'],
    define: after(() => Object.defineProperty(storage, 'g', descriptor('g')) === storage), defineBare: after(() => Object.defineProperty(storage, 'h', { value: 'h' }) === storage),
    defineAccessor: after(() => Object.defineProperty(storage, 'i', { get: () => 1 })), defineReflect: after(() => Reflect.defineProperty(storage, 'j', descriptor('j'))),
    defineReflectAccessor: after(() => Reflect.defineProperty(storage, 'i', { get: () => 1 })), defineEmpty: after(() => Reflect.defineProperty(storage, 'k', {})),
    defineFixed: after(() => Reflect.defineProperty(storage, 'k', { value: 1, configurable: false, writable: false })), defineMany: after(() => Object.defineProperties(storage, { l: descriptor(1), m: descriptor(2) }) === storage),
    assign: after(() => Object.assign(storage, { n: 1, o: {} }) === storage), reflectSet: after(() => Reflect.set(storage, 'p', 'q')), reflectSetOther: after(() => Reflect.set(storage, 'p2', 'q', {})),
    field: after(() => new Fielded(storage) === storage), inheritSet: after(() => { const made = Object.create(storage); made.q = 1; return Object.keys(made); }),
    nullish: after(() => (storage.r ??= 's')), plus: after(() => (storage.r += 's')), increment: after(() => { storage.count = 1; return ++storage.count; }),
    destructuring: after(() => { [storage.t, storage.u] = ['t', 'u']; }), with: after(() => Function('storage', 'with (storage) { a = 5; return typeof a; }')(storage)),
    objectKey: after(() => storage.setItem({ toString: () => 'v' }, { toString: () => 'w' })), asked: after(() => {
      const order = [];
      storage.setItem({ toString: () => { order.push('key'); return 'order'; } }, { toString: () => { order.push('value'); return 'x'; } });
      storage[{ toString: () => { order.push('key'); return 'order2'; } }] = { toString: () => { order.push('value'); return 'x'; } };
      return order;
    }),
    throwingKey: after(() => storage.setItem({ toString() { throw new RangeError('mine'); } }, '')), throwingValue: after(() => { storage.z = { toString() { throw new RangeError('mine'); } }; }),
    symbolKey: after(() => storage.setItem(Symbol('x'), '')), symbolValue: after(() => storage.setItem('x', Symbol('x'))), symbolProperty: after(() => { storage[Symbol.for('x')] = 1; return storage[Symbol.for('x')]; }),
    symbolGone: () => delete storage[Symbol.for('x')], lone: after(() => storage.setItem('lone\ud800', '\udfffx')), nul: after(() => storage.setItem('nul\0', '\0')), unicode: after(() => { storage['ü😀'] = 'ü😀'; }),
    length: () => storage.length,
    
    get: () => storage.getItem('a'), getNone: () => storage.getItem('none'), getProperty: () => storage.a, getPropertyNone: () => typeof storage.none, has: () => ['a' in storage, 'none' in storage, 'getItem' in storage, 'toString' in storage, Reflect.has(storage, 'b')],
    hasOwn: () => ['a', 'none', 'getItem', 'setItem'].map((key) => Object.hasOwn(storage, key)), enumerable: () => ['a', 'none', 'length'].map((key) => Object.prototype.propertyIsEnumerable.call(storage, key)),
    loop: () => loop().sort(), loopOrder: () => loop().indexOf('getItem') > loop().indexOf('a'), keys: () => Object.keys(storage).sort(), names: () => Object.getOwnPropertyNames(storage).sort(), ownKeys: () => Reflect.ownKeys(storage).map(String).sort(),
    entries: () => Object.entries(storage).sort(), values: () => Object.values(storage).sort(), json: () => Object.entries(JSON.parse(JSON.stringify(storage))).sort(), spread: () => Object.entries({ ...storage }).sort(), sameOrder: () => JSON.stringify(Object.keys({ ...storage })) === JSON.stringify(Object.keys(storage)),
    descriptor: () => [Object.getOwnPropertyDescriptor(storage, 'a'), Object.getOwnPropertyDescriptor(storage, 'none') ?? null, Object.getOwnPropertyDescriptor(storage, 'length') ?? null], descriptors: () => Object.entries(Object.getOwnPropertyDescriptors(storage)).sort(),
    key: () => [storage.key(0) !== null, storage.key(-1), storage.key(9999), storage.key('x') === storage.key(0), storage.key(0.9) === storage.key(0), storage.key(4294967296) === storage.key(0)], keysOnce: () => new Set(Array.from({ length: storage.length }, (_, at) => storage.key(at))).size === storage.length,
    inherited: () => { const made = Object.create(storage); return [made.a, 'a' in made, tried(() => made.getItem('a')), tried(() => made.length)]; }, proxied: () => { const proxy = new Proxy(storage, {}); return [proxy.a, tried(() => proxy.getItem('a')), Object.keys(proxy).length === storage.length]; },
    is: () => [storage === window[name], storage instanceof Storage, Object.getPrototypeOf(storage) === Storage.prototype, Object.prototype.toString.call(storage), String(storage), typeof storage, storage[Symbol.toStringTag], Object.is(getter.call(window), storage), getter.call() === storage],
    extensible: () => [Object.isExtensible(storage), Object.isFrozen(storage), Object.isSealed(storage)], prevent: () => Object.preventExtensions(storage), seal: () => Object.seal(storage), freeze: () => Object.freeze(storage), setPrototype: () => Object.setPrototypeOf(storage, Storage.prototype) === storage,
    noArguments: () => storage.setItem(), oneArgument: () => storage.setItem('a'), getNothing: () => storage.getItem(), keyNothing: () => storage.key(), removeNothing: () => storage.removeItem(), more: after(() => storage.setItem('more', '1', 2, 3)), answers: () => [storage.setItem('a', 'z'), storage.removeItem('a'), storage.getItem('a')].map(String),
    onOther: () => Storage.prototype.setItem.call({}, 'a', '1'), onNothing: () => Storage.prototype.getItem.call(undefined, 'a'), onPrototype: () => Storage.prototype.length, lengthGetter: () => Object.getOwnPropertyDescriptor(Storage.prototype, 'length').get.call(storage) === storage.length,
    make: () => new Storage(), call: () => Storage(), construct: () => new storage.setItem('a', '1'), clone: () => structuredClone(storage), post: () => postMessage(storage, '*'), fresh: () => structuredClone({ ...storage }).b, iterate: () => [...storage], array: () => Array.from(storage).length, weak: () => new WeakSet([storage]).has(storage),
    getterOther: () => getter.call({}), replace: () => { window[name] = 5; return typeof window[name] === 'number' ? (delete window[name], 'replaced') : typeof window[name]; }, setter: () => typeof setter, still: () => window[name] === storage,
    remove: after(() => storage.removeItem('b')), delete: after(() => delete storage.r), deleteNone: after(() => delete storage.none), deleteStrict: after(() => strictDelete('e')), deleteReflect: after(() => Reflect.deleteProperty(storage, 'f')), 
    expando: after(() => { Storage.prototype.mine = 'theirs'; try { return [storage.mine, 'mine' in storage, tried(() => { storage.mine = 'own'; }), storage.mine]; } finally { delete Storage.prototype.mine; } }),
    patched: after(() => { const { setItem } = Storage.prototype; const seen = []; Storage.prototype.setItem = function (...args) { seen.push(args.join()); return setItem.apply(this, args); }; try { storage.setItem('patched', '1'); return seen; } finally { Storage.prototype.setItem = setItem; } }),
    near: after(() => { for (const key of NEAR) storage.setItem(key, key), (storage[`${key}/`] = key); return NEAR.every((key) => storage[key] === key && storage.getItem(`${key}/`) === key); }),
    clear: after(() => storage.clear()),
    // Items named like what the prototype has.
    builtin: after(() => { storage.getItem = 'x'; return typeof storage.getItem; }), builtinItem: after(() => storage.setItem('setItem', 'y')), lengthItem: after(() => storage.setItem('length', '99')), lengthSet: after(() => { storage.length = 5; return storage.length; }), proto: after(() => { storage.setItem('__proto__', 'p'); return Object.getPrototypeOf(storage) === Storage.prototype; }), constructor: after(() => { storage.setItem('constructor', 'c'); return storage.constructor === Storage; }),
    shadowed: () => [typeof storage.getItem, typeof storage.setItem, storage.length, storage.constructor === Storage, 'getItem' in storage, Object.keys(storage).sort()],
    deleteBuiltin: after(() => delete storage.getItem), unshadowed: after(() => { for (const key of Object.keys(storage)) delete storage[key]; return typeof storage.getItem; }),
    bigKey: () => { storage.setItem('k'.repeat(100_000), ''); const is = storage.key(0).length; storage.clear(); return is; },
    quota: () => storage.setItem('big', 'x'.repeat(6_000_000)), quotaProperty: () => { storage.big = 'x'.repeat(6_000_000); }, quotaDefine: () => Object.defineProperty(storage, 'big', descriptor('x'.repeat(6_000_000))), quotaAfter: after(() => storage.setItem('small', '1')), quotaType: () => { try { storage.setItem('big', 'x'.repeat(6_000_000)); } catch (error) { return [error instanceof DOMException, error.name, error.code]; } return 'kept'; }, cleared: after(() => storage.clear()),
  };
};

/** What both windows hear of what the other writes. */
const events = async () => {
  const { contentWindow: other } = await frame({ src: '/blank' });
  const heard = [];
  const listen = (view, who) => view.addEventListener('storage', (event) => heard.push(
    [who, event.key, event.oldValue, event.newValue, event.url, event.storageArea === view.localStorage, event.isTrusted, event instanceof view.StorageEvent].join()));
  listen(window, 'page');
  listen(other, 'frame');
  for (const [view, name] of [[window, 'page'], [other, 'frame']]) {
    view.localStorage.setItem(`by ${name}`, '1');
    view.localStorage[`by ${name}`] = '2';
    view.localStorage[`by ${name}`] = '2';
    delete view.localStorage[`by ${name}`];
    view.localStorage.lpfoo = '3';
    view.localStorage.clear();
  }
  for (let turn = 0; heard.length < 10 && turn < 200; turn += 1) await new Promise((next) => setTimeout(next, 10));
  other.onstorage = (event) => { results['storage event: by handler'] = [event.key, event.storageArea === other.localStorage]; };
  localStorage.setItem('handled', '1');
  for (let turn = 0; !results['storage event: by handler'] && turn < 100; turn += 1) await new Promise((next) => setTimeout(next, 10));
  other.onstorage = null;
  return heard.slice().sort();
};

const storages = async () => {
  await all('storage event', {
    heard: events, made: () => new StorageEvent('storage', { storageArea: localStorage, key: 'k' }).storageArea === localStorage,
    init: () => { const event = new StorageEvent('storage'); event.initStorageEvent('storage', false, false, 'k', null, null, '', sessionStorage); return event.storageArea === sessionStorage; },
    wrong: () => new StorageEvent('storage', { storageArea: {} }),
  });
  // After the events, which would otherwise be heard of these writes too.
  await all('localStorage', operations(localStorage, 'localStorage'));
  await all('sessionStorage', operations(sessionStorage, 'sessionStorage'));
  const { contentWindow: other } = await frame({});
  await all('storage of a frame', {
    shared: () => { localStorage.setItem('shared', '1'); return other.localStorage.getItem('shared'); }, distinct: () => other.localStorage !== localStorage, back: () => { other.localStorage.back = '1'; return localStorage.back; },
    instance: () => [other.localStorage instanceof other.Storage, other.localStorage instanceof Storage], crossed: () => { other.Storage.prototype.setItem.call(localStorage, 'crossed', '1'); return localStorage.crossed; },
    crossedGetter: () => Object.getOwnPropertyDescriptor(other, 'localStorage').get.call(window) === localStorage, crossedError: () => { try { other.Storage.prototype.setItem.call(localStorage); } catch (error) { return [error instanceof other.TypeError, error instanceof TypeError]; } return null; },
    gone: () => { other.frameElement.remove(); return [String(other.localStorage), tried(() => Object.getOwnPropertyDescriptor(other, 'localStorage').get.call(other))]; }, cleared: () => localStorage.clear(),
  });
};
