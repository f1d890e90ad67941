importScripts('/lib.js');
onmessage = ({ source }) => keep(indexedDB).then(() => source.postMessage('done'));
