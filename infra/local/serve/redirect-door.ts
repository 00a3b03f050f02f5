import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { end, listenAt, timing } from '../ports.ts';
import { placeOf, type ServerSettings } from './settings.ts';

/** Where plain http is led to https. */
export interface RedirectDoor {
  /** @param graceMs how long requests under way may take */
  close(graceMs: number): Promise<void>;
}

/**
 * Listens at the port of plain http, where whoever types a bare name comes first. Where it leads is the settings' to say,
 * not the request's.
 * @returns undefined where the settings want none
 */
export async function openRedirectDoor(settings: ServerSettings): Promise<RedirectDoor | undefined> {
  const { address, redirectPort } = settings;
  if (redirectPort === undefined) return undefined;
  const server = createServer(timing, (request, response) => lead(address.origin, request, response));
  await listenAt(server, redirectPort, placeOf(settings).host);
  // Its answers are a line each: none is on its way for long.
  return { close: (graceMs) => end(server, graceMs, () => false) };
}

function lead(origin: string, { method, url = '/' }: IncomingMessage, response: ServerResponse): void {
  // A proxy's request names a whole address in place of a path.
  const location = `${origin}${url.startsWith('/') ? url : '/'}`;
  if (method === 'GET' || method === 'HEAD') {
    response.writeHead(308, { location, 'cache-control': 'no-store' }).end();
    return;
  }
  // What was sent has gone unencrypted: it is not asked for once more by itself, and nothing of it is read.
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(
    `此处只提供跳转，请改用 ${origin}；刚才发送的内容没有加密，也没有处理。\n` +
      `Only https is served: use ${origin}. What was sent came unencrypted, and nothing was done with it.\n`,
  );
}
