// @ts-check
// The addresses of the tag's script.

const TAG_HOST = /^(lptag|tags)(-[a-z0-9-]+)?\.liveperson\.net\.?$/;
export const TAG_PATH = /\/tag\/tag\.js$/;
const ACCOUNT = /[?&]site=\d{5,}\b/;
export const OWN = /__OWN_HOSTS__/i;

/**
 * Whether a script's address is the tag's, on LivePerson's host or in disguise.
 * @param {string} address
 */
export const isTag = (address) => {
  try {
    const url = new URL(address);
    return TAG_PATH.test(url.pathname) && (TAG_HOST.test(url.hostname) || ACCOUNT.test(url.search));
  } catch {
    return false;
  }
};
