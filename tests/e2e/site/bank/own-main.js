// The bank's own file; only its path looks like LivePerson's monitoring.
window.__own.main = 'ok';
