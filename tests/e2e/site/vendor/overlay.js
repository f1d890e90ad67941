// Plays the renderer's scripts, one for all formats: each makes its box from what the stub says.
(() => {
  const tag = window.lpTag;
  const base = 'font:15px/1.45 system-ui,sans-serif;color:#1f2933;z-index:107158;';
  const card = base + 'position:fixed;width:300px;background:#fff;border-radius:14px;box-shadow:0 12px 40px rgba(16,32,60,.28);'
    + 'padding:18px 18px 16px;box-sizing:border-box;';
  const solid = 'border:0;cursor:pointer;font:inherit;font-weight:600;border-radius:8px;padding:9px 16px;background:#f5821f;color:#fff;';
  const button = (text, style, event, run) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.style.cssText = style;
    made.setAttribute('data-LP-event', event);
    made.addEventListener('click', run);
    return made;
  };
  const line = (text, style) => {
    const made = document.createElement('div');
    made.textContent = text;
    made.style.cssText = style;
    return made;
  };
  const container = (name, style) => {
    const box = document.createElement('div');
    box.className = 'LPMcontainer ' + name;
    box.style.cssText = style;
    return box;
  };
  // What comes by itself, and can be sent away.
  const invitation = (name, style) => ({ open, decline }) => {
    const box = container(name, style);
    box.append(
      button('×', 'position:absolute;right:10px;top:6px;border:0;background:none;font-size:22px;color:#7b8794;cursor:pointer', 'close', decline),
      line('Can I help you?', 'font-weight:700;font-size:17px;margin-bottom:4px'),
      line('I see you are looking around. Ask me anything, I am right here.', 'color:#52606d;margin-bottom:14px'),
      button('Chat now', solid, 'click', open),
    );
    return box;
  };
  // What stands there and waits; it says so when nobody is there to chat.
  const waiting = (name, style, look) => ({ isOnline, open }) => {
    const box = container(name, style);
    box.append(isOnline ? button('Live chat', look, 'click', open) : line('Nobody is there to chat', look + 'background:#7b8794'));
    return box;
  };
  tag._formats = {
    0: invitation('LPMoverlay LPMpeeling', card + 'right:0;top:0;width:220px;border-radius:0 0 0 60px'),
    1: invitation('LPMoverlay', card + 'right:24px;bottom:24px'),
    2: invitation('LPMoverlay LPMtoaster', card + 'left:24px;bottom:0;border-radius:14px 14px 0 0'),
    3: ({ open }) => {
      const box = container('LPMslider', base + 'position:fixed;left:0;top:30%');
      box.setAttribute('aria-expanded', 'false');
      box.append(button('Questions?', solid + 'border-radius:0 8px 8px 0', 'click', open));
      return box;
    },
    5: waiting('LPMoverlay', base + 'display:inline-block', solid),
    6: waiting('LPMoverlay', base + 'position:fixed;right:0;top:42%;', solid + 'border-radius:8px 0 0 8px;padding:14px 12px;writing-mode:vertical-rl;'),
  };
})();
