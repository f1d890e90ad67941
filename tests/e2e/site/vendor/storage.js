// Plays the secure storage that is loaded into the page: a database on the page's own origin, and the origin's localStorage
// when there is no database. An account whose settings cannot be asked has the storage frame keep it all.
(() => {
  const tag = window.lpTag;
  const did = window.__lp;
  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open('LPSecureStorage', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('lpSS');
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const inStore = async (mode, work) => {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction('lpSS', mode);
        const asked = work(transaction.objectStore('lpSS'));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  };
  const inPage = {
    async get(key) {
      try {
        return await inStore('readonly', (store) => store.get(key));
      } catch {
        return localStorage.getItem(key);
      }
    },
    async set(key, text) {
      try {
        await inStore('readwrite', (store) => store.put(text, key));
        did.storage = 'database';
      } catch {
        localStorage.setItem(key, text);
        did.storage = 'localStorage';
      }
    },
    async remove(key) {
      try {
        await inStore('readwrite', (store) => store.delete(key));
      } catch {
        localStorage.removeItem(key);
      }
    },
  };
  const asked = new Map();
  window.addEventListener('message', ({ data }) => {
    if (data && data.lpSS === 'answer' && asked.has(data.id)) asked.get(data.id)(data.value);
  });
  const framed = (what) => async (key, value) => {
    const frame = await tag._ready.framed;
    did.storage = 'frame';
    const id = asked.size + 1;
    return new Promise((resolve) => {
      asked.set(id, resolve);
      frame.contentWindow.postMessage({ lpSS: what, id, key, value }, '*');
    });
  };
  const inFrame = { get: framed('get'), set: framed('set'), remove: framed('remove') };
  const place = tag._ready.isFirstParty.then((is) => (is ? inPage : inFrame));
  tag._storage = {
    async get(key) {
      const text = await (await place).get(key);
      return text ? JSON.parse(text) : null;
    },
    set: async (key, value) => (await place).set(key, JSON.stringify(value)),
    remove: async (key) => (await place).remove(key),
  };
})();
