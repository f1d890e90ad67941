// The bank's own file; only its path looks like LivePerson's tag.
window.__own.tag = 'ok';
