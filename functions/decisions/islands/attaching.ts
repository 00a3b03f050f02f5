import { startAttaching } from '../../../shared/pages/attaching/attaching.tsx';

/** Files that go with the decision. */
const deciding = document.querySelector<HTMLFormElement>('form.deciding');
if (deciding?.querySelector('[data-files]'))
  startAttaching(deciding, async () => `${new URL(deciding.action).pathname}/attachments`);
