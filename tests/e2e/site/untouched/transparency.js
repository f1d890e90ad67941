// How a page's own means look to it: every function and accessor of every interface, told in words. Runs first, before
// anything here has changed a thing. The results, in `__shape`, have to be the same with and without the extension.
window.__shape = (() => {
  const shape = {};
  const constructible = (func) => {
    try {
      Reflect.construct(Object, [], func);
      return true;
    } catch {
      return false;
    }
  };
  const word = (value) => {
    if (typeof value !== 'function') return typeof value === 'object' ? Object.prototype.toString.call(value) : `${typeof value} ${String(value)}`;
    const source = `${value}` === Function.prototype.toString.call(value) ? `${value}` : `${value} / ${Function.prototype.toString.call(value)}`;
    const own = Reflect.ownKeys(value).map(String).join();
    const flags = ['name', 'length'].map((name) => flagged(Object.getOwnPropertyDescriptor(value, name))).join('/');
    const native = source === `function ${value.name}() { [native code] }` ? 'native' : source.slice(0, 200);
    const parent = Object.getPrototypeOf(value);
    const chain = parent === Function.prototype ? '' : ` of ${parent?.name ?? 'a foreign kind'}`;
    return `${value.name}(${value.length}) ${native} [${own}] ${flags}${constructible(value) ? ' new' : ''}${Object.isExtensible(value) ? '' : ' closed'}${chain}`;
  };
  const flagged = (descriptor) => (descriptor ? ['configurable', 'enumerable', 'writable'].filter((flag) => descriptor[flag]).map((flag) => flag[0]).join('') : 'none');
  const describe = (path, object) => {
    for (const key of Reflect.ownKeys(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      const { value, get, set } = descriptor;
      shape[`${path}.${String(key)}`] = `${flagged(descriptor)} ` + ('value' in descriptor ? word(value) : `get ${get ? word(get) : '-'} set ${set ? word(set) : '-'}`);
    }
    shape[path] = `${Object.prototype.toString.call(object)} ${Object.isExtensible(object)} ${Reflect.ownKeys(object).map(String).join()}`;
  };
  const everything = (view, path) => {
    for (const name of Object.getOwnPropertyNames(view)) {
      const descriptor = Object.getOwnPropertyDescriptor(view, name);
      // Design decision: the one thing that is there, not enumerable, is what watches for LivePerson's tag.
      if (name === 'lpTag') continue;
      // Numbers of this window, which differ from one to the next, and what the driver and this page put there.
      const plain = typeof descriptor.value !== 'function' && 'value' in descriptor;
      shape[`${path}.${name}`] = `${flagged(descriptor)} ` + (plain ? typeof descriptor.value : descriptor.get ? `get ${word(descriptor.get)} set ${descriptor.set ? word(descriptor.set) : '-'}` : word(descriptor.value));
      if (typeof descriptor.value !== 'function') continue;
      describe(`${path}.${name}`, descriptor.value);
      if (typeof descriptor.value.prototype === 'object' && descriptor.value.prototype) describe(`${path}.${name}.prototype`, descriptor.value.prototype);
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'cookieStore', 'document', 'Reflect', 'JSON', 'Math']) describe(`${path}.${name} itself`, view[name]);
    shape[`${path} enumerable`] = Object.keys(view).sort().join();
    const looped = [];
    for (const name in view) looped.push(name);
    shape[`${path} in a loop`] = looped.sort().join();
    shape[`${path} own`] = Object.getOwnPropertyNames(view).filter((name) => name !== 'lpTag').sort().join();
    shape[`${path} symbols`] = Object.getOwnPropertySymbols(view).map(String).join();
  };
  everything(window, 'page');
  const frame = document.documentElement.appendChild(document.createElement('iframe'));
  everything(frame.contentWindow, 'frame');
  const fresh = frame.contentWindow.Function.prototype.toString;
  // The same function told by a fresh frame's toString, and the refusals in the browser's own words.
  shape.crossed = [Storage.prototype.setItem, Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').set, IDBFactory.prototype.open, Function.prototype.toString]
    .map((func) => fresh.call(func)).join();
  shape.refused = [{}, Object.create(Function.prototype), undefined].map((it) => {
    try {
      return Function.prototype.toString.call(it);
    } catch (error) {
      return `${error instanceof TypeError} ${error.name}: ${error.message}`;
    }
  }).join();
  shape.proxied = Function.prototype.toString.call(new Proxy(Storage.prototype.setItem, {}));
  shape.bound = Function.prototype.toString.call(Storage.prototype.setItem.bind(localStorage));
  frame.remove();
  return shape;
})();
/** The one name that the extension adds. */
window.__tagAccessor = (() => {
  const descriptor = Object.getOwnPropertyDescriptor(window, 'lpTag');
  return descriptor ? { enumerable: descriptor.enumerable, value: typeof window.lpTag, inLoop: Object.keys(window).includes('lpTag') } : null;
})();
