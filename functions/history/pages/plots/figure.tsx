import type { ComponentChildren } from 'preact';
import type { Lang } from '../../../../shared/values/language.ts';
import { overviewWords } from '../../words/overview.ts';

interface PlotProps {
  readonly lang: Lang;
  /** Unique on its page; the title's and the table's ids begin with it. */
  readonly id: string;
  readonly title: string;
  /** What is counted, and what its figures mean. */
  readonly unit: string;
  readonly note?: ComponentChildren;
  readonly legend?: readonly (readonly [tone: string, label: string])[];
  /** The same as a table. */
  readonly table: ComponentChildren;
  /** Whether the table opens on demand: where the page has the same as a larger table. */
  readonly folded?: boolean;
  /** Where there is nothing to draw. */
  readonly isEmpty: boolean;
  readonly children: ComponentChildren;
}

/** A picture with its title, its unit, a legend, and the same content as a table beside it. */
export function Plot({ lang, id, title, unit, note, legend = [], table, ...rest }: PlotProps) {
  const words = overviewWords[lang];
  const { folded = false, isEmpty, children } = rest;
  return (
    <section class="card plot" id={id}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="soft">
        {unit}
        {note}
      </p>
      {isEmpty ? (
        <p class="empty">{words.nothing}</p>
      ) : (
        <div class="plot-body">
          <div>
            {legend.length > 0 && (
              <ul class="legend">
                {legend.map(([tone, label]) => (
                  <li key={tone} data-tone={tone}>
                    {label}
                  </li>
                ))}
              </ul>
            )}
            {children}
          </div>
          <details class="plot-table" id={`${id}-table`} open={!folded}>
            <summary>{words.table}</summary>
            {table}
          </details>
        </div>
      )}
    </section>
  );
}

/** There is no element of HTML for a group that an svg could be. */
const groupOf = (id: string) => ({ role: 'group', 'aria-describedby': `${id}-table` }) as const;

interface PictureProps {
  readonly of: string;
  readonly title: string;
  readonly height: number;
  /** Room to the left for the figures of an axis. */
  readonly axis?: boolean;
  readonly children: ComponentChildren;
}

/**
 * A picture that is as wide as its place and keeps the size of its letters: it has no view box, so across everything
 * is in percent and down in pixels. Its parts are links, so it is a group to those who listen, not one image.
 */
export function Picture({ of, title, height, axis = false, children }: PictureProps) {
  return (
    <svg class={axis ? 'picture with-axis' : 'picture'} height={height} {...groupOf(of)}>
      <title>{title}</title>
      {children}
    </svg>
  );
}

interface MarkProps {
  /** The events behind it. */
  readonly href: string;
  /** What it says, in full. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A bar or point, which leads to the events behind it. */
export function Mark({ href, label, children }: MarkProps) {
  return (
    <a class="mark" href={href} aria-label={label}>
      <title>{label}</title>
      {children}
    </a>
  );
}

const HIDDEN = { 'aria-hidden': true } as const;

/** Axes, grids and their figures: the marks say the same in words. */
export const Scenery = ({ children }: { children: ComponentChildren }) => <g {...HIDDEN}>{children}</g>;

interface SignProps {
  /** Percent. */
  readonly x: number;
  /** Pixels. */
  readonly y: number;
  readonly tone: string;
  readonly path: string;
}

/** A path knows no percent: it is drawn around the origin of a picture that stands at its place. */
export const Sign = ({ x, y, tone, path }: SignProps) => (
  <svg aria-hidden="true" x={percent(x)} y={y} overflow="visible">
    <path class={tone} d={path} />
  </svg>
);

export const percent = (value: number): string => `${Math.round(value * 100) / 100}%`;
