import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { buildVerifier } from '../../infra/verifier.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { lineOf } from '../../shared/history/checkpoint.ts';
import { bareBundle, packedParts } from '../builders/attached.ts';
import {
  eventsIn,
  fitted,
  packed,
  periodBundleOf,
  projectBundleOf,
  unpacked,
  worldOf,
} from '../builders/evidence.ts';
import { projects, sampleBodies, sampleStops } from '../builders/sample-history.ts';
import { checkout } from '../support/platform.ts';
import { openBrowser, PHONE, visit } from './browser.ts';
import { violationsOn } from './violations.ts';

const world = worldOf(sampleBodies, sampleStops);
const [project] = projects;

let browser: Browser;
let folder: string;
let address: string;
beforeAll(async () => {
  const [opened, made, verifier] = await Promise.all([
    openBrowser(),
    mkdtemp(join(tmpdir(), 'countersign-verifier-')),
    buildVerifier(checkout),
  ]);
  browser = opened;
  folder = made;
  const bundle = projectBundleOf(world, project, { verifier });
  const files = unpacked(bundle.zip);
  // The page as it lies in the bundle, beside it, as somebody has unpacked it.
  address = pathToFileURL(join(folder, 'verify.html')).href;
  const tampered = eventsIn(files).map((event) => (event.seq === 4 ? { ...event, approvedFen: 1 } : event));
  const lines = tampered.map((event) => `${canonical(event)}\n`).join('');
  await Promise.all([
    writeFile(join(folder, 'verify.html'), files['verify.html'] ?? ''),
    writeFile(join(folder, 'good.zip'), bundle.zip),
    writeFile(join(folder, 'period.zip'), periodBundleOf(world, null, 4).zip),
    writeFile(join(folder, 'bad.zip'), packed(fitted({ ...files, 'events.ndjson': lines }))),
    writeFile(join(folder, 'attached.zip'), bareBundle.zip),
    ...packedParts.map((zip, at) => writeFile(join(folder, `attached-files-${at + 1}-of-2.zip`), zip)),
    writeFile(join(folder, '报价单.pdf'), '改过的报价'),
    writeFile(join(folder, 'export.ndjson'), files['events.ndjson'] ?? ''),
  ]);
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** The page opened from its file, where nothing but this folder can be reached. */
async function open(options = {}) {
  const { page, complaints } = await visit(browser, { offline: true, ...options });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address);
  return { page, complaints, asked };
}

describe('the verifier’s page, opened from a file without a network', () => {
  it('says of a whole bundle that it holds, and asks nobody', async () => {
    const { page, complaints, asked } = await open();
    await page.setInputFiles('#file', join(folder, 'good.zip'));
    await page.waitForSelector('#result.good');
    expect(await page.textContent('#result h2')).toContain('核验通过');
    expect(await page.textContent('#result')).toContain(`Evidence of project ${project}`);
    await page.setInputFiles('#file', join(folder, 'period.zip'));
    await page.waitForSelector('#result .name:text("period.zip")');
    expect(await page.textContent('#result h2')).toContain('It holds');
    expect(complaints).toEqual([]);
    expect(asked).toEqual([address]);
  });

  it('names what is wrong with another, and where, also on a phone', async () => {
    const { page, complaints } = await open({ viewport: PHONE });
    await page.setInputFiles('#file', join(folder, 'bad.zip'));
    await page.waitForSelector('#result.bad');
    expect(await page.textContent('#result')).toMatch(/改动 Changed[\s\S]*number 4, field approvedFen/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    expect(complaints).toEqual([]);
  });

  it('takes the line from a mailbox and the key, and an export', async () => {
    const { page } = await open();
    await page.setInputFiles('#file', join(folder, 'good.zip'));
    await page.waitForSelector('#result.good');
    await page.click('summary');
    const last = world.stops.at(-1)?.checkpoint;
    await page.fill('#checkpoints', last ? lineOf(last) : '');
    await page.fill('#key', world.key.id);
    await page.click('#again');
    await page.waitForFunction(
      () => !document.querySelector('#result')?.textContent?.includes('--checkpoint'),
    );
    expect(await page.textContent('#result h2')).toContain('核验通过');
    await page.fill('#key', '0'.repeat(64));
    await page.click('#again');
    await page.waitForSelector('#result.bad');
    expect(await page.textContent('#result')).toContain('Foreign signature');
    await page.fill('#key', 'nonsense');
    await page.click('#again');
    await page.waitForSelector('#problem:has-text("64")');
    await page.fill('#key', '');
    await page.fill('#checkpoints', '');
    await page.setInputFiles('#file', join(folder, 'export.ndjson'));
    await page.waitForSelector('#result.good .name:text("export.ndjson")');
  });

  it('takes a bundle together with its files, and names the one that was changed; alone it says what it saw', async () => {
    const { page, complaints } = await open();
    await page.setInputFiles('#file', join(folder, 'attached.zip'));
    await page.waitForSelector('#result.good');
    expect(await page.textContent('#result')).toContain('only their hashes were checked');
    const part = (number: number) => join(folder, `attached-files-${number}-of-2.zip`);
    await page.setInputFiles('#file', [part(1), join(folder, 'attached.zip'), part(2)]);
    await page.waitForSelector('#result.good:has-text("4 attached files")');
    expect(await page.textContent('#result')).not.toContain('only their hashes');
    await page.setInputFiles('#file', [join(folder, 'attached.zip'), part(1), join(folder, '报价单.pdf')]);
    await page.waitForSelector('#result.bad');
    expect(await page.textContent('#result')).toMatch(/“报价单\.pdf” was changed/);
    await page.setInputFiles('#file', [part(1), part(2)]);
    await page.waitForSelector('#problem:has-text("None of these files is a bundle")');
    expect(complaints).toEqual([]);
  });

  it('takes a bundle that is dropped on it', async () => {
    const { page } = await open();
    const bytes = [...packed({ 'a.txt': 'x' })];
    const data = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(content)], 'dropped.zip'));
      return transfer;
    }, bytes);
    await page.dispatchEvent('#drop', 'drop', { dataTransfer: data });
    await page.waitForSelector('#result.bad');
    expect(await page.textContent('#result')).toContain('manifest.json');
  });

  it('can be used with a keyboard and read aloud', async () => {
    const { page } = await open();
    await page.setInputFiles('#file', join(folder, 'bad.zip'));
    await page.waitForSelector('#result.bad');
    expect(await violationsOn(page)).toEqual([]);
  });
});
