// What can be chosen in the forms of a person: schedules, sites, public numbers, announcements, codes, roles. What
// somebody may not see stays empty, and the form says so.
import { api, given, type Schema } from '../../../api/client';
import { may } from '../../../session.svelte';

/** Rows of a page; the interface gives no more at once. */
const MOST = 500;

export type PhoneNumber = Schema<'ShownPhoneNumber'>;

/** The rows of whose changes a form learns. */
export const CHOSEN_RESOURCES = ['time-frames', 'sites', 'phone-numbers', 'announcements', 'feature-codes', 'roles'];

export class Choices {
  timeFrames = $state.raw<Schema<'ShownTimeFrame'>[]>([]);
  sites = $state.raw<Schema<'ShownSite'>[]>([]);
  phoneNumbers = $state.raw<PhoneNumber[]>([]);
  announcements = $state.raw<Schema<'ShownAnnouncement'>[]>([]);
  roles = $state.raw<Schema<'RoleRow'>[]>([]);
  /** What is dialled to begin and end a recording; undefined: nobody has defined that. */
  recordCode = $state.raw<string | undefined>();

  /** Asks the box for all of them. */
  load(): Promise<void> {
    const next = this.#last.then(async () => {
      await Promise.all([this.#loadOffice(), this.#loadNumbers(), this.#loadRoles()]);
    });
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** One load after the other, so that what is older never comes last. */
  #last: Promise<unknown> = Promise.resolve();

  async #loadOffice(): Promise<void> {
    if (!may('office-read')) return;
    const query = { limit: MOST, sort: 'name' };
    const [frames, sites] = await Promise.all([
      given(api.GET('/time-frames', { params: { query } })),
      given(api.GET('/sites', { params: { query } })),
    ]);
    this.timeFrames = frames.items;
    this.sites = sites.items;
  }

  async #loadNumbers(): Promise<void> {
    if (!may('numbers-read')) return;
    const [numbers, announcements, codes] = await Promise.all([
      everyPage((offset) =>
        given(api.GET('/phone-numbers', { params: { query: { limit: MOST, offset, sort: 'number' } } })),
      ),
      given(api.GET('/announcements', { params: { query: { limit: MOST, sort: 'name' } } })),
      given(api.GET('/feature-codes', { params: { query: { feature: 'record-on-demand' } } })),
    ]);
    this.phoneNumbers = numbers;
    this.announcements = announcements.items;
    this.recordCode = codes.items[0]?.code;
  }

  async #loadRoles(): Promise<void> {
    if (!may('portal-users-read')) return;
    this.roles = (await given(api.GET('/roles', { params: { query: { limit: MOST } } }))).items;
  }
}

/** The internal numbers that lines have. */
export async function takenNumbers(): Promise<string[]> {
  const lines = await everyPage((offset) =>
    given(api.GET('/lines', { params: { query: { limit: MOST, offset, sort: 'number' } } })),
  );
  return lines.map(({ number }) => number);
}

async function everyPage<T>(ask: (offset: number) => Promise<{ items: T[]; total: number }>): Promise<T[]> {
  const first = await ask(0);
  const offsets = [];
  for (let offset = MOST; offset < first.total; offset += MOST) offsets.push(offset);
  const others = await Promise.all(offsets.map(ask));
  return [...first.items, ...others.flatMap(({ items }) => items)];
}
