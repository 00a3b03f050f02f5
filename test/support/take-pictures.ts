/**
 * `npm run pictures`: every kind of page as it looks, in both languages and schemes, wide and on a phone, into
 * `.artefacts/pages`, and every letter into `.artefacts/letters`, to be looked at. `npm run pictures -- desk timeline`
 * takes those whose names begin so.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { openBrowser, PHONE, visit } from '../browser/browser.ts';
import { withChineseFont } from '../browser/fonts.ts';
import { servePages } from '../browser/page-server.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.artefacts/pages');
const golden = join(root, 'test/fixtures/golden/letters');
const letterFolder = join(root, '.artefacts/letters');

const widths = { wide: { width: 1280, height: 900 }, phone: PHONE } as const;
const schemes = ['light', 'dark'] as const;
/** The longest form is fifteen screens; what is below the fifth looks like what is above. */
const HIGHEST = 5_000;

/** The samples are written with JSX, which Node does not read by itself. */
function readJsx(): void {
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith('.tsx')) return next(url, context);
      const text = readFileSync(fileURLToPath(url), 'utf8');
      const jsx = { jsx: 'automatic', jsxImportSource: 'preact' } as const;
      const { code } = transformSync(text, { loader: 'tsx', format: 'esm', ...jsx });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}

async function take(page: Page, path: string): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize() ?? widths.wide;
  await page.screenshot({
    path,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, HIGHEST) },
  });
}

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean =>
  wanted.length === 0 || wanted.some((start) => name.startsWith(start));
mkdirSync(folder, { recursive: true });
mkdirSync(letterFolder, { recursive: true });
readJsx();
const { documentsIn } = await import('../unit/pages/samples/documents.tsx');
const documents = (['zh', 'en'] as const).flatMap((lang) =>
  documentsIn(lang)
    .filter(([name]) => isWanted(name))
    .map(([name, html]) => [`${name}.${lang}`, html] as const),
);
const server = await servePages(new Map(documents));
const browser = await openBrowser(withChineseFont());
try {
  const { page } = await visit(browser);
  for (const [name] of documents) {
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const [width, viewport] of Object.entries(widths)) {
        await page.setViewportSize(viewport);
        await page.goto(`${server.address}/${name}`);
        await take(page, join(folder, `${name}.${scheme}.${width}.png`));
      }
    }
  }
  console.log(`${documents.length * 4} pictures are in ${folder}`);

  await page.emulateMedia({ colorScheme: 'light' });
  // The pages' policy, under which no letter's styles would hold, goes with the page.
  await page.goto('about:blank');
  const letters = readdirSync(golden).filter((name) => name.endsWith('.html') && isWanted(name));
  for (const name of letters) {
    await page.setContent(readFileSync(join(golden, name), 'utf8'));
    for (const [width, viewport] of Object.entries(widths)) {
      await page.setViewportSize(viewport);
      await take(page, join(letterFolder, `${name.replace(/[.]html$/, '')}.${width}.png`));
    }
  }
  console.log(`${letters.length * 2} pictures are in ${letterFolder}`);
} finally {
  await browser.close();
  await server.close();
}
