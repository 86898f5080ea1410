// Where the portal begins: the words of the browser's language first, then the page.
import { mount } from 'svelte';
import { isThere } from './api/client';
import App from './App.svelte';
import { theme } from './theme/theme.svelte';
import { preferredLanguage, speak } from './words/words.svelte';
import './theme/tokens.css';
import './theme/base.css';

/** Who loads the portal and still misses a part of it would load it again and again. */
const SETTLED_MS = 10_000;

// A box with a new version has no parts of the old one any more: the page is loaded anew. Where something is not saved, the
// browser asks first.
addEventListener('vite:preloadError', async () => {
  if (performance.now() > SETTLED_MS && (await isThere())) location.reload();
});

const portal = document.getElementById('portal')!;
theme.apply();
try {
  await speak(preferredLanguage());
  mount(App, { target: portal });
} catch (error) {
  console.error(error);
  // No words are there to say it with.
  portal.textContent =
    'The portal could not be loaded. Please reload this page. · Das Portal konnte nicht geladen werden. Bitte laden Sie diese Seite neu. · Le portail n’a pas pu être chargé. Veuillez recharger cette page. · No se pudo cargar el portal. Vuelva a cargar esta página.';
}
