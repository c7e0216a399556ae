// The rows are asked for when the view is first opened, then whenever a heading or a step is pressed.
let asked = false;
document.addEventListener('pinpoint:view', event => {
  if (event.detail !== 'remedies' || asked) return;
  asked = true;
  trigger('edit', {});
});
document.addEventListener('click', event => {
  const pressed = event.target.closest('[data-act="fields"]');
  if (pressed) pressed.setAttribute('aria-expanded', String(document.getElementById('remedies').toggleAttribute('data-fields')));
});
element.addEventListener('click', event => {
  const pressed = event.target.closest('[data-sort], [data-step]');
  if (!pressed) return;
  trigger('edit', pressed.dataset.sort ? {sort: pressed.dataset.sort} : {step: Number(pressed.dataset.step)});
});
