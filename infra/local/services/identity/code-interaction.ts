import type { Account } from './accounts.ts';
import { openCodes, type Taken } from './codes.ts';
import { type CreateInteraction, cancel, finish, isReading, readForm } from './interaction.ts';
import { codePage, mailboxPage } from './sign-in-pages.ts';

/** Whom the sign-in knows, and how it reaches them. */
export interface Mailboxes {
  /** The account of a mailbox, as it is compared; undefined for a stranger. */
  accountOf(mailbox: string): Promise<Account | undefined>;
  /** Hands the code to the mail server, and waits for nothing. */
  send(mailbox: string, code: string): void;
}

/** Full-width forms are what an input method leaves. */
const normalMailbox = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();
const digitsOf = (typed: string): string => typed.normalize('NFKC').replaceAll(/\s/g, '');

/**
 * Signing in by a code that is sent to one's mailbox. A stranger sees what everybody sees, and gets no mail: who works
 * here is not to be found out by trying.
 */
export const createCodeSignIn =
  ({ accountOf, send }: Mailboxes): CreateInteraction =>
  ({ provider, rendering, database, clock }) => {
    const codes = openCodes(database, clock);

    return async (request, response) => {
      const details = await provider.interactionDetails(request, response);
      const { uid } = details;
      if (isReading(request)) {
        const hint = details.params.login_hint;
        return rendering.send(response, 200, mailboxPage(typeof hint === 'string' ? hint : ''));
      }
      const form = await readForm(request, response, rendering);
      if (form === undefined) return;
      if (form.has('cancel')) return cancel(provider, request, response);

      const typed = form.get('mailbox');
      if (typed !== null) {
        const mailbox = normalMailbox(typed);
        if (!/^[^@\s]+@[^@\s]+$/.test(mailbox) || mailbox.length > 320)
          return rendering.send(response, 400, mailboxPage(typed, 'not-a-mailbox'));
        const code = codes.make(uid, mailbox);
        if (code === undefined) return rendering.send(response, 429, mailboxPage(typed, 'too-many'));
        if ((await accountOf(mailbox)) !== undefined) send(mailbox, code);
        return rendering.send(response, 200, codePage(mailbox));
      }

      const taken: Taken = codes.take(uid, digitsOf(form.get('code') ?? ''));
      if (typeof taken === 'string') {
        const mailbox = codes.mailboxOf(uid) ?? '';
        const page = taken === 'wrong' ? codePage(mailbox, taken) : mailboxPage(mailbox, taken);
        return rendering.send(response, 400, page);
      }
      const account = await accountOf(taken.mailbox);
      if (account === undefined) return rendering.send(response, 400, mailboxPage(taken.mailbox, 'over'));
      await finish(provider, details, account.id, request, response);
    };
  };
