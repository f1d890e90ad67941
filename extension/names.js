// @ts-check
// Which changed cookies are worth awakening the core for: by name, or on LivePerson's own domains. The browser tells of every
// cookie of every site, so this is all that happens for others. Both are the core's (src/names.rs); tests/names.rs fails when
// they differ.
export const NAMES = /^(?![^]{513})(?:[\w.-]+-storage_expiration-\d+|\d+-lpuw|\d+-lpuw-[\w.-]+|\d+-skey|\d+-unauthjwt|\d+-unauthjwtaccounts|\d+-vid|\d+[\w-]{22}uiconf|\d+lastactiveconvo|\d+lpmessaging-\d+|\d+lpsmt|humanclick[\w.-]+|humanclicksitecontainerid_\d+|idplastsiteid|livepersonid|lp_mtag_debug_mode|lpcid-\d+|lpckey-\d+|lpcloseinvite|lpfpctest|lplastvisit|lplastvisit-\d+|lpmessaging-\d+|lpsessionid|lpsid-\d+|lpstrmap|lptestcase|lptestcookie|lptestcookie\d+|lpvid|lpvisitorid|storage_expiration-\d+|synchroniteid)$/i;
export const DOMAINS = /(?:^|\.)(?:liveperson\.net|lpsnmedia\.net|liveperson\.com|liveengage\.com|liveengage\.net|liveper\.sn|lprnd\.net|humanclick\.com|contactatonce\.com|contactatonce\.co\.uk|contactatonce\.com\.au)$/i;
