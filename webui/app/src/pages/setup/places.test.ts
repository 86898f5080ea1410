import { expect, it } from 'vitest';
import { countries, countryOfZone, regions, zones } from './places';

it('names every country in every language', () => {
  for (const language of ['de', 'en', 'es', 'fr']) {
    const all = countries(language);
    expect(all.length).toBeGreaterThan(240);
    expect(all.filter(({ value, label }) => value === label)).toEqual([]);
    expect(new Set(all.map(({ value }) => value)).size).toBe(all.length);
  }
  expect(countries('de').find(({ value }) => value === 'ES')?.label).toBe('Spanien');
});

it('knows parts of countries by the codes that the box takes', () => {
  expect(regions('DE', 'de')).toHaveLength(16);
  expect(regions('DE', 'de').find(({ label }) => label === 'Bayern')?.value).toBe('BY');
  expect(regions('JP', 'de')).toEqual([]);
});

it('knows the zones and guesses the country', () => {
  expect(zones()).toContain('UTC');
  expect([countryOfZone('Europe/Vienna'), countryOfZone('Asia/Tokyo')]).toEqual(['AT', '']);
});
