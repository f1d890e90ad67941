importScripts('/lib.js');
onconnect = ({ ports: [port] }) => keep(indexedDB).then(() => port.postMessage('done'));
