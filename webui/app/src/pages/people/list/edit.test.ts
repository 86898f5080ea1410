import { beforeEach, expect, it, vi } from 'vitest';
import { Refused } from '../../../api/problem';
import { people } from '../../../words/en/people';
import { changeCell } from './edit';
import type { Person } from './query';

const box = vi.hoisted(() => ({ row: {} as Record<string, unknown>, written: [] as unknown[] }));

vi.mock('../../../words/words.svelte', () => ({ t: () => ({ people }), spoken: () => 'en' }));
vi.mock('../../../api/client', () => ({
  api: {
    GET: () => Promise.resolve({ row: { ...box.row }, tag: '"1"' }),
    PATCH: (_: string, { body }: { body: object }) => {
      box.written.push(body);
      box.row = { ...box.row, ...body };
      return Promise.resolve({ row: { ...box.row }, version: 7 });
    },
  },
  tagged: (answer: unknown) => answer,
}));

const anna = { id: 'a', first_name: 'Anna', time_frame: null } as Person;
const write = (value: string, shown = anna) => changeCell(shown, 'first_name', value, () => {});

beforeEach(() => {
  box.row = { ...anna };
  box.written = [];
});

it('writes a cell without the blanks around it', async () => {
  expect(await write(' Anne ')).toMatchObject({ person: { first_name: 'Anne' }, version: 7 });
  expect(box.written).toEqual([{ first_name: 'Anne' }]);
});

it('writes nothing when a cell says what it said, or what somebody else has written there already', async () => {
  expect(await write('Anna ')).toBeUndefined();
  expect(await changeCell(anna, 'time_frame', '', () => {})).toBeUndefined();
  box.row.first_name = 'Anne';
  expect(await write('Anna')).toBeUndefined();
  expect(await write('Anne')).toBeUndefined();
  expect(box.written).toEqual([]);
});

it('does not write over what somebody else has written meanwhile', async () => {
  box.row.first_name = 'Anja';
  await expect(write('Anne')).rejects.toThrow(Refused);
  expect(box.written).toEqual([]);
});
