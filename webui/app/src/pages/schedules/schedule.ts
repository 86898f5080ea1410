// A schedule of the office (a time frame), as it is typed and as the box has it.
import { api, given, type Schema, tagged } from '../../api/client';
import { may } from '../../session.svelte';
import { t } from '../../words/words.svelte';
import type { RowKind } from '../rows/kind';
import { type Block, blocksOf, hoursOf, isBackwards, isNever, newBlock, summary } from './hours';

export type Schedule = Schema<'ShownTimeFrame'>;
export type Draft = { name: string; hours: Block[] };
type Body = { name: string; hours: string[] };

export const SCHEDULES: RowKind<Schedule, Draft, Body> = {
  table: 'time_frame',
  resources: ['time-frames', 'people'],
  words: () => t().office.schedules,
  mayWrite: () => may('office-write'),
  name: ({ name }) => name,
  ask: (query, signal) => given(api.GET('/time-frames', { params: { query }, signal })),
  read: (id) => tagged(api.GET('/time-frames/{id}', { params: { path: { id } } })),
  create: (body) => tagged(api.POST('/time-frames', { body })),
  change: (id, tag, body) =>
    tagged(api.PATCH('/time-frames/{id}', { params: { path: { id }, header: { 'If-Match': tag } }, body })),
  draft: (row) => ({ name: row?.name ?? '', hours: row ? blocksOf(row.hours) : [newBlock()] }),
  body: ({ name, hours }) => ({ name: name.trim(), hours: hoursOf(hours) }),
  check: ({ hours }) => {
    const wrong = t().person.wrong;
    if (hours.some(isBackwards)) return [['/hours', t().person.until, wrong.hours]];
    return hours.some(isNever) ? [['/hours', t().office.schedules.hours, wrong.day]] : [];
  },
  names: (field, value) => (field === 'hours' ? summary(hoursOf(value as Block[])) : String(value)),
  canGoAlone: true,
};
