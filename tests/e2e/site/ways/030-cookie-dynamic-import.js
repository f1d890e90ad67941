document.cookie = LPVID;
