import manifest from '../../package.json' with { type: 'json' };
import { staticRows } from '../../shared/contract/routes/static.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { assetFiles } from './asset-files.ts';
import { configSchema } from './config.ts';
import { staticHandlers } from './static.tsx';

const config = readConfig(configSchema);

export const handler = endpoint(
  staticRows,
  staticHandlers({
    baseUrl: config.BASE_URL,
    version: manifest.version,
    forms: config.FORMS.split(','),
    assets: assetFiles,
    // Loaded when asked for: nothing else here needs the tables.
    demandReady: async () => (await import('./ready.ts')).demandReady(config),
  }),
  {
    baseUrl: config.BASE_URL,
    formerHosts: config.FORMER_HOSTS,
    // Loaded when asked for: it knows every address of the product.
    unrouted: async (path) => (await import('./unrouted.ts')).unrouted(path),
  },
);
