// What an import knows on its way from a file to people: the file, what the box says of it, and what was chosen.
import { api, given, type Schema } from '../../../api/client';
import { type Problem, refusal } from '../../../api/problem';
import { openFile, type Opened } from './file';

/** The steps, in their order. */
export const STEPS = ['file', 'columns', 'check', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** What becomes of people who are there already, the seed's meaning first (A.11). */
export const MERGES = ['skip', 'update', 'create'] as const;
export type Merge = (typeof MERGES)[number];

type Preview = Schema<'Preview'>;
type Counts = Schema<'ShownCounts'>;
/** What an import did. */
export type Done = Schema<'Imported'> & { hasLogins: boolean };

/** The body is the file itself, not JSON. */
const AS_IT_IS = {
  bodySerializer: (body: unknown) => body as ArrayBuffer,
  headers: { 'Content-Type': 'application/octet-stream' },
};

export class Wizard {
  step = $state<Step>('file');
  opened = $state.raw<Opened>();
  /** Why the file that was chosen last is not taken. */
  trouble = $state.raw<{ text: string } | { name: string; problem: Problem }>();
  preview = $state.raw<Preview>();
  /** What each column is about. */
  matching = $state.raw<(string | null)[]>([]);
  merge = $state<Merge>('skip');
  /** What each way would do. */
  counts = $state.raw<Partial<Record<Merge, Counts>>>({});
  consent = $state(false);
  /** The name of the file that is being read. */
  reading = $state('');
  isChecking = $state(false);
  isLoading = $state(false);
  /** Whether the file is no longer on the disk as it was read. */
  isChanged = $state(false);
  /** Whether others have changed the office since the file was first checked. */
  isOfficeChanged = $state(false);
  /** What the box has against the check or the import. */
  problem = $state.raw<Problem>();
  /** Whether the box was lost while it imported, so that nobody knows what it did. */
  isUncertain = $state(false);
  done = $state.raw<Done>();

  #stop = new AbortController();
  /** How many files were chosen. */
  #choice = 0;
  /** Columns as the box has matched them itself. */
  #suggested: (string | null)[] = [];

  /** Whether leaving would lose something. */
  get hasWork(): boolean {
    return this.isLoading || (!this.done && !same(this.matching, this.#suggested));
  }

  /** People whom the file would create or change. */
  get touched(): number {
    return (this.preview?.counts.create ?? 0) + (this.preview?.counts.update ?? 0);
  }

  /** Takes a file: what it is, and what the box says of it. One with the same headings keeps what was matched. */
  async choose(file: File): Promise<void> {
    if (this.isLoading) return;
    this.#begin();
    // What was agreed to was another file.
    [this.reading, this.trouble, this.consent] = [file.name, undefined, false];
    const [signal, choice] = [this.#stop.signal, (this.#choice += 1)];
    try {
      const opened = await openFile(file);
      if (signal.aborted) return;
      if ('text' in opened) this.trouble = opened;
      else await this.#take(opened, signal);
      // What was there before still holds, and its check was stopped.
      if (this.trouble && !signal.aborted) void this.check();
    } finally {
      // Unless it reads the next file by now.
      if (choice === this.#choice) this.reading = '';
    }
  }

  async #take(opened: Opened, signal: AbortSignal): Promise<void> {
    try {
      const [before, headings] = [this.preview, (of: Preview | undefined) => of?.columns.map(({ heading }) => heading)];
      const preview = await this.#ask(opened, this.merge, null, signal);
      const nobody = opened.ifNobody(preview);
      if (nobody) {
        this.trouble = { text: nobody };
        return;
      }
      const suggested = preview.columns.map(({ property }) => property ?? null);
      const isSame = before && same(headings(before)!, headings(preview)!);
      [this.opened, this.preview, this.#suggested] = [opened, preview, suggested];
      [this.isChanged, this.isOfficeChanged, this.counts] = [false, false, {}];
      if (!isSame) this.matching = suggested;
      if (!isSame || this.step !== 'check') this.step = 'columns';
      void this.check();
    } catch (error) {
      if (signal.aborted) return;
      this.trouble = { name: opened.name, problem: refusal(error) };
    }
  }

  /** Says what a column from 0 is about. */
  match(column: number, property: string | null): void {
    this.matching = this.matching.map((old, index) => (index === column ? property : old));
    void this.check();
  }

  /** Says what becomes of people who are there already. */
  chooseMerge(merge: Merge): void {
    this.merge = merge;
    void this.check();
  }

  /** Asks the box again what would happen; then what would by the other ways. */
  async check(): Promise<void> {
    const opened = this.opened;
    if (!opened || this.isLoading || this.done) return;
    this.#begin();
    const signal = this.#stop.signal;
    this.isChecking = true;
    try {
      const preview = await this.#ask(opened, this.merge, this.matching, signal);
      [this.preview, this.isChecking] = [preview, false];
      this.counts = { [this.merge]: preview.counts };
      for (const merge of MERGES.filter((one) => one !== this.merge)) {
        const { counts } = await this.#ask(opened, merge, this.matching, signal);
        this.counts = { ...this.counts, [merge]: counts };
      }
    } catch (error) {
      if (signal.aborted) return;
      this.isChecking = false;
      this.problem = refusal(error);
    }
  }

  /** Others have changed the office: what the file would do may be something else now. */
  async officeChanged(): Promise<void> {
    if (!this.opened || this.done || this.isLoading) return;
    const before = JSON.stringify(this.preview);
    await this.check();
    if (!this.isChecking && JSON.stringify(this.preview) !== before) this.isOfficeChanged = true;
  }

  /** Looks whether the file on the disk is still the one that was read. */
  async look(): Promise<void> {
    const opened = this.opened;
    if (!opened || this.done || this.isLoading) return;
    const isChanged = await opened.isChanged();
    if (opened === this.opened) this.isChanged = isChanged;
  }

  /** Goes on with what was read, whatever has become of the file. */
  useAsChecked(): void {
    if (this.opened) this.opened.isKept = true;
    this.isChanged = false;
  }

  /** Imports it. */
  async submit(): Promise<void> {
    await this.look();
    if (this.isChanged || !this.opened || this.isLoading) return;
    this.#begin();
    [this.isLoading, this.trouble] = [true, undefined];
    try {
      const { bytes } = this.opened;
      const query = { merge: this.merge, matching: JSON.stringify(this.matching), consent: this.consent };
      const done = await given(api.POST('/people-import', { params: { query }, body: bytes, ...AS_IT_IS }));
      this.done = { ...done, hasLogins: done.created.length > 0 && this.matching.includes('login') };
      this.step = 'done';
    } catch (error) {
      const problem = refusal(error);
      // What is wrong by now is shown as it was before.
      if (problem.more.preview) this.preview = problem.more.preview as Preview;
      [this.problem, this.isUncertain] = [problem, problem.status === 0];
    } finally {
      this.isLoading = false;
    }
  }

  /** Ends what is asked of the box. */
  stop(): void {
    this.#stop.abort();
  }

  #begin(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    [this.problem, this.isUncertain, this.isChecking] = [undefined, false, false];
  }

  async #ask(
    { bytes }: Opened,
    merge: Merge,
    matching: (string | null)[] | null,
    signal: AbortSignal,
  ): Promise<Preview> {
    const query = { merge, ...(matching && { matching: JSON.stringify(matching) }) };
    return given(api.POST('/people-import/preview', { params: { query }, body: bytes, signal, ...AS_IT_IS }));
  }
}

function same(some: unknown[], others: unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
