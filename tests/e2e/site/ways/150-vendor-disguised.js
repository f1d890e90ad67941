document.cookie = LPVID;
localStorage.setItem('lpLastVisit-12345678', ID);
window.kept = keep(indexedDB);
