import type { ComponentChildren } from 'preact';

/** What has just been done, as the address says it of the page that follows. */
export type Notice = 'submitted' | 'saved' | 'recalled' | 'withdrawn' | 'objected';

export function Told({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="callout good" role="status">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
