import type { ComponentChildren } from 'preact';

interface RefusalProps {
  readonly title: string;
  /** Of what somebody else was quicker with, or what is only the next step, nobody did wrong. */
  readonly tone?: 'error' | 'warning';
  /** All that is asked stands in one field, which has the focus itself. */
  readonly atField?: boolean;
  readonly children?: ComponentChildren;
}

/**
 * Why nothing was done, on the page that answers. The keyboard goes on from here: the page came anew, and whoever hears
 * it would begin at its head.
 */
export const Refusal = ({ title, tone = 'error', atField = false, children }: RefusalProps) => (
  <section class={`callout ${tone}`} role="alert" tabindex={-1} autofocus={!atField}>
    <h2>{title}</h2>
    {children}
  </section>
);
