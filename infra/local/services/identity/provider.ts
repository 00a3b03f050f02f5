import type Provider from 'oidc-provider';
import type { AdapterFactory, ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { FindAccount } from './accounts.ts';
import { accessClaimsOf, idClaimsOf } from './claims.ts';
import type { Secrets } from './database.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';
import type { Rendering } from './rendering.ts';

/** What an issuer is set up with. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly accounts: FindAccount;
  readonly secrets: Secrets;
  readonly adapter: AdapterFactory;
  readonly rendering: Rendering;
}

export const scopes = 'openid profile email';

/** As long as Cognito's by default. */
export const tokenSeconds = 60 * 60;

// A resource indicator has to be a URI; the audience in the token is the client's id all the same.
const resource = 'urn:countersign:api';

const daySeconds = 24 * 60 * 60;

/** Makes the issuer. The package is loaded here, on first use: it costs 150 ms and tens of megabytes. */
export async function makeProvider(settings: ProviderSettings): Promise<Provider> {
  const { default: OidcProvider, interactionPolicy } = await import('oidc-provider');
  const provider = new OidcProvider(settings.issuer, configuration(settings, interactionPolicy));
  // What the headers say is ours: see `identity.ts`.
  provider.proxy = true;
  // Otherwise a defect of this configuration shows as "server_error" in the browser, and nowhere else.
  provider.on('server_error', (_context, error) => console.error('identity:', error));
  return provider;
}

type Policies = typeof import('oidc-provider')['interactionPolicy'];

function configuration(settings: ProviderSettings, policies: Policies): Configuration {
  const { issuer, accounts, secrets, rendering } = settings;
  const { pathname: path, port } = new URL(issuer);

  return {
    adapter: settings.adapter,
    jwks: { keys: [secrets.key] },
    clients: [client(settings)],
    // No other flow than the one above is offered.
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    scopes: scopes.split(' '),
    claims: { openid: ['sub'], profile: ['name', 'cognito:groups'], email: ['email', 'email_verified'] },
    // Cognito puts the claims of all granted scopes into the ID token; the standard would leave them to userinfo.
    conformIdTokenClaims: false,
    findAccount: async (_ctx, sub) => {
      const account = await accounts(sub);
      return account && { accountId: sub, claims: () => ({ sub, ...idClaimsOf(account) }) };
    },
    extraTokenClaims: async (_ctx, token) => {
      const account = 'accountId' in token ? await accounts(String(token.accountId)) : undefined;
      return account && accessClaimsOf(account);
    },
    formats: {
      customizers: {
        jwt: (_ctx, _token, jwt) => {
          jwt.header = { typ: undefined };
          // The issuer insists on an audience, and Cognito's tokens have none: what is not listed is not written.
          Object.defineProperty(jwt.payload, 'aud', { enumerable: false });
        },
      },
    },
    // Everything that the product's own client asks for is granted, so that there is no page to consent on.
    loadExistingGrant: grantAll,
    interactions: {
      policy: askingAlways(policies),
      url: (_ctx, interaction) => `${path}/interaction/${interaction.uid}`,
    },
    cookies: {
      keys: [secrets.cookieSecret],
      // Nor do they tell ports apart where two platforms run on one machine.
      names: {
        session: `_session-${port}`,
        interaction: `_interaction-${port}`,
        resume: `_interaction_resume-${port}`,
      },
      // Cookies do not tell ports apart: the path keeps these from the product, which is on the same host.
      long: { path, httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    // All spelled out: the defaults print notices that they should be.
    ttl: {
      AccessToken: tokenSeconds,
      IdToken: tokenSeconds,
      // A sign-in page may stay open over lunch.
      Interaction: 2 * 60 * 60,
      AuthorizationCode: 60,
      // The session serves the sign-out only; nobody is signed in by it silently.
      Session: daySeconds,
      Grant: daySeconds,
    },
    // The product talks to the issuer from its server; no page of another origin has to.
    clientBasedCORS: () => false,
    renderError: (ctx, out) => rendering.into(ctx, errorPage(out.error, out.error_description)),
    features: features(settings),
  };
}

/** Always asks who signs in, also while somebody is: trying the product means changing roles all the time. */
function askingAlways({ base, Check }: Policies) {
  const policy = base();
  policy
    .get('login')
    ?.checks.add(
      new Check('choose_account', 'an account has to be chosen', 'login_required', (ctx) =>
        ctx.oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return policy;
}

const client = ({ clientId, redirectUris, postLogoutRedirectUris }: ProviderSettings): ClientMetadata => ({
  client_id: clientId,
  client_name: '会签 Countersign',
  // A public client: the product keeps no secret, PKCE binds the code to the browser that asked for it.
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [...redirectUris],
  post_logout_redirect_uris: [...postLogoutRedirectUris],
});

const features = ({ clientId, rendering }: ProviderSettings): Configuration['features'] => ({
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  // A JWT for the product is refused at userinfo: an endpoint that nobody could use is not offered.
  userinfo: { enabled: false },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => resource,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      scope: scopes,
      audience: clientId,
      accessTokenTTL: tokenSeconds,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'RS256' } },
    }),
  },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => rendering.into(ctx, signOutPage(form)),
    postLogoutSuccessSource: (ctx) => rendering.into(ctx, signedOutPage()),
  },
});

async function grantAll(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(scopes);
  grant.addResourceScope(resource, scopes);
  await grant.save();
  return grant;
}
