import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { linkFor, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openBrowser, visit } from './browser.ts';

let platform: Platform;
let browser: Browser;
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>');
  });
  await new Promise<void>((settle) => server.listen(0, 'localhost', settle));
  port = (server.address() as AddressInfo).port;
  [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
  // There is a mail to be read.
  await linkFor(platform, 'reviewer', (await submit(platform)).id);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
  await new Promise((settle) => server.close(settle));
});

type Way = (page: Page, address: string, body: string) => Promise<unknown>;

/** Every way in which a page can make a browser send something to another origin. What comes back is what it can read. */
const ways: Readonly<Record<string, Way>> = {
  'an image': (page, address) =>
    page.evaluate(
      (src) =>
        new Promise((settle) => {
          const image = new Image();
          image.onload = image.onerror = () => settle('');
          image.src = src;
        }),
      address,
    ),
  'a script': (page, address) =>
    page.evaluate(
      (src) =>
        new Promise((settle) => {
          const script = document.createElement('script');
          script.onload = script.onerror = () => settle('');
          script.src = src;
          document.head.append(script);
        }),
      address,
    ),
  'a form': (page, address, body) => posted(page, address, body, 'text/plain'),
  'an encoded form': (page, address, body) =>
    posted(page, address, body, 'application/x-www-form-urlencoded'),
  'a fetch without reading': (page, address, body) =>
    fetched(page, address, { method: 'POST', mode: 'no-cors', body }),
  'a fetch of bytes without a type': (page, address, body) =>
    page.evaluate(
      async ([url = '', text = '']) => {
        const answer = await fetch(url, { method: 'POST', mode: 'no-cors', body: new Blob([text]) }).catch(
          () => undefined,
        );
        return (await answer?.text()) ?? '';
      },
      [address, body],
    ),
  'a fetch of JSON': (page, address, body) =>
    fetched(page, address, { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
  'a fetch that reads': (page, address) => fetched(page, address, {}),
  'a beacon': (page, address, body) =>
    page.evaluate(
      ([url = '', text = '']) => String(navigator.sendBeacon(url, text)).replace(/.*/, ''),
      [address, body],
    ),
  'a frame': async (page, address) => {
    await page.evaluate(
      (src) =>
        new Promise((settle) => {
          const frame = document.createElement('iframe');
          frame.onload = settle;
          frame.src = src;
          document.body.append(frame);
        }),
      address,
    );
    return (await page.frames().at(-1)?.content()) ?? '';
  },
};

interface Init {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const fetched = (page: Page, address: string, init: Init): Promise<string> =>
  page.evaluate(
    async ([url, options]) => {
      const answer = await fetch(url, options).catch(() => undefined);
      return (await answer?.text()) ?? '';
    },
    [address, init] as const,
  );

/** JSON as the one field of a form: what the `=` brings in stands in a string. */
const posted = (page: Page, address: string, body: string, type: string): Promise<void> =>
  page.evaluate(
    ([action = '', text = '', enctype = '']) =>
      new Promise<void>((settle) => {
        const frame = document.createElement('iframe');
        frame.name = 'sink';
        document.body.append(frame);
        const form = document.createElement('form');
        Object.assign(form, { action, enctype, method: 'post', target: 'sink' });
        const input = document.createElement('input');
        const at = text.indexOf('=');
        Object.assign(input, {
          name: at < 0 ? text : text.slice(0, at),
          value: at < 0 ? '' : text.slice(at + 1),
        });
        form.append(input);
        document.body.append(form);
        frame.onload = () => {
          // The next form has a frame of its own under the same name.
          frame.remove();
          form.remove();
          settle();
        };
        form.submit();
      }),
    [address, body, type],
  );

const move = '{"advanceSeconds":86400}';

/** From another port of this very host, which is the same site, and from another host. */
describe.each(['localhost', 'elsewhere.localhost'])('a page of another origin, on %s,', (host) => {
  it.each(Object.entries(ways))(
    'by %s neither moves the clock, nor reads a mail, nor ends the platform',
    async (_, way) => {
      const { page } = await visit(browser);
      await page.goto(`http://${host}:${port}/`);
      const before = (await platform.now()).getTime();
      const read: unknown[] = [];
      for (const path of ['/clock', '/tokens', '/faults', '/messages', '/', '//', '/%'])
        read.push(
          await way(page, `${platform.control}${path}`, path === '/tokens' ? '{"account":"auditor"}' : move),
        );
      await page.context().close();
      expect((await platform.now()).getTime() - before).toBeLessThan(60_000);
      expect(JSON.stringify(read)).not.toMatch(/审核|token|decisions/);
      expect((await platform.messages()).length).toBeGreaterThan(0);
    },
  );
});

it('whoever follows a link from elsewhere arrives, and signing in goes through', async () => {
  const { page, complaints } = await visit(browser);
  await page.goto(`http://localhost:${port}/`);
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href, textContent: 'go' });
    document.body.append(link);
  }, `${platform.product}/sign-in`);
  await page.getByText('go').click();
  await page.locator('button[value=auditor]').click();
  await page.waitForURL(`${platform.product}/history`);
  await page.goto(platform.control);
  expect(await page.title()).toContain('Mailbox');
  expect(complaints).toEqual([]);
  await page.context().close();
});
