// Reads every IndexedDB of the page's origin into a plain object: {database: {store: {key: value}}}.
const settle = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
const all = {};
for (const { name } of await indexedDB.databases()) {
  all[name] = {};
  // One that is refused to this page, or goes just now, is there all the same.
  const database = await settle(indexedDB.open(name)).catch(() => null);
  if (!database) continue;
  for (const store of database.objectStoreNames) {
    const kept = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([settle(kept.getAllKeys()), settle(kept.getAll())]);
    all[name][store] = Object.fromEntries(keys.map((key, at) => [String(key), values[at]]));
  }
  database.close();
}
return all;
