import * as z from 'zod';

/** What a function counted. */
export interface Counted {
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
}

// The embedded metric format, as far as it counts for all: without dimensions.
const embedded = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({ Namespace: z.string(), Metrics: z.array(z.object({ Name: z.string() })) }),
    ),
  }),
});

/** Reads lines of a function's log; one that only looks as if it counted counts nothing. */
export function countedIn(lines: readonly string[]): readonly Counted[] {
  return lines.flatMap((text) => {
    const { data: line } = embedded.safeParse(parsed(text));
    return (line?._aws.CloudWatchMetrics ?? []).flatMap(({ Namespace: namespace, Metrics }) =>
      Metrics.map(({ Name: name }) => ({ namespace, name, value: numberIn(line?.[name]) })),
    );
  });
}

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
