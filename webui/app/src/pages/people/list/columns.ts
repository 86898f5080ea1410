// The columns of the list of people (F-77 to F-90), and which cells are changed in place (F-92 to F-94).
import type { Schema } from '../../../api/client';
import type { Column, Edit } from '../../../parts/table/columns';
import { may } from '../../../session.svelte';
import { t } from '../../../words/words.svelte';
import { avatar, firstName, invitation, lastName } from './Cells.svelte';
import type { Editable } from './edit';
import { invitationText } from './invitation';
import type { Person } from './query';

export type TimeFrame = Schema<'ShownTimeFrame'>;
/** Writes a cell of a person; `said` is the new value as people read it. */
export type Change = (person: Person, cell: Editable, title: string, value: string, said: string) => Promise<void>;

/** Letters of a field at most, as the box takes them. */
const LONGEST = 200;

/** All of them, in the reader's language; time schedules can be chosen only by who may see them. On a narrow screen only who it
 *  is and the number are shown until others are chosen. */
export function peopleColumns(frames: TimeFrame[] | undefined, change: Change, isNarrow: boolean): Column<Person>[] {
  const words = t().people;
  const mayWrite = may('people-write');
  const typed = (cell: Exclude<Editable, 'time_frame'>, title: string): Edit<Person> => ({
    value: (person) => person[cell],
    save: (person, value) => change(person, cell, title, value, value.trim()),
    may: () => mayWrite,
    longest: LONGEST,
  });
  const text = (key: Exclude<Editable, 'time_frame'>, title: string, width: number): Column<Person> => ({
    key,
    title,
    width,
    sort: key,
    text: (person) => person[key],
    edit: typed(key, title),
    isHidden: isNarrow,
  });
  const count = (
    key: 'devices' | 'sip_accounts' | 'pstn_forwards' | 'sip_forwards',
    title: string,
    width: number,
  ): Column<Person> => ({
    key,
    title,
    width,
    sort: key,
    text: (person) => String(person[key]),
    isNumber: true,
    isHidden: isNarrow,
  });
  const names = isNarrow ? 104 : 130;
  const named = (frame: string) => frames?.find(({ id }) => id === frame)?.name ?? '';
  const schedule: Edit<Person> = {
    value: (person) => person.time_frame ?? '',
    options: () => [
      { value: '', label: words.noSchedule },
      ...(frames ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ],
    save: (person, value) => change(person, 'time_frame', words.schedule, value, named(value)),
    may: () => mayWrite && frames !== undefined,
  };
  const login: Column<Person> = {
    key: 'login',
    title: words.login,
    width: 150,
    sort: 'login',
    text: (person) => person.login?.login ?? '',
    isHidden: isNarrow,
  };
  return [
    { key: 'avatar', title: words.avatar, isTitleHidden: true, width: 56, cell: avatar, isPinned: true },
    {
      ...text('first_name', words.firstName, names),
      text: undefined,
      cell: firstName,
      isPinned: true,
      isHidden: false,
    },
    { ...text('last_name', words.lastName, names), text: undefined, cell: lastName, isHidden: false },
    {
      key: 'number',
      title: words.number,
      width: 100,
      sort: 'number',
      text: (person) => person.lines.map((line) => line.number).join(', '),
      isHidden: false,
    },
    text('job_title', words.jobTitle, 150),
    text('department', words.department, 140),
    text('email', words.email, 210),
    {
      key: 'schedule',
      title: words.schedule,
      width: 150,
      sort: 'time_frame',
      text: (person) => person.time_frame_name ?? '',
      edit: schedule,
      isHidden: isNarrow,
    },
    {
      key: 'call_flows',
      title: words.callFlows,
      width: 170,
      sort: 'call_flow',
      text: (person) => person.call_flows.map((flow) => flow.what).join(', '),
      isHidden: isNarrow,
    },
    text('crm_user', words.crmUser, 130),
    {
      key: 'invitation',
      title: words.invitation,
      width: 140,
      sort: 'is_invited',
      text: (person) => invitationText(person.invitation),
      cell: invitation,
      isHidden: isNarrow,
    },
    count('devices', words.devices, 110),
    count('sip_accounts', words.sipAccounts, 140),
    count('pstn_forwards', words.pstnForwards, 170),
    count('sip_forwards', words.sipForwards, 150),
    ...(may('portal-users-read') ? [login] : []),
  ];
}

/** The fields by which the list can be sorted. */
export function sortsOf(columns: Column<Person>[]): string[] {
  return columns.flatMap((column) => column.sort ?? []);
}
