// The address and the views: ?decision=24-012-183&para=38 opens the reader, ?show=remedies a view; a link between them loads
// nothing anew. Another site's link opens the same: an address holds names only, and the server looks them up.
const views = ['ask', 'decisions', 'remedies'];
let wanted = '', opened = null;
function show(view) {
  document.body.dataset.view = view;
  for (const link of document.querySelectorAll('#views a')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  }
  document.dispatchEvent(new CustomEvent('pinpoint:view', {detail: view}));
}
function bring() {
  for (const one of element.querySelectorAll('.cited')) one.classList.remove('cited');
  const place = [...element.querySelectorAll('.paragraph')].find(one => one.dataset.place === wanted);
  if (place) {
    place.classList.add('cited');
    place.scrollIntoView({block: 'center'});
    place.querySelector('a').focus({preventScroll: true});
  } else {
    const heading = element.querySelector('h2');
    if (heading) { heading.scrollIntoView({block: 'nearest'}); heading.focus({preventScroll: true}); }
  }
}
function follow() {
  const asked = new URLSearchParams(location.search);
  const [decision, para, authority] = ['decision', 'para', 'authority'].map(name => asked.get(name) || '');
  const view = decision ? 'decisions' : asked.get('show');
  show(views.includes(view) ? view : 'ask');
  if (document.body.dataset.view !== 'decisions') return;
  const key = decision + '/' + authority;
  wanted = para ? `paragraph ${para}` : '';
  if (key === opened) { bring(); return; }
  opened = key;
  trigger('select', {decision, para, authority});
}
document.addEventListener('click', event => {
  const link = event.target.closest('a[href^="?"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  history.pushState(null, '', link.getAttribute('href') === '?show=ask' ? location.pathname : link.getAttribute('href'));
  follow();
}, true);
addEventListener('popstate', follow);
watch('value', () => {
  if (!element.querySelector('h2')) { opened = null; return; }
  const contents = element.querySelector('nav details');
  if (contents && matchMedia('(max-width: 899px)').matches) contents.open = false;
  bring();
});
setTimeout(follow, 0);
