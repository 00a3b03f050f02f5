import { writeFile } from 'node:fs/promises';
import { startPlatform } from './platform.ts';
import { submit, linkFor, decideBy, clientOf } from './client.ts';
const platform = await startPlatform();
try {
  const { id } = await submit(platform);
  const token = await platform.token('submitter');
  const get = (path: string, accept='text/html') => fetch(platform.product + path, { headers: { authorization: `Bearer ${token}`, accept } });
  const page = await get(`/projects/${id}/document`);
  console.log(page.status, [...page.headers]);
  const html = await page.text();
  await writeFile('/tmp/doc/review.html', html.replaceAll('/assets/', `${platform.product}/assets/`));
  await decideBy(platform, await linkFor(platform, 'reviewer', id), { outcome: 'approve', comment: '资金测算依据齐全，同意。' });
  await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' });
  const approved = await get(`/projects/${id}/document`);
  await writeFile('/tmp/doc/approved.html', await approved.text());
  const css = /\/assets\/app[^"]*css/.exec(html)?.[0] ?? '', css2 = /\/assets\/document[^"]*css/.exec(html)?.[0] ?? '';
  await writeFile('/tmp/doc/app.css', await (await get(css)).text());
  await writeFile('/tmp/doc/document.css', await (await get(css2)).text());
  const word = await get(`/projects/${id}/document?format=docx`);
  console.log(word.status, [...word.headers]);
  await writeFile('/tmp/doc/approved.docx', Buffer.from(await word.arrayBuffer()));
  console.log((await fetch(platform.product + `/projects/${id}/document`, {method:'HEAD', headers: { authorization: `Bearer ${token}`}})).status);
  const other = await clientOf(platform, 'submitter2');
  console.log((await other.get(`/projects/${id}/document`)).status);
} finally { await platform.stop(); }
