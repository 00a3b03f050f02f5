/** What a browser makes of files that the local host's buckets give it. */
import { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { createStorageDoor } from '../../infra/local/services/s3/storage-door.ts';
import { resourcesOf, standingClock, storeOf, temporaryFolder } from '../local/fixture.ts';
import { openBrowser, visit } from './browser.ts';

const resources = resourcesOf({ Storage: { resources: { Files: { Type: 'AWS::S3::Bucket' } } } });
const clock = standingClock();
const store = storeOf({ resources, folder: temporaryFolder(), clock });
const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' };
// One pixel.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const script = '<script>document.title = "ran"</script>';

let browser: Browser;
let server: Listening;
let product: string;
beforeAll(async () => {
  browser = await openBrowser();
  server = await listen(0, true);
  product = `http://localhost:${server.port}`;
  const iam = { signerOf: () => ({ ...credentials, refusal: () => undefined }) };
  server.serve(createStorageDoor({ resources, store, iam, clock, faults: createFaults(), product }));
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  await store.close();
});

/** The address of bytes, signed for looking at them. */
async function addressOf(bytes: Buffer, type: string): Promise<string> {
  const incoming = await store.receive(Readable.from([bytes]), { min: 0, max: 10_000 });
  const about = { contentType: type, checksum: 'none', metadata: {} } as const;
  const key = `p/${type.replace('/', '-')}`;
  store.put({ bucket: 'files', key }, incoming, about, { reason: 'PutObject', from: '' });
  const Bucket = `${product}/storage/files`;
  const client = new S3Client({ region: 'us-east-1', credentials, bucketEndpoint: true });
  return getSignedUrl(
    client,
    new GetObjectCommand({ Bucket, Key: key, ResponseContentDisposition: 'inline' }),
    { signingDate: new Date(clock.now()) },
  );
}

it('a picture is shown, and the browser has nothing to complain of', async () => {
  const { page, complaints } = await visit(browser);
  await page.goto(await addressOf(picture, 'image/png'));
  expect(await page.evaluate(() => document.images[0]?.naturalWidth)).toBe(1);
  expect(complaints).toEqual([]);
});

it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml'])('%s is saved, not shown', async (type) => {
  const { page } = await visit(browser);
  const address = await addressOf(Buffer.from(script), type);
  const saved = page.waitForEvent('download');
  await page.goto(address).catch((error: unknown) => expect(String(error)).toContain('Download is starting'));
  expect((await saved).url()).toBe(address);
  expect(await page.title()).toBe('');
});

it('a refusal is shown as what it is, and nothing in it runs', async () => {
  const { page } = await visit(browser);
  const address = `${product}/storage/files/${encodeURIComponent(script)}`;
  expect((await page.goto(address))?.status()).toBe(403);
  expect(await page.title()).not.toBe('ran');
});
