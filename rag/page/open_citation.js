// A pressed citation opens in the panel with its quote in view; on a narrow page the panel itself is brought into view.
let pressed = false;
document.addEventListener('click', event => {
  const chip = event.target.closest('a[href^="#cite-"]');
  if (!chip) return;
  event.preventDefault();
  pressed = true;
  trigger('click', {citation: chip.getAttribute('href').slice(6)});
}, true);
watch('value', () => {
  const panel = document.getElementById('source');
  const mark = element.querySelector('mark');
  panel.scrollTop = 0;
  if (mark) {
    const [quote, view] = [mark.getBoundingClientRect(), panel.getBoundingClientRect()];
    panel.scrollTop = quote.top - view.top - view.height / 3;
  }
  if (pressed) {
    if (matchMedia('(max-width: 899px)').matches) panel.scrollIntoView();
    element.querySelector('h2').focus({preventScroll: true});
  }
  pressed = false;
});
