// Where the portal begins: the words of the browser's language first, then the page.
import { mount } from 'svelte';
import App from './App.svelte';
import { theme } from './theme/theme.svelte';
import { preferredLanguage, speak } from './words/words.svelte';
import './theme/tokens.css';
import './theme/base.css';

theme.apply();
await speak(preferredLanguage());
mount(App, { target: document.getElementById('portal')! });
