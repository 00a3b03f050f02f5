import { openObjectStore } from '../../shared/attachments/object-store.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { scanByClamd } from './clamd.ts';
import { configSchema } from './config.ts';
import { fileEvent } from './file-event.ts';
import { scanFile } from './scan-file.ts';

const config = readConfig(configSchema);
const deps = {
  database: openDatabase(config),
  store: openObjectStore(config),
  now,
  scanner: config.FILE_SCANNER,
  clamd: (bytes: Uint8Array) => scanByClamd(config.CLAMD_ADDRESS, bytes),
};

export const handler = consumer((event: unknown) => scanFile(deps, fileEvent.parse(event)));
