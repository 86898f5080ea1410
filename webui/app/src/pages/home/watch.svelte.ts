// The box's state, asked for every few seconds while somebody looks.
import { api, given, type Schema } from '../../api/client';
import { onChange } from '../../api/events.svelte';
import { type Problem, Refused } from '../../api/problem';

const EVERY_MS = 3000;
/** An answer that takes longer is none. */
const ANSWER_MS = 10_000;

export class Watch {
  status = $state.raw<Schema<'Status'>>();
  /** Why the last answer did not come; what was known before is still shown. */
  problem = $state.raw<Problem>();
  #isAsking = false;

  /** Begins; returns how to stop. */
  begin(): () => void {
    void this.look();
    const seen = () => void (document.visibilityState === 'visible' && this.look());
    const again = setInterval(seen, EVERY_MS);
    document.addEventListener('visibilitychange', seen);
    const deaf = onChange(seen);
    return () => {
      clearInterval(again);
      document.removeEventListener('visibilitychange', seen);
      deaf();
    };
  }

  async look(): Promise<void> {
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
    }
  }
}
