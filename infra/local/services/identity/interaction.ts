import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import type Provider from 'oidc-provider';
import type { Clock } from '../../clock.ts';
import type { Account } from './accounts.ts';
import { chooserPage, errorPage } from './pages.ts';
import type { Rendering } from './rendering.ts';

// A form with one button pressed, or two short fields.
const longestForm = 4096;

/** What somebody meets who is to show who they are. */
export interface InteractionContext {
  readonly provider: Provider;
  readonly rendering: Rendering;
  /** The issuer's own, for what must outlive a restart. */
  readonly database: DatabaseSync;
  readonly clock: Clock;
}

/** Answers the requests under the interaction's address. */
export type CreateInteraction = (
  context: InteractionContext,
) => (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The page where a sample account is chosen, and its form. */
export const createChooser =
  (accounts: readonly Account[]): CreateInteraction =>
  ({ provider, rendering }) =>
  async (request, response) => {
    const details = await provider.interactionDetails(request, response);
    if (isReading(request)) {
      const hint = details.params.login_hint;
      rendering.send(response, 200, chooserPage(accounts, typeof hint === 'string' ? hint : undefined));
      return;
    }
    const form = await readForm(request, response, rendering);
    if (form === undefined) return;
    if (form.has('cancel')) return cancel(provider, request, response);
    const account = accounts.find(({ id }) => id === form.get('account'));
    if (account === undefined)
      return rendering.send(response, 400, errorPage('invalid_request', 'There is no such account.'));
    await finish(provider, details, account.id, request, response);
  };

export const isReading = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

/** The posted form; undefined where it is none, which has been answered. */
export async function readForm(
  request: IncomingMessage,
  response: ServerResponse,
  rendering: Rendering,
): Promise<URLSearchParams | undefined> {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return new URLSearchParams(await read(request));
  rendering.send(response, 415, errorPage('invalid_request', 'The form has another type.'));
  return undefined;
}

/** Ends the sign-in with nobody signed in. */
export function cancel(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  return provider.interactionFinished(request, response, { error: 'access_denied' }, fresh);
}

/** Ends the sign-in with somebody signed in. */
export async function finish(
  provider: Provider,
  details: Interaction,
  accountId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await forgetOther(provider, details, accountId);
  await provider.interactionFinished(request, response, { login: { accountId } }, fresh);
}

const fresh = { mergeWithLastSubmission: false } as const;

// Where somebody else is signed in, the issuer would first sign them out by a page that needs JavaScript.
async function forgetOther(provider: Provider, details: Interaction, accountId: string): Promise<void> {
  const signedIn = details.session;
  if (signedIn === undefined || signedIn.accountId === accountId) return;
  const session = await provider.Session.find(signedIn.cookie);
  if (session === undefined) return;
  delete session.accountId;
  session.authorizations = {};
  await session.persist();
  delete details.session;
  await details.persist();
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > longestForm) throw new Error('The form is too long');
  }
  return text;
}
