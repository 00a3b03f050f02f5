import { startAttaching } from '../../../shared/pages/attaching/attaching.tsx';
import { inTime } from '../../../shared/pages/in-time.ts';

/** Files that go with the decision. */
const deciding = document.querySelector<HTMLFormElement>('form.deciding');
if (deciding?.querySelector('[data-files]')) {
  const address = `${new URL(deciding.action).pathname}/attachments`;
  startAttaching(
    deciding,
    async () => address,
    (id) => takeAway(address, id),
  );
}

/** As the page's own button does without a script: what leads back to the page has removed it. */
async function takeAway(address: string, id: string): Promise<boolean> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams({ intent: `remove:${id}` }),
      redirect: 'manual',
      signal: inTime(),
    });
    return response.type === 'opaqueredirect';
  } catch {
    return false;
  }
}
