import { readFileSync } from 'node:fs';

/** The fact that it has been loaded, by which a folder of development is known. */
export const sampleDirectory = 'sample directory';

/**
 * Loads the sample directory through the product's own API, as an administrator would. It is only created: a
 * directory that is there already stays as it is.
 */
export async function loadSampleDirectory(options: {
  readonly file: string;
  readonly product: string;
  readonly token: string;
}): Promise<void> {
  const { file, product, token } = options;
  const answer = await fetch(`${product}/directory`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json',
      // 412: somebody has been here before.
      'if-none-match': '*',
    },
    body: readFileSync(file),
  });
  if (answer.ok || answer.status === 412) return;
  throw new Error(`The sample directory was refused (${answer.status}): ${await answer.text()}`);
}
