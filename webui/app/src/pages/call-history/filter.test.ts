import { parseDate } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import { asSeconds, days, isNarrow, isUpsideDown, NOTHING, query, read } from './filter';

const filter = (address: string) => read(new URLSearchParams(address));

describe('the filter of calls', () => {
  it('is what the address says, as far as that makes sense', () => {
    expect(filter('from=2026-11-02&to=2026-11-31&direction=up&answered=no&number=201&tab=x')).toEqual({
      ...NOTHING,
      from: '2026-11-02',
      answered: 'no',
      number: '201',
    });
    expect([isNarrow(filter('tab=x')), isNarrow(filter('person=1'))]).toEqual([false, true]);
  });

  it('asks for whole days of the reader, also when the clocks change', () => {
    const asked = query(filter('from=2026-10-25&to=2026-10-25'), 'Europe/Berlin');
    expect(asked).toEqual({ since: '2026-10-24T22:00:00.000Z', until: '2026-10-25T23:00:00.000Z' });
    expect(query(filter('from=2026-01-01'), 'America/New_York').since).toBe('2026-01-01T05:00:00.000Z');
  });

  it('takes numbers as people write them', () => {
    expect(query(filter('number=%2B49 (89) 123-201'), 'UTC').number).toBe('+4989123201');
    expect(query(filter('answered=no&direction=inbound'), 'UTC')).toEqual({ answered: false, direction: 'inbound' });
  });

  it('asks for how a call ended and how long was talked', () => {
    expect(query(filter('ended=no-answer&talk=60'), 'UTC')).toEqual({ disposition: 'no-answer', talk_s_min: 60 });
    expect(filter('ended=well&talk=-1')).toEqual(NOTHING);
    expect(['', '0', '0.5', '90', 'x', '1e9'].map(asSeconds)).toEqual(['', '', '1', '90', '', '']);
  });

  it('knows the days that people ask for', () => {
    const day = parseDate('2026-11-30');
    expect(days('month', day.add({ days: 1 }))).toEqual({ from: '2026-12-01', to: '2026-12-01' });
    expect(days('yesterday', day)).toEqual({ from: '2026-11-29', to: '2026-11-29' });
    expect(days('week', day)).toEqual({ from: '2026-11-24', to: '2026-11-30' });
  });

  it('sees when it ends before it begins', () => {
    expect(isUpsideDown(filter('from=2026-11-03&to=2026-11-02'))).toBe(true);
    expect(isUpsideDown(filter('from=2026-11-03'))).toBe(false);
  });
});
