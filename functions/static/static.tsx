import { Problem } from '../../shared/contract/problem.ts';
import type { staticRows } from '../../shared/contract/routes/static.ts';
import { loadForm } from '../../shared/declaration/registry.ts';
import type { Answer, Handlers } from '../../shared/http/endpoint.ts';
import type { Lang } from '../../shared/values/language.ts';
import type { AssetFile } from './asset-files.ts';

interface Deps {
  readonly baseUrl: string;
  readonly version: string;
  /** The ids of the deployment's forms. */
  readonly forms: readonly string[];
  readonly assets: ReadonlyMap<string, AssetFile>;
  /** @throws what stands in the way */
  readonly demandReady: () => Promise<void>;
}

/** A name with a hash of the content never means another content; without one it must be asked for again. */
const HASH = /\.[0-9a-f]{8,}(?=\.\w+$)/;
const cachingOf = (file: string): string =>
  HASH.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';

/**
 * While one release takes the place of another, pages of either come here for their files: those of the other get ours,
 * which nobody keeps under that name.
 */
function assetOf(assets: Deps['assets'], file: string): Answer {
  const own = assets.get(file);
  const bare = file.replace(HASH, '');
  const asset = own ?? [...assets].find(([name]) => HASH.test(file) && name.replace(HASH, '') === bare)?.[1];
  if (!asset) throw new Problem('not-found');
  return {
    status: 200,
    headers: { 'cache-control': own ? cachingOf(file) : 'no-store' },
    text: { body: asset.body, type: asset.contentType },
  };
}

async function describe({ baseUrl, version, forms }: Deps): Promise<Answer> {
  // Loaded when asked for, which is seldom: stylesheets are what this function starts for.
  const { openApi } = await import('./openapi.ts');
  const document = openApi(baseUrl, version, await Promise.all(forms.map(loadForm)));
  return { status: 200, text: { body: JSON.stringify(document), type: 'application/json' } };
}

async function about(lang: Lang): Promise<Answer> {
  const { AboutPage, aboutTitle } = await import('./pages/about-page.tsx');
  return { status: 200, page: { frame: { title: aboutTitle(lang) }, content: <AboutPage lang={lang} /> } };
}

/** What the product says of itself, and what its pages are dressed with. Only readiness depends on another service. */
export const staticHandlers = (deps: Deps): Handlers<typeof staticRows> => ({
  'GET /assets/{file}': async ({ path }) => assetOf(deps.assets, path.file ?? ''),
  'GET /about': ({ lang }) => about(lang),
  'GET /openapi.json': () => describe(deps),
  'GET /health': async () => ({ status: 200, json: { status: 'ok', version: deps.version } }),
  'GET /health/ready': async () => {
    await deps.demandReady();
    return { status: 200, json: { status: 'ok', version: deps.version } };
  },
});
