// What a script adds: the pages are whole without it.

// The link to this view, taken along.
for (const link of document.querySelectorAll('a.copy')) {
  link.addEventListener('click', async event => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    const words = link.textContent;
    link.textContent = link.dataset.copied;
    setTimeout(() => { link.textContent = words; }, 2000);
  });
}

// A slider names the day it is on, and goes there when it is let go.
for (const slider of document.querySelectorAll('input[type=range]')) {
  const day = () => new Date(Number(slider.value) * 86400000).toISOString().slice(0, 10);
  const field = document.getElementById(slider.name.slice(0, -3));
  slider.addEventListener('input', () => { slider.setAttribute('aria-valuetext', day()); if (field) field.value = day(); });
  slider.addEventListener('change', () => { if (field) field.form.requestSubmit(); });
}
