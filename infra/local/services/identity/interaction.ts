import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Account } from './accounts.ts';
import { chooserPage, errorPage } from './pages.ts';
import type { Rendering } from './rendering.ts';

// A form with one button pressed.
const longestForm = 4096;

/** The page where an account is chosen, and its form. */
export function createInteraction(provider: Provider, accounts: readonly Account[], rendering: Rendering) {
  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const details = await provider.interactionDetails(request, response);
    if (request.method === 'GET' || request.method === 'HEAD') {
      const hint = details.params.login_hint;
      rendering.send(response, 200, chooserPage(accounts, typeof hint === 'string' ? hint : undefined));
      return;
    }
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      rendering.send(response, 415, errorPage('invalid_request', 'The form has another type.'));
      return;
    }
    const form = new URLSearchParams(await read(request));
    if (form.has('cancel')) return finish(request, response, { error: 'access_denied' });
    const account = accounts.find(({ id }) => id === form.get('account'));
    if (account === undefined) {
      rendering.send(response, 400, errorPage('invalid_request', 'There is no such account.'));
      return;
    }
    await forgetOther(details, account);
    await finish(request, response, { login: { accountId: account.id } });
  };

  function finish(
    request: IncomingMessage,
    response: ServerResponse,
    result: Parameters<Provider['interactionFinished']>[2],
  ): Promise<void> {
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  // Where somebody else is signed in, the issuer would first sign them out by a page that needs JavaScript.
  async function forgetOther(details: Interaction, account: Account): Promise<void> {
    const signedIn = details.session;
    if (signedIn === undefined || signedIn.accountId === account.id) return;
    const session = await provider.Session.find(signedIn.cookie);
    if (session === undefined) return;
    delete session.accountId;
    session.authorizations = {};
    await session.persist();
    delete details.session;
    await details.persist();
  }
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
