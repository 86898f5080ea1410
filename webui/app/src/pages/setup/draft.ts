// What the wizard asks for before anything is made, and the best guess at it.
import { countryOfZone, zones } from './places';

export type Draft = {
  /** What stands on the console. */
  code: string;
  office: { name: string; country: string; region: string; timezone: string };
  owner: { login: string; email: string; password: string };
};

/** An office where this browser is. */
export function officeHere(name: string): Draft['office'] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timezone = zones().includes(here) ? here : 'UTC';
  const spoken = new Intl.Locale(navigator.language).region ?? '';
  return { name, country: countryOfZone(timezone) || spoken, region: '', timezone };
}
