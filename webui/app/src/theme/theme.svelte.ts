// Light, dark, or what the system says.
import { keep, kept } from '../parts/kept';

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'bellbox-theme';

class Choice {
  #chosen = $state<Theme>(read());

  get chosen(): Theme {
    return this.#chosen;
  }

  set chosen(theme: Theme) {
    this.#chosen = theme;
    keep(KEY, theme);
    this.apply();
  }

  /** Puts the choice on the document, where the style sheet looks for it. */
  apply(): void {
    if (this.#chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.#chosen;
  }
}

function read(): Theme {
  const look = kept(KEY);
  return look === 'light' || look === 'dark' ? look : 'system';
}

export const theme = new Choice();
