// @ts-check
// Runs in the page's own world and reads what the page has put into `lpTag`: a copy, bounded in depth, length and number. No
// function of the page's is called; where one stands in place of a value, that is what is told. The page can make it say
// whatever it likes, which changes only what its own popup says.
(() => {
  /** Values of one frame, letters of a text, entries of one object, and how deep. */
  let left = 500;
  const LONGEST = 1000;
  const MOST_ENTRIES = 60;
  const DEEPEST = 7;
  /** How a function stands in the copy. */
  const FUNCTION = { "()": true };
  const { getOwnPropertyDescriptor, keys } = Object;

  /** A property's value, without calling a getter. @param {any} object @param {string | number} name */
  const own = (object, name) => {
    const descriptor = getOwnPropertyDescriptor(object, name);
    return descriptor && "value" in descriptor ? { is: descriptor.value } : descriptor && { is: own };
  };

  /** @param {any} value @param {number} depth @returns {any} */
  const copy = (value, depth) => {
    left -= 1;
    if (left < 0) return null;
    try {
      if (typeof value === "string") return value.slice(0, LONGEST);
      if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
      if (typeof value === "bigint") return `${value}`.slice(0, LONGEST);
      if (typeof value === "function") return { ...FUNCTION };
      if (typeof value !== "object" || value === null || depth > DEEPEST) return null;
      if (Array.isArray(value)) {
        const entries = [];
        for (let n = 0; n < value.length && n < MOST_ENTRIES && left > 0; n += 1) entries.push(copy(own(value, n)?.is, depth + 1));
        return entries;
      }
      /** @type {Record<string, any>} */
      const entries = {};
      for (const name of keys(value).slice(0, MOST_ENTRIES)) {
        const found = name === "__proto__" ? undefined : own(value, name);
        if (found && left > 0) entries[name.slice(0, LONGEST)] = copy(found.is, depth + 1);
      }
      return entries;
    } catch {
      return null;
    }
  };

  /** @param {() => any} read */
  const text = (read) => {
    try {
      const value = read();
      return typeof value === "string" ? value.slice(0, LONGEST) : "";
    } catch {
      return "";
    }
  };
  const tag = () => {
    try {
      const { lpTag } = /** @type {any} */ (window);
      if (typeof lpTag !== "object" || lpTag === null) return null;
      /** @type {Record<string, any>} */
      const laid = {};
      for (const name of ["url", "section", "sdes", "identities", "vars"]) laid[name] = copy(own(lpTag, name)?.is, 0);
      return laid;
    } catch {
      return null;
    }
  };
  return { url: text(() => location.href), title: text(() => document.title), referrer: text(() => document.referrer), tag: tag() };
})();
