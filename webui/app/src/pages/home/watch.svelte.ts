// The box's state: asked for when something goes on, and now and then, since nobody tells that a disk is full.
import { api, given, type Schema } from '../../api/client';
import { keepFresh } from '../../api/events.svelte';
import { type Problem, Refused } from '../../api/problem';

const NOW_AND_THEN_MS = 20_000;
/** An answer that takes longer is none. */
const ANSWER_MS = 10_000;

export class Watch {
  status = $state.raw<Schema<'Status'>>();
  /** Why the last answer did not come; what was known before is still shown. */
  problem = $state.raw<Problem>();
  #isAsking = false;
  /** Whether something went on while an answer was on its way. */
  #isStale = false;

  /** Begins; returns how to stop. */
  begin(): () => void {
    void this.look();
    const seen = () => void (document.visibilityState === 'visible' && this.look());
    const again = setInterval(seen, NOW_AND_THEN_MS);
    document.addEventListener('visibilitychange', seen);
    // Whatever has changed may count among the figures.
    const stop = keepFresh(seen);
    return () => {
      clearInterval(again);
      document.removeEventListener('visibilitychange', seen);
      stop();
    };
  }

  async look(): Promise<void> {
    this.#isStale = this.#isAsking;
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      this.status = await given(api.GET('/status', { signal: AbortSignal.timeout(ANSWER_MS) }));
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.problem = error.problem;
    } finally {
      this.#isAsking = false;
      if (this.#isStale) void this.look();
    }
  }
}
