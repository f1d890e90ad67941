// What a page of `/run` does after the script it was given: LivePerson's writes, and ordinary ones beside them. It uses as
// little as it can, because the script may have taken away what is there to be used.
window.__read = {};
window.__refused = '';
var write = function (name, work) {
  try {
    work();
  } catch (error) {
    window.__refused += name + ': ' + error.message + '; ';
  }
};
write('cookie', function () { document.cookie = 'LPVID=run; Max-Age=31536000; Path=/'; });
write('cookieRead', function () { window.__read.cookie = document.cookie; });
write('setItem', function () { localStorage.setItem('lpLastVisit-12345678', 'run'); });
write('property', function () { localStorage['12345678lpsmt'] = 'run'; });
write('ordinary cookie', function () { document.cookie = 'ordinary=run; Max-Age=31536000; Path=/'; });
write('ordinary setItem', function () { localStorage.setItem('ordinary', 'run'); });
write('ordinary property', function () { localStorage.ordinary2 = 'run'; });
write('ordinary read', function () { window.__read.item = localStorage.getItem('ordinary') + localStorage.ordinary2; });
write('database', function () {
  var asked = indexedDB.open('LPSecureStorage', 1);
  asked.onsuccess = asked.onerror = function () { window.__done = true; };
});
