importScripts('/lib.js');
onmessage = ({ source }) => cookieStore
  .set({ name: 'LPVID', value: ID, expires: NEXT_YEAR.getTime() })
  .then(() => source.postMessage('done'));
