import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { configSchema } from './config.ts';
import { fileEvent } from './file-event.ts';
import { scanFile } from './scan-file.ts';

const config = readConfig(configSchema);

export const handler = consumer((event: unknown) => scanFile(config, fileEvent.parse(event)));
