() => document.addEventListener('focusin', event => {
  if (event.target.matches('#filters input')) setTimeout(() => event.target.select(), 50);
})
