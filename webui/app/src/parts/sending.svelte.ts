// A form on its way to the box: busy until there is an answer, and what the box has against it.
import { type Problem, refusal } from '../api/problem';

/** What is to be shown of a refusal; undefined: nothing. */
type Told = (problem: Problem) => Problem | undefined | Promise<Problem | undefined>;

export class Sending {
  isBusy = $state(false);
  problem = $state.raw<Problem>();

  /** Does `work`, unless the work before is not done yet; whether it was done, and not refused. */
  async run(work: () => Promise<unknown>, told: Told = (problem) => problem): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.problem = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      this.problem = await told(refusal(error));
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  /** Likewise when a form is sent. */
  form(work: () => Promise<unknown>, told?: Told): (event: SubmitEvent) => void {
    return (event) => {
      event.preventDefault();
      void this.run(work, told);
    };
  }
}
