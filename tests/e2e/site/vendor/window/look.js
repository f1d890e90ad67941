// Plays the chat window's looks: a head with its buttons, the lines, and a field to write in.
const lpLook = ({ title, buttons, say }) => {
  const make = (name, style, text) => {
    const made = document.createElement(name);
    made.style.cssText = style || '';
    if (text) made.textContent = text;
    return made;
  };
  const root = make('div', 'position:fixed;right:24px;bottom:24px;width:330px;height:420px;background:#fff;border-radius:14px;'
    + 'box-shadow:0 16px 50px rgba(16,32,60,.32);z-index:107160;display:flex;flex-direction:column;overflow:hidden;'
    + 'font:15px/1.45 system-ui,sans-serif;color:#1f2933');
  root.id = 'lpChat';
  root.className = 'lp-window-root lp_desktop';
  const head = make('div', 'background:#f5821f;color:#fff;padding:14px 16px;font-weight:700;display:flex;gap:6px');
  head.append(make('span', 'flex:1', title));
  for (const { name, point, text, run } of buttons) {
    const button = make('button', 'border:0;background:none;color:inherit;font:inherit;cursor:pointer', text);
    button.type = 'button';
    button.className = name;
    button.setAttribute('data-lp-point', point);
    button.setAttribute('aria-label', point);
    button.addEventListener('click', run);
    head.append(button);
  }
  const lines = make('div', 'flex:1;overflow:auto;padding:14px 16px;display:flex;flex-direction:column;gap:8px');
  lines.className = 'lpc_transcript';
  const form = make('form', 'display:flex;border-top:1px solid #e4e7eb');
  const input = make('input', 'flex:1;border:0;padding:13px 16px;font:inherit;outline:none');
  input.className = 'lp_input_area';
  input.placeholder = 'Type a message';
  form.append(input);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!input.value) return;
    say(input.value);
    input.value = '';
  });
  root.append(head, lines, form);
  document.body.append(root);
  return {
    root,
    show: (text, own) => lines.append(make('div', 'padding:8px 12px;border-radius:12px;max-width:80%;'
      + (own ? 'align-self:flex-end;background:#fdebdc' : 'align-self:flex-start;background:#f1f3f5'), text)),
    minimise(is) {
      root.classList.toggle('lp_minimized', is);
      lines.style.display = form.style.display = is ? 'none' : '';
      root.style.height = is ? 'auto' : '420px';
    },
  };
};
