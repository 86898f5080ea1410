// Light, dark, or what the system says.

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'bellbox-theme';

class Choice {
  #chosen = $state<Theme>(read());

  get chosen(): Theme {
    return this.#chosen;
  }

  set chosen(theme: Theme) {
    this.#chosen = theme;
    localStorage.setItem(KEY, theme);
    this.apply();
  }

  /** Puts the choice on the document, where the style sheet looks for it. */
  apply(): void {
    if (this.#chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.#chosen;
  }
}

function read(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export const theme = new Choice();
