// A tab keeps its conversation when it is loaded again: it names it by a secret of its own, which no other tab has.
let thread = sessionStorage.getItem('pinpoint-thread');
if (!thread) {
  thread = [...crypto.getRandomValues(new Uint8Array(24))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem('pinpoint-thread', thread);
}
setTimeout(() => trigger('edit', {thread}), 0);
