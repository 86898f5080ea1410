// Where the focus goes when something in a form is wrong.

/** To the first field that is wrong, else to the sentence that says what is. */
export function focusFirstWrong(form: HTMLElement | undefined): void {
  const seen = (selector: string) =>
    [...(form?.querySelectorAll<HTMLElement>(selector) ?? [])].find((element) => element.checkVisibility());
  const wrong = seen('[aria-invalid="true"]');
  if (wrong) wrong.focus();
  else seen('[role="alert"]')?.scrollIntoView({ block: 'center' });
}
