// What the pages of the ways share: what they write, where, and how they say that they have. Also for frames and workers.

/** The way's number, as in its host's name; it is the value of what the way writes. */
const ID = self.origin.match(/w\d{3}/)[0];
const NEXT_YEAR = new Date(Date.now() + 31_536_000_000);
/** The visitor's id as a cookie for a year. */
const LPVID = `LPVID=${ID}; Max-Age=31536000; Path=/`;
/** The key under which the tag keeps the visitor's id in the site's own storage. */
const KEY = '12345678lpsmt';

/** Tells the test that the way is at its end, and what the page reads where it wrote. */
function done(readBack) {
  if (readBack !== undefined) self.__readBack = String(readBack);
  self.__done = true;
}

/** A fresh frame's window. */
function fresh(where = document.documentElement) {
  return where.appendChild(document.createElement('iframe')).contentWindow;
}

/** An address whose answer sets a cookie: as `text`, `picture`, `missing` or `redirect`. */
function served(as, cookie) {
  return `/set?as=${as}&cookie=${encodeURIComponent(cookie)}`;
}

/** Runs `work` in the tag's database; what becomes of it, and nothing where the database is refused. */
function inDatabase(factory, name, mode, work, { open = false } = {}) {
  return new Promise((resolve) => {
    const asked = factory.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('lpSS');
    asked.onerror = asked.onblocked = () => resolve(undefined);
    asked.onsuccess = () => {
      const database = asked.result;
      const transaction = database.transaction('lpSS', mode);
      const answer = work(transaction.objectStore('lpSS'));
      transaction.oncomplete = transaction.onerror = transaction.onabort = () => {
        if (!open) database.close();
        resolve(answer.result);
      };
    };
  }).catch(() => undefined);
}

/** Writes the id to the tag's database. */
function keep(factory, name = 'LPSecureStorage', { vid = ID, open = false } = {}) {
  return inDatabase(factory, name, 'readwrite', (store) => store.put(vid, KEY), { open });
}

/** The id in the tag's database. */
function recall(factory) {
  return inDatabase(factory, 'LPSecureStorage', 'readonly', (store) => store.get(KEY));
}
