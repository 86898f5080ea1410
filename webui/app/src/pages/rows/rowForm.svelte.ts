// A row of the box in a form: loaded, typed over, and saved if it still is what was typed over (If-Match). What somebody else
// writes meanwhile is taken over; only where both wrote something is it asked which is to hold.
import { type Problem, refusal } from '../../api/problem';
import type { Wrong } from '../people/form/checks';
import { Edited, type Kind, ownProblem } from '../people/form/edited.svelte';

/** `version`: which one of the office was made by it, which an undo takes back. */
export type Loaded<Draft> = { draft: Draft; tag: string; version?: number | undefined };

/** How a row is asked for and written. */
export type Way<Draft extends object> = {
  load: () => Promise<Loaded<Draft>>;
  /** Writes the fields that were changed. */
  save: (draft: Draft, changed: (keyof Draft)[], tag: string) => Promise<Loaded<Draft>>;
  /** What can be told to be wrong before the box is asked. */
  check?: ((draft: Draft) => Wrong[]) | undefined;
  kind?: Kind<Draft> | undefined;
};

export class RowForm<Draft extends object> {
  edited = $state.raw<Edited<Draft>>();
  isBusy = $state(false);
  /** Whether somebody else has written where something was typed here. */
  isConflict = $state(false);
  /** Why it could not be loaded. */
  failure = $state.raw<Problem>();
  /** Which version of the office was made when it was saved. */
  version: number | undefined;
  #way: Way<Draft>;

  constructor(way: Way<Draft>) {
    this.#way = way;
  }

  isChanged(): boolean {
    return this.edited?.isChanged() ?? false;
  }

  /** Takes over what the box has now; what is typed and not saved stays. */
  async load(): Promise<void> {
    try {
      await this.#take();
      this.failure = undefined;
    } catch (error) {
      this.failure = refusal(error);
    }
  }

  /** Saves what is typed; whether that was done. */
  async save(): Promise<boolean> {
    const { edited } = this;
    if (!edited || this.isBusy) return false;
    edited.insist();
    this.isConflict = false;
    edited.problem = ownProblem(this.#way.check?.(edited.draft) ?? []);
    if (edited.problem) return false;
    this.isBusy = true;
    try {
      await this.#write(edited);
      return true;
    } catch (error) {
      edited.problem = refusal(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  /** Forgets what was typed. */
  reset(): void {
    this.edited?.reset();
    this.isConflict = false;
  }

  async #take(): Promise<void> {
    const { draft, tag } = await this.#way.load();
    if (!this.edited) this.edited = new Edited(draft, tag, this.#way.kind);
    else if (this.edited.take(draft, tag)) this.isConflict = true;
  }

  async #write(edited: Edited<Draft>): Promise<void> {
    const sent = $state.snapshot(edited.draft) as Draft;
    try {
      const { draft, tag, version } = await this.#way.save(sent, edited.changed(), edited.tag);
      // What was typed while the box was writing is not saved.
      for (const name of Object.keys(sent) as (keyof Draft)[])
        if (JSON.stringify(edited.draft[name]) === JSON.stringify(sent[name]))
          edited.draft[name] = structuredClone(draft[name]);
      edited.base = draft;
      edited.tag = tag;
      this.version = version;
    } catch (error) {
      if (refusal(error).status !== 412) throw error;
      await this.#take();
      // Others have written elsewhere in it: nothing of theirs is lost by this.
      if (this.isConflict) throw error;
      await this.#write(edited);
    }
  }
}
