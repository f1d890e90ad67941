importScripts('/lib.js');
keep(indexedDB).then(() => postMessage('done'));
