() => {
  // A search in a menu begins with nothing in the way of it.
  document.addEventListener('focusin', event => {
    const menu = event.target;  // it may have lost the focus again when its turn comes, and selecting would take it back
    if (menu.matches(':is(#filters, #remedies) input[role=combobox]')) {
      setTimeout(() => { if (document.activeElement === menu) menu.select(); }, 50);
    }
  });
  // Light or dark as the reader's system says, until the reader says otherwise.
  const chosen = localStorage.getItem('pinpoint-theme');
  if (chosen) document.body.classList.toggle('dark', chosen === 'dark');
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-act="theme"]')) return;
    const dark = document.body.classList.toggle('dark');
    localStorage.setItem('pinpoint-theme', dark ? 'dark' : 'light');
  });
}
