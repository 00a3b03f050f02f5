import { unmarshall } from '@aws-sdk/util-dynamodb';
import { verificationOf } from '../support/client.ts';
import type { Platform } from '../support/platform.ts';
import { opened, openStorage, type StoredItem } from '../support/stored-items.ts';

/** Controls but LF, bidirectional controls, lone surrogates, non-characters: no text that is kept holds any. */
const RUBBISH =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]|\p{Surrogate}|[\u{fffe}\u{ffff}]/u;

function* textsIn(value: unknown, at: string): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [at, value];
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  for (const [name, one] of Object.entries(value)) {
    yield [`${at} (a name)`, name];
    yield* textsIn(one, `${at}/${name}`);
  }
}

const placeOf = (item: StoredItem): string =>
  `${item.pk?.S ?? item.chain?.S ?? ''} ${item.sk?.S ?? item.seq?.N ?? ''}`;

/** Stored texts that nobody could have typed on purpose, and histories that do not verify. */
export async function rubbishIn(platform: Platform): Promise<string[]> {
  const storage = await openStorage(platform);
  try {
    const items = [...opened(await storage.all('Projects')), ...(await storage.all('History'))];
    const found = items.flatMap((item) =>
      Object.entries(unmarshall(item)).flatMap(([name, value]) =>
        [...textsIn(value, name)]
          .filter(([, text]) => RUBBISH.test(text))
          .map(([at, text]) => `${placeOf(item)} ${at}: ${JSON.stringify(text.slice(0, 200))}`),
      ),
    );
    const projects = items.flatMap(({ pk, sk }) => (sk?.S === 'PROJECT' ? (pk?.S?.slice(2) ?? []) : []));
    const chains = await Promise.all(
      projects.map(async (id) =>
        (await verificationOf(platform, id)).valid ? [] : [`${id} does not verify`],
      ),
    );
    return [...found, ...chains.flat()];
  } finally {
    storage.close();
  }
}
