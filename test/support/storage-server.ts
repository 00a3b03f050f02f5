/**
 * The local host's buckets as browsers reach them, in a process of their own, which a test may limit or kill:
 * `storage-server.ts FOLDER KEY SECRET TOKEN` has one bucket, `uploads`, and says its port and then its events.
 */
import { join } from 'node:path';
import { resolveAssembly } from '../../infra/local/assembly/resources.ts';
import { openClock } from '../../infra/local/clock.ts';
import { createFaults } from '../../infra/local/control/faults.ts';
import { openHostDatabase } from '../../infra/local/host-database.ts';
import { listen } from '../../infra/local/ports.ts';
import { createStorageDoor } from '../../infra/local/services/s3/storage-door.ts';
import { openStore } from '../../infra/local/services/s3/store.ts';

const [, , folder = '', key = '', secretAccessKey = '', sessionToken = ''] = process.argv;
const server = await listen(0, true);
const product = `http://localhost:${server.port}`;
const uploads = {
  id: 'Uploads',
  stack: 'Storage',
  type: 'AWS::S3::Bucket',
  path: 'Storage/Uploads/Resource',
  properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  condition: undefined,
};
const stack = {
  name: 'Storage',
  environment: { account: '000000000000', region: 'us-east-1' },
  resources: new Map([[uploads.id, uploads]]),
  parameters: new Map(),
  conditions: {},
  mappings: {},
  outputs: [],
};
const resources = resolveAssembly(
  { assets: new Map(), stacks: [stack] },
  { product, issuer: product, services: product },
);
const clock = openClock(join(folder, 'clock'));
const store = openStore({
  resources,
  folder: join(folder, 's3'),
  database: openHostDatabase(join(folder, 'host.sqlite')),
  clock,
  putEvent: async ({ detail }) => console.log(`event ${JSON.stringify(detail)}`),
  report: console.log,
});
const iam = {
  signerOf: (id: string) =>
    id === key ? { secretAccessKey, sessionToken, refusal: () => undefined } : undefined,
};
server.serve(createStorageDoor({ resources, store, iam, clock, faults: createFaults(), product }));
store.start();
console.log(`port ${server.port}`);
