// Copying an answer, saving the conversation or the remedies, saying what was good or wrong.
function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  return Promise.resolve();
}
document.addEventListener('click', event => {
  const pressed = event.target.closest('[data-act], [data-verdict]');
  if (!pressed) return;
  const exchange = pressed.closest('.exchange');
  if (pressed.dataset.verdict) {
    const form = pressed.closest('details');
    const which = form.querySelector('select');
    trigger('like', {turn: Number(exchange.dataset.turn), verdict: pressed.dataset.verdict,
      citation: which ? Number(which.value) : 0, comment: form.querySelector('textarea').value});
    form.open = false;
  } else if (pressed.dataset.act === 'copy') {
    copyText(exchange.querySelector('.copy').textContent).then(() => { pressed.textContent = 'Copied'; });
  } else if (pressed.dataset.act === 'csv') {
    trigger('select', {});
  } else if (exchange) {
    trigger('download', {kind: pressed.dataset.act});
  }
});
watch('value', () => {
  const parcel = props.value;
  if (!parcel || !parcel.name) return;
  const bytes = Uint8Array.from(atob(parcel.content), letter => letter.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], {type: 'application/octet-stream'}));
  link.download = parcel.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
});
