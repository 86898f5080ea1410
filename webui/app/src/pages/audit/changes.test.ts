import { describe, expect, it } from 'vitest';
import { changes, mainThing, type Entry } from './changes';

let n = 1000;
/** An entry; each is older than the one before. */
function entry(version: number, table: string, id: string, column: string, old: string | null, now: string | null) {
  n -= 1;
  return { n, version, table, id, column, old, new: now, is_secret: false, event: null } as Entry;
}

describe('the entries of the log', () => {
  it('are put together by change and thing, in the order in which they were written', () => {
    const found = changes([
      entry(4, 'person', 'b', 'department', 'Sales', 'Support'),
      entry(4, 'person', 'b', 'job_title', '', 'Boss'),
      entry(4, 'person', 'a', 'department', 'Sales', ''),
      entry(3, 'person', 'a', 'email', 'x', 'y'),
    ]);
    expect(found.map((change) => [change.version, change.things.map((thing) => [thing.id, thing.kind])])).toEqual([
      [
        4,
        [
          ['a', 'changed'],
          ['b', 'changed'],
        ],
      ],
      [3, [['a', 'changed']]],
    ]);
    expect(found[0]?.things[1]?.entries.map((one) => one.column)).toEqual(['job_title', 'department']);
  });

  it('tell what is new, changed or gone, also where a cell may be empty', () => {
    const kinds = (...entries: Entry[]) => changes(entries)[0]?.things.map((thing) => thing.kind);
    expect(kinds(entry(1, 'person', 'a', 'time_frame', null, 'x'))).toEqual(['changed']);
    expect(
      kinds(entry(1, 'person', 'a', 'last_name', null, ''), entry(1, 'person', 'a', 'first_name', null, 'A')),
    ).toEqual(['added']);
    expect(kinds(entry(1, 'line', 'a', 'number', '201', null))).toEqual(['removed']);
    // A table that a newer program has.
    expect(kinds(entry(1, 'queue', 'a', 'name', null, 'Q'))).toEqual(['added']);
  });

  it('that change nothing stand alone, also where two come one after the other', () => {
    const event = () =>
      ({ ...entry(0, 'event', '', 'signed-in', null, null), event: { event: 'signed-in' } }) as unknown as Entry;
    expect(changes([event(), event()]).map((change) => change.things)).toEqual([[], []]);
  });

  it('of a new person with a line are told by the person', () => {
    const [change] = changes([
      entry(1, 'contact_method', 'c', 'kind', null, 'app'),
      entry(1, 'line', 'l', 'number', null, '201'),
      entry(1, 'person', 'p', 'first_name', null, 'Anna'),
    ]);
    expect(change && mainThing(change)?.table).toBe('person');
  });
});
