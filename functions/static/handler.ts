import manifest from '../../package.json' with { type: 'json' };
import { endpoint } from '../../shared/http/endpoint.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { assetFiles } from './asset-files.ts';
import { configSchema } from './config.ts';
import { staticRoutes } from './static.ts';

const config = readConfig(configSchema);

export const handler = endpoint(
  staticRoutes({
    baseUrl: config.BASE_URL,
    version: manifest.version,
    forms: config.FORMS.split(','),
    assets: assetFiles,
  }),
  { baseUrl: config.BASE_URL },
);
