// Plays the secure storage that is loaded into the page: a database on the page's own origin,
// and the origin's localStorage when there is no database.
(() => {
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
  const parsed = (text) => (text ? JSON.parse(text) : null);
  window.lpTag._storage = {
    async get(key) {
      try {
        return parsed(await inStore('readonly', (store) => store.get(key)));
      } catch {
        return parsed(localStorage.getItem(key));
      }
    },
    async set(key, value) {
      const text = JSON.stringify(value);
      try {
        await inStore('readwrite', (store) => store.put(text, key));
        window.__lp.storage = 'database';
      } catch {
        localStorage.setItem(key, text);
        window.__lp.storage = 'localStorage';
      }
    },
  };
})();
