// A question scrolls to the top of the conversation once; while its answer streams, the reader's place is left alone.
let shown = '';
element.setAttribute('aria-live', 'polite');
element.addEventListener('click', event => {
  const example = event.target.closest('button.example');
  if (example) trigger('select', {question: example.innerText});
});
document.addEventListener('click', event => {
  const part = event.target.closest('.outline a');
  if (!part) return;
  event.preventDefault();
  document.querySelector(part.getAttribute('href')).scrollIntoView();
});
watch('value', () => {
  const talk = element.closest('#talk');
  const exchange = element.querySelector('.exchange');
  const turn = exchange ? exchange.dataset.turn : '';
  element.setAttribute('aria-busy', String(Boolean(element.querySelector('.draft'))));
  if (turn && turn !== shown) {
    talk.scrollTop += exchange.getBoundingClientRect().top - talk.getBoundingClientRect().top - 14;
  }
  shown = turn;
});
