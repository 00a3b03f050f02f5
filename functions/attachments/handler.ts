import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { configSchema } from './config.ts';

readConfig(configSchema);

export const handler = consumer(async () => undefined);
