// An ordinary page's databases, and a frame that may keep nothing.

const databases = async () => {
  const log = [];
  const settle = (asked, name) => new Promise((resolve) => {
    for (const type of ['success', 'error', 'upgradeneeded', 'blocked']) {
      asked.addEventListener(type, (event) => {
        log.push(`${name} ${type} ${event.oldVersion} ${event.newVersion} ${asked.readyState}`);
        if (type === 'error') event.preventDefault();
        if (type === 'success' || type === 'error') resolve(type === 'error' ? told(asked.error) : asked.result);
      });
    }
  });
  const opened = async (name, version, upgrade = () => {}) => {
    const asked = indexedDB.open(name, version);
    asked.onupgradeneeded = () => upgrade(asked.result, asked.transaction);
    return settle(asked, `${name} ${version}`);
  };
  const described = (database) => (typeof database === 'string' ? database : [database.name, database.version, [...database.objectStoreNames]]);
  const names = async () => (await indexedDB.databases()).map(({ name, version }) => `${name} ${version}`).sort();
  const near = ['LPSecureStorage2', 'MyLPSecureStorage', 'lp', 'lpSSx', 'LPSecure', ''];
  await all('database', {
    near: async () => { for (const name of near) (await opened(name, 1, (made) => made.createObjectStore('lpStore'))).close(); return names(); },
    goneAgain: async () => { for (const name of near) await settle(indexedDB.deleteDatabase(name), `delete ${name}`); return names(); },
    first: async () => { const database = await opened('shop', 1, (made) => made.createObjectStore('cart', { keyPath: 'id' })); const told = described(database); database.close(); return told; },
    write: async () => {
      const database = await opened('shop', 1);
      const transaction = database.transaction('cart', 'readwrite');
      transaction.objectStore('cart').put({ id: 1, of: 'lamp' });
      await new Promise((resolve) => { transaction.oncomplete = resolve; });
      const read = await settle(database.transaction('cart').objectStore('cart').get(1), 'get');
      database.close();
      return read;
    },
    blocked: async () => {
      const first = await opened('shop', 1);
      first.onversionchange = (event) => { log.push(`versionchange ${event.oldVersion} ${event.newVersion}`); setTimeout(() => first.close(), 30); };
      const second = await opened('shop', 2, (made, { objectStoreNames }) => { log.push([...objectStoreNames].join()); made.createObjectStore('more'); });
      const told = described(second);
      second.close();
      return told;
    },
    older: () => opened('shop', 1).then(described), same: async () => { const database = await opened('shop'); database.close(); return described(database); },
    aborted: () => opened('aborted', 1, (_, transaction) => transaction.abort()).then(described), thrown: () => opened('changing', 1.9).then((database) => { database.close(); return described(database); }),
    objectName: async () => { const database = await opened({ toString: () => 'named' }, 3); database.close(); return described(database); }, asked: async () => {
      const order = [];
      const asked = indexedDB.open({ toString: () => { order.push('name'); return 'order'; } }, { valueOf: () => { order.push('version'); return 2; } });
      (await settle(asked, 'order')).close();
      return order;
    },
    lone: async () => { const database = await opened('lone\ud800', 1); database.close(); return [database.name.length, database.name.charCodeAt(4)]; },
    zero: () => indexedDB.open('x', 0), negative: () => indexedDB.open('x', -1), text: () => indexedDB.open('x', 'y'), huge: () => indexedDB.open('x', 2 ** 53), nothing: () => indexedDB.open(), symbol: () => indexedDB.open(Symbol('x')),
    throwing: () => indexedDB.open({ toString() { throw new RangeError('mine'); } }), onOther: () => IDBFactory.prototype.open.call({}, 'x'), deleteNothing: () => indexedDB.deleteDatabase(), construct: () => new indexedDB.open('x'), make: () => new IDBFactory(),
    compare: () => [indexedDB.cmp(1, 2), indexedDB.cmp('b', 'a'), tried(() => indexedDB.cmp(NaN, 1))],
    request: async () => { const asked = indexedDB.open('shop', 2); const is = [asked instanceof IDBOpenDBRequest, String(asked), asked.readyState, asked.source, tried(() => asked.result)]; (await settle(asked, 'request')).close(); return [...is, asked.transaction]; },
    is: () => [indexedDB instanceof IDBFactory, indexedDB === window.indexedDB, Object.getPrototypeOf(indexedDB) === IDBFactory.prototype, Object.keys(indexedDB), Object.getOwnPropertyNames(indexedDB), String(indexedDB)],
    replaced: () => { window.indexedDB = 5; return typeof window.indexedDB; }, promise: () => indexedDB.databases() instanceof Promise, listed: names,
    absent: () => settle(indexedDB.deleteDatabase('absent'), 'absent'), delete: async () => { for (const { name } of await indexedDB.databases()) await settle(indexedDB.deleteDatabase(name), `delete ${name}`); return names(); },
    inFrame: async () => { const { contentWindow } = await frame({}); const asked = contentWindow.indexedDB.open('framed', 1); const database = await settle(asked, 'framed'); const told = [described(database), asked instanceof contentWindow.IDBOpenDBRequest]; database.close(); await settle(indexedDB.deleteDatabase('framed'), 'delete framed'); return told; },
    log: () => log,
  });
  await closedFrames();
};

/** Frames without an origin: whatever is tried there is refused in the browser's own words. */
const closedFrames = async () => {
  const script = `
    const told = (error) => error.constructor.name + ' ' + error.name + ' ' + error.code + ': ' + error.message;
    const tried = (work) => { try { return String(work()); } catch (error) { return told(error); } };
    const waited = (work) => { try { return work().then(String, told); } catch (error) { return told(error); } };
    (async () => parent.postMessage({ closed: [
      tried(() => document.cookie), tried(() => { document.cookie = 'a=1'; }), tried(() => localStorage), tried(() => sessionStorage), tried(() => localStorage.setItem('a', '1')),
      tried(() => indexedDB.open('x')), await waited(() => indexedDB.databases()), tried(() => indexedDB.deleteDatabase('x')), tried(() => typeof cookieStore),
      await waited(() => cookieStore.set('a', '1')), await waited(() => cookieStore.getAll()), tried(() => Object.getOwnPropertyDescriptor(window, 'localStorage').get.call(window)),
    ] }, '*'))();`;
  const closed = (attributes) => new Promise((resolve) => {
    const hear = ({ data }) => { if (data.closed) { removeEventListener('message', hear); resolve(data.closed); } };
    addEventListener('message', hear);
    frame(attributes);
  });
  const page = `<script>${script}</` + 'script>';
  await all('closed frame', {
    sandboxed: () => closed({ sandbox: 'allow-scripts', srcdoc: page }), data: () => closed({ src: `data:text/html,${encodeURIComponent(page)}` }),
    outside: async () => { const { contentWindow } = await frame({ src: 'https://news.test/' }); return [tried(() => contentWindow.document), tried(() => contentWindow.localStorage), tried(() => contentWindow.indexedDB), tried(() => Object.getOwnPropertyDescriptor(window, 'localStorage').get.call(contentWindow)), tried(() => Object.keys(contentWindow))]; },
  });
};
