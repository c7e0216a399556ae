// A pressed citation opens in the panel with its quote in view. On a narrow page the panel covers the answer until the reader goes
// back, by its link, the browser's own way back or Escape; the citation has the focus again.
const narrow = matchMedia('(max-width: 899px)');
const panel = document.getElementById('source');
let pressed = null, opening = false;
function cover(open) {
  panel.toggleAttribute('data-open', open);
  if (!open && pressed) document.querySelector(`a[href="${pressed}"]`)?.focus({preventScroll: true});
}
function back() {
  if (history.state && history.state.reading) history.back(); else cover(false);
}
document.addEventListener('click', event => {
  const chip = event.target.closest('a[href^="#cite-"]');
  if (event.target.closest('a.back')) {
    event.preventDefault();
    back();
  }
  if (!chip) return;
  event.preventDefault();
  pressed = chip.getAttribute('href');
  opening = true;
  if (narrow.matches && !panel.hasAttribute('data-open')) {
    history.pushState({reading: true}, '', location.href);
    cover(true);
  }
  trigger('click', {citation: pressed.slice(6)});
}, true);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && pressed && element.contains(document.activeElement)) back();
});
addEventListener('popstate', event => cover(Boolean(event.state && event.state.reading)));
document.addEventListener('pinpoint:view', event => {
  if (event.detail !== 'ask') panel.removeAttribute('data-open');
});
watch('value', () => {
  const mark = element.querySelector('mark');
  panel.scrollTop = 0;
  if (mark) {
    const [quote, view] = [mark.getBoundingClientRect(), panel.getBoundingClientRect()];
    panel.scrollTop = quote.top - view.top - view.height / 3;
  }
  if (opening) element.querySelector('h2').focus({preventScroll: true});
  opening = false;
});
