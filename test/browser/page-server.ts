/** Serves rendered pages with the product's stylesheet and scripts, under its content security policy. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { assets } from '../../shared/pages/assets.ts';

const root = resolve(import.meta.dirname, '..', '..');

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  return outputFiles.map((file) => file.text).join('');
}

export interface PageServer {
  readonly address: string;
  /** What forms posted, newest last. */
  readonly posted: { readonly path: string; readonly body: URLSearchParams }[];
  close(): Promise<void>;
}

/** @param pages the documents by path, without the first slash */
export async function servePages(pages: ReadonlyMap<string, string>): Promise<PageServer> {
  const files = new Map<string, readonly [type: string, text: string]>([
    [assets.css, ['text/css', await bundled('shared/pages/app.css')]],
    [assets.page, ['text/javascript', await bundled('shared/pages/islands/page.ts')]],
    [assets.form, ['text/javascript', await bundled('functions/projects/islands/form.ts')]],
    [assets.desk, ['text/javascript', await bundled('functions/projects/islands/desk.ts')]],
    [assets.decision, ['text/javascript', await bundled('functions/decisions/islands/decision.ts')]],
    ...[...pages].map(([path, html]) => [`/${path}`, ['text/html', html]] as const),
  ]);
  const posted: PageServer['posted'] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        posted.push({ path, body: new URLSearchParams(body) });
        response.writeHead(200, { 'content-type': 'text/plain' }).end('posted');
      });
      return;
    }
    const [type, text] = files.get(path) ?? [];
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': `${type ?? 'text/plain'}; charset=utf-8`,
      'content-security-policy': POLICY,
    });
    response.end(text);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    posted,
    close: () =>
      new Promise((settle) => {
        server.closeAllConnections();
        server.close(() => settle());
      }),
  };
}
