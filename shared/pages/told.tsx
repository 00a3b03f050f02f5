import type { ComponentChildren } from 'preact';

/** What has just been done, on the page that follows. */
export function Told({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="callout good" role="status">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
